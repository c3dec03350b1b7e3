// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Hours or terms that read otherwise than before: since when, until when, and in whose promises.
package struct TermsChange: Sendable, Equatable {
  /// The first moment of which something else is said now; it may have passed long ago (SLA 44).
  package let since: Instant
  /// Where another version takes over; nil when none does.
  package let until: Instant?
  package let agreements: Set<ID<Agreement>>

  /// `starts` tells from when each version holds, by number. A fact that does not name its version
  /// may have changed any.
  private init?(_ number: Int?, of starts: [Int: Instant], in agreements: Set<ID<Agreement>>) {
    guard let first = starts.values.min() else { return nil }
    let from = number.flatMap { starts[$0] }
    since = from ?? first
    until = from.flatMap { from in starts.values.filter { $0 > from }.min() }
    self.agreements = agreements
  }
}

extension TermsChange {
  /// What a fact about a calendar or an agreement changed, by its place in their story; nil for any
  /// other fact.
  package static func find(
    _ subject: Subject, _ sequence: Int, in db: Connection
  ) throws -> TermsChange? {
    let fact = try db.facts(about: subject).first { $0.sequence == sequence }?.fact
    let number = fact?.number("number")
    switch subject.kind {
    case "calendar":
      let calendar = try Calendar.find(ID(subject.id), in: db)
      let starts = calendar.versions.map { ($0.number, $0.effectiveFrom) }
      return TermsChange(
        number, of: Dictionary(uniqueKeysWithValues: starts),
        in: try calendar.standingOnIt(in: db))
    case "agreement":
      let agreement = try Agreement.find(ID(subject.id), for: .everyClient, in: db)
      let signed = agreement.versions.filter { $0.signature != nil }
      let starts = signed.map { ($0.number, $0.level.effectiveFrom) }
      return TermsChange(
        number, of: Dictionary(uniqueKeysWithValues: starts), in: [agreement.id])
    default: return nil
    }
  }
}

extension Calendar {
  /// The agreements of which a version counts by it, or by one it is a part of.
  fileprivate func standingOnIt(in db: Connection) throws -> Set<ID<Agreement>> {
    let hours: SQL = """
      SELECT id FROM calendars
      WHERE id = \(id) OR ' ' || all_of || ' ' LIKE \("% \(id) %")
      """
    let found: [ID<Agreement>] = try db.all(
      """
      SELECT agreement_id FROM agreement_versions WHERE calendar_id IN (\(hours))
      UNION SELECT agreement_id FROM agreement_targets WHERE calendar_id IN (\(hours))
      """
    ) { try $0[0] }
    return Set(found)
  }
}
