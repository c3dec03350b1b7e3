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
  /// Whether tickets that came before feel it too: hours hold for all, terms for those they take
  /// over (SLA 43).
  package let holdsForEarlier: Bool

  /// `starts` tells from when each version holds, by number. A fact that does not name its version
  /// may have changed any.
  private init?(_ number: Int?, of starts: [Int: Instant], in agreements: Set<ID<Agreement>>) {
    guard let first = starts.values.min() else { return nil }
    let from = number.flatMap { starts[$0] }
    since = from ?? first
    until = from.flatMap { from in starts.values.filter { $0 > from }.min() }
    self.agreements = agreements
    holdsForEarlier = true
  }

  private init(
    from since: Instant, among starts: [Instant], in agreements: Set<ID<Agreement>>,
    holdsForEarlier: Bool
  ) {
    self.since = since
    until = starts.filter { $0 > since }.min()
    self.agreements = agreements
    self.holdsForEarlier = holdsForEarlier
  }
}

/// A change before it is made.
extension TermsChange {
  /// What signing the draft would change; nil when no ticket there is now could feel it.
  package init?(signing agreement: Agreement, at now: Instant) {
    guard let level = agreement.draft?.level, level.effectiveFrom <= now || level.applyToOpen
    else { return nil }
    self.init(
      from: level.effectiveFrom, among: agreement.signedLevels.map(\.effectiveFrom),
      in: [agreement.id], holdsForEarlier: level.applyToOpen)
  }

  /// What other hours from the moment on would change; nil while that has not come.
  package init?(
    of calendar: Calendar, from since: Instant, at now: Instant, in db: Connection
  ) throws {
    guard since <= now else { return nil }
    self.init(
      from: since, among: calendar.versions.map(\.effectiveFrom),
      in: try calendar.standingOnIt(in: db), holdsForEarlier: true)
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
