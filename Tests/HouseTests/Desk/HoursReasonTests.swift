// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Testing
import Web

@testable import Desk

/// Why a stretch was open or closed, in the reader's own words.
struct HoursReasonTests {
  private static let catalogue = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../../Messages").path

  private static let hours = try! OpeningHours.Interval.list("09:00-17:00")[0]

  private static func version(_ number: Int, _ day: String) -> CalendarVersion {
    CalendarVersion(
      number: number, effectiveFrom: Zone.utc.instant(Day(day)!),
      week: Array(repeating: "09:00-17:00", count: 7), holidays: "", exceptions: "")
  }

  /// The third was written down last and holds from before the second.
  private static let office = Calendar(
    id: ID("office"), name: "Office", zone: "UTC",
    versions: [
      version(1, "2026-01-01"), version(2, "2026-03-01"), version(3, "2026-02-01"),
    ])

  @Test(arguments: [
    ("2026-01-10", "2026-01-11", "Office version 1"),
    ("2026-01-31", "2026-02-01", "Office version 1"),
    ("2026-02-01", "2026-02-02", "Office version 3"),
    ("2026-02-20", "2026-03-02", "Office versions 3 to 2"),
    ("2026-03-01", "2026-03-01", "Office version 2"),
    ("2025-12-01", "2025-12-02", "Office"),
  ])
  func `SLA 56: a stretch names the versions of the calendar it was counted by`(
    _ from: String, _ to: String, _ words: String
  ) {
    let said = Self.office.words(
      from: Zone.utc.instant(Day(from)!), to: Zone.utc.instant(Day(to)!))
    #expect(Wording.plain.text(said) == words)
  }

  @Test(arguments: [
    (HoursReason.weekly(.monday, hours), "Wochenzeiten Mo 09:00-17:00"),
    (.weekly(.thursday, hours), "Wochenzeiten Do 09:00-17:00"),
    (.holiday(Day("2026-12-25")!, name: "Weihnachten"), "Feiertag Weihnachten, Fr 25.12.2026"),
    (.holiday(Day("2026-12-25")!, name: ""), "Feiertag Fr 25.12.2026"),
    (.exception(Day("2026-12-24")!), "Ausnahme Do 24.12.2026"),
    (.outsideHours, "außerhalb der Geschäftszeiten"),
  ])
  func `a German reads weekdays and dates in German`(
    _ reason: HoursReason, _ words: String
  ) throws {
    let wording = Wording(
      try Messages.load(from: Self.catalogue), for: Reader(language: .german, zone: .utc))
    #expect(wording.text(reason.words) == words)
  }
}
