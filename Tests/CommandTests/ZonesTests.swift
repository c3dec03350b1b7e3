// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Testing

/// The system's zones, judged by the program that comes with them.
@Suite struct ZonesTests {
  static let zones = Zones()

  /// Every zone when MAINSTAY_TEST_EVERY is set, else those with known oddities and some others.
  static let sample: [String] = {
    if ProcessInfo.processInfo.environment["MAINSTAY_TEST_EVERY"] != nil { return zones.names }
    let odd = [
      "Europe/London", "Europe/Dublin", "America/New_York", "Asia/Gaza", "America/Nuuk",
      "Africa/Casablanca", "Antarctica/Troll", "Australia/Lord_Howe", "Pacific/Apia",
      "Africa/Monrovia", "Asia/Pyongyang", "America/Caracas", "Europe/Moscow", "America/Sao_Paulo",
    ]
    let others = stride(from: 0, to: zones.names.count, by: 23).map { zones.names[$0] }
    return Array(Set(odd + others).intersection(zones.names)).sorted()
  }()

  /// `Europe/London  Sun Mar 29 00:59:59 2026 UT = … isdst=0 gmtoff=0`
  private func listed(_ line: String) -> (zone: String, moment: Instant, offset: Int)? {
    let words = line.split(separator: " ").map(String.init)
    let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")
    guard words.count > 8, words[6] == "UT", let offset = words.last?.split(separator: "=").last,
      let gmtoff = Int(offset), let month = months.firstIndex(of: Substring(words[2])),
      let day = Day(year: Int(words[5])!, month: month + 1, day: Int(words[3])!)
    else { return nil }
    let time = words[4].split(separator: ":").map { Int($0)! }
    let second = day.number * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    return (words[0], Instant(seconds: second), gmtoff)
  }

  @Test func `SLA 6: every change of every zone is where zdump lists it, rules after it too`()
    throws
  {
    let zdump = URL(fileURLWithPath: "/usr/bin/zdump")
    let listing = try Program.run(zdump, ["-v", "-c", "1850,2200"] + Self.sample)
    var seen: Set<String> = []
    for line in listing.lines {
      guard let (name, moment, offset) = listed(line) else { continue }
      seen.insert(name)
      let ours = try Self.zones.zone(named: name).offset(at: moment)
      if ours != offset { Issue.record("\(line), but we say \(ours)") }
    }
    #expect(seen.count > Self.sample.count * 3 / 4)
    #expect(listing.lines.count > 5000)
  }

  @Test func `SLA 6: the version of the data is known and stands in each zone`() throws {
    #expect(Self.zones.version.wholeMatch(of: /20\d\d[a-z]+/) != nil)
    #expect(try Self.zones.zone(named: "Europe/London").dataVersion == Self.zones.version)
  }

  @Test(arguments: [
    ("London", "Europe/London"), ("europe/london", "Europe/London"),
    ("Europe/Londn", "Europe/London"), ("America/NewYork", "America/New_York"),
  ])
  func `SLA 15: an unknown name is refused with the nearest`(name: String, nearest: String) {
    #expect(throws: HoursRefusal.unknownZone(name, nearest: nearest)) {
      try Self.zones.zone(named: name)
    }
  }

  @Test(arguments: [
    "", ".", "..", "../../../etc/passwd", "/etc/passwd", "Europe/../Europe/London", "Europe",
    "Europe/London/", "Europe//London", "Europe/London\0", "right/Europe/London", "tzdata.zi",
    String(repeating: "a", count: 100_000), "Zürich; rm -rf",
  ])
  func `a path is no zone`(name: String) {
    #expect(throws: HoursRefusal.self) { try Self.zones.zone(named: name) }
  }

  @Test func `every name there is can be read`() throws {
    for name in Self.zones.names { #expect(try Self.zones.zone(named: name).name == name) }
    #expect(Self.zones.names.count > 400)
  }
}
