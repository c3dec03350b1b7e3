// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a reading was computed from, so that every figure can be traced and a later recount can say
/// what changed (SLA 44, 56).
package struct ClockInputs: Sendable, Equatable {
  /// Changes whenever the same history could get another answer.
  package static let engine = "1"

  /// Agreement and version, `gold 2`, each once.
  package let terms: [String]
  package let calendars: [String]
  /// Versions of the time-zone data.
  package let zoneData: [String]

  init(_ fold: ClockFold) {
    let book = fold.book
    let runs = fold.runs
    let versions = Set(fold.pieces.map(\.version)).union(runs.map(\.version)).sorted()
    let hours = Set(fold.pieces.map(\.calendar)).union(runs.map(\.calendar)).sorted()
    terms = versions.map {
      let terms = book.versions[Int($0)]
      return "\(book.agreementNames[terms.agreement]) \(book.versionNames[Int($0)])"
    }
    calendars = hours.map { book.calendarNames[Int($0)] }
    zoneData = Set(hours.flatMap { book.calendars[Int($0)].timetable.dataVersions }).sorted()
  }

  /// One line for a digest, the same for the same inputs.
  package var text: String {
    """
    engine \(Self.engine); terms \(terms.joined(separator: ", ")); \
    calendars \(calendars.joined(separator: ", ")); tzdata \(zoneData.joined(separator: ", "))
    """
  }
}

extension ClockFold {
  fileprivate var runs: [ClockRun] {
    Array(earlier) + (0..<ClockKind.count).map { last[$0] }.filter { $0.number > 0 }
  }
}
