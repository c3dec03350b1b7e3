// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a file of holidays was read to: the dates that can be taken over, what it takes back, and
/// every entry that can't be used, with its line and why. Nothing in it was guessed.
package struct HolidayFile: Sendable, Equatable {
  package let entries: [Entry]
  package let leftOut: [LeftOut]
  /// Identities the file says are cancelled.
  package let cancelled: Set<String>

  package init(entries: [Entry], leftOut: [LeftOut], cancelled: Set<String> = []) {
    self.entries = entries
    self.leftOut = leftOut.sorted { $0.line < $1.line }
    self.cancelled = cancelled
  }

  /// One entry of the file as holidays of ours.
  package struct Entry: Sendable, Equatable {
    package let uid: String
    /// The line of the file the entry begins on.
    package let line: Int
    package let holidays: [Holiday]

    package init(uid: String, line: Int, holidays: [Holiday]) {
      self.uid = uid
      self.line = line
      self.holidays = holidays
    }
  }

  /// An entry that is not taken over.
  package struct LeftOut: Sendable, Equatable {
    package let line: Int
    package let name: String
    package let why: Phrase

    package init(line: Int, name: String, why: Phrase) {
      self.line = line
      self.name = name
      self.why = why
    }
  }

  /// What becomes of the holidays of earlier files when this one is taken over.
  package struct Merging: Sendable, Equatable {
    /// All of them afterwards, in the order of their dates.
    package let all: [FiledHoliday]
    package let added: [Holiday]
    package let removed: [Holiday]
    /// Holidays of earlier files of which this one says nothing.
    package let kept: [Holiday]
  }

  /// The same identity replaces, the same date and name is the same holiday, and what this file
  /// does not mention stays: a file for next year does not take this year's dates away.
  package func merged(into before: [FiledHoliday]) -> Merging {
    let said = entries.flatMap { entry in
      entry.holidays.map { FiledHoliday(uid: entry.uid, $0) }
    }
    let gone = Set(cancelled.map { FiledHoliday(uid: $0, Holiday(.easter(0))).uid })
    let uids = Set(said.map(\.uid)).union(gone).subtracting([""])
    let news = Set(said.map(\.holiday))
    let olds = Set(before.map(\.holiday))
    let kept = before.filter { !uids.contains($0.uid) && !news.contains($0.holiday) }
    var seen: Set<Holiday> = []
    let all = (said + kept).filter { seen.insert($0.holiday).inserted }
    return Merging(
      all: all.sorted { $0.line < $1.line },
      added: Self.ordered(news.subtracting(olds)), removed: Self.ordered(olds.subtracting(seen)),
      kept: Self.ordered(kept.map(\.holiday)))
  }

  private static func ordered(_ holidays: some Sequence<Holiday>) -> [Holiday] {
    holidays.sorted { $0.line < $1.line }
  }
}
