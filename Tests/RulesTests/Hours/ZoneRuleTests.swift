// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

@Suite struct ZoneRuleTests {
  /// Instants just before and at a change, and the offsets there, as `zdump -v` lists them.
  @Test(arguments: [
    ("GMT0BST,M3.5.0/1,M10.5.0", "2126-03-31T01:00:00Z", 0, 3600),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2126-10-27T01:00:00Z", 3600, 0),
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2126-03-30T00:00:00Z", 7200, 10_800),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2126-03-31T01:00:00Z", -7200, -3600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2126-04-06T16:00:00Z", 39_600, 36_000),
    ("XXX0YYY,J60/0,J61/0", "2028-03-01T00:00:00Z", 0, 3600),
    ("XXX0YYY,59/0,61/0", "2028-02-29T00:00:00Z", 0, 3600),
  ])
  func `a rule changes the offset at its moment`(rule: String, at: String, before: Int, after: Int)
  {
    let zone = TestZones.zone("Test", rule)
    let moment = Instant(at)!
    #expect(zone.offset(at: moment.advanced(by: -1)) == before)
    #expect(zone.offset(at: moment) == after)
  }

  @Test(arguments: [
    "", "GMT", "G0", "GMT0BST", "GMT0BST,M3.5.0/1", "GMT0BST,M13.5.0,M10.5.0",
    "GMT0BST,M3.6.0,M10.5.0",
    "GMT0BST,M3.5.7,M10.5.0", "GMT0BST,J0,J5", "GMT0BST,366,5", "GMT0BST,M3.5.0,M10.5.0 ",
    "<GMT0", "GMT168", "GMT0:60", "GMT99999999999999999999",
  ])
  func `what is no rule is not read`(text: String) {
    #expect(ZoneRule(posix: Array(text.utf8)) == nil)
  }

  @Test func `a local reading becomes the moment it is first shown, or the end of the gap`() {
    let london = TestZones.london
    let half = TimeOfDay(seconds: 5400)
    #expect(london.instant(Day("2026-03-29")!, half) == Instant("2026-03-29T01:00:00Z"))
    #expect(london.instant(Day("2026-10-25")!, half) == Instant("2026-10-25T00:30:00Z"))
    #expect(london.instant(Day("2026-06-01")!) == Instant("2026-05-31T23:00:00Z"))
  }
}
