// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// Zones made from rules alone, so that these tests read no file.
enum TestZones {
  static let london = zone("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0")
  static let newYork = zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")
  static let kolkata = zone("Asia/Kolkata", "IST-5:30")
  static let sydney = zone("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3")
  static let lordHowe = zone("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
  static let troll = zone("Antarctica/Troll", "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3")
  static let dublin = zone("Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1")
  static let gaza = zone("Asia/Gaza", "EET-2EEST,M3.4.4/50,M10.4.4/50")
  static let nuuk = zone("America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
  /// Monrovia's offset until 1972, which no minute hand could show.
  static let oddSeconds = zone("Test/Odd", "<-004430>0:44:30")
  /// The clock that left out 30 December 2011.
  static let apia = Zone(
    name: "Pacific/Apia", dataVersion: "test",
    spans: [
      .init(start: Instant(seconds: .min), offset: -36_000),
      .init(start: Instant("2011-12-30T10:00:00Z")!, offset: 50_400),
      .init(start: Instant("2012-03-31T14:00:00Z")!, offset: 46_800),
    ])
  /// Back by an hour for good, at two in the morning.
  static let moscow = Zone(
    name: "Europe/Moscow", dataVersion: "test",
    spans: [
      .init(start: Instant(seconds: .min), offset: 14_400),
      .init(start: Instant("2014-10-25T22:00:00Z")!, offset: 10_800),
    ])

  static let all = [
    Zone.utc, london, newYork, kolkata, sydney, lordHowe, troll, dublin, gaza, nuuk, oddSeconds,
    apia, moscow,
  ]

  /// Laid out from 1970 to 2050, as files of zones are, and left to the rule after that.
  static func zone(_ name: String, _ rule: String) -> Zone {
    let rule = ZoneRule(posix: Array(rule.utf8))!
    let laidOut = rule.spans(in: 0..<2_524_608_000).map {
      Zone.Span(start: Instant(seconds: $0.range.lowerBound), offset: $0.offset)
    }
    let before = Zone.Span(start: Instant(seconds: .min), offset: rule.standard)
    return Zone(name: name, dataVersion: "test", spans: [before] + laidOut, rule: rule)
  }
}
