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
