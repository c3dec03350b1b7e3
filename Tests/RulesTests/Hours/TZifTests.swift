// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

@Suite struct TZifTests {
  private func big(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private func block(version: Character, width: Int, times: [Int], leaps: Int = 0) -> [UInt8] {
    let counts = [0, 0, leaps, times.count, 2, 4].flatMap { big($0, 4) }
    let types = times.indices.map { UInt8(($0 + 1) % 2) }
    let offsets = big(0, 4) + [0, 0] + big(3600, 4) + [1, 0]
    return Array("TZif".utf8) + [version.asciiValue!] + [UInt8](repeating: 0, count: 15) + counts
      + times.flatMap { big($0, width) } + types + offsets + Array("GMT\0".utf8)
      + [UInt8](repeating: 0, count: leaps * (width + 4))
  }

  private func file(version: Character = "2", times: [Int], footer: String) -> [UInt8] {
    block(version: version, width: 4, times: []) + block(version: version, width: 8, times: times)
      + Array("\n\(footer)\n".utf8)
  }

  private func zone(_ bytes: [UInt8]) throws -> Zone {
    try Zone(name: "Test", dataVersion: "2026b", tzif: bytes)
  }

  @Test(arguments: ["2", "3", "4"] as [Character])
  func `changes, then the rule of the last line`(version: Character) throws {
    let zone = try zone(
      file(version: version, times: [100, 4_890_000_000], footer: "GMT0BST,M3.5.0/1,M10.5.0"))
    #expect(zone.offset(at: Instant(seconds: 99)) == 0)
    #expect(zone.offset(at: Instant(seconds: 100)) == 3600)
    #expect(zone.offset(at: Instant(seconds: 4_890_000_000)) == 0)
    #expect(zone.offset(at: Instant("2226-07-01T00:00:00Z")!) == 3600)
    #expect(zone.dataVersion == "2026b")
  }

  @Test func `version 1 has narrow numbers and no rule`() throws {
    let zone = try zone(block(version: "\0", width: 4, times: [-100, 100]))
    #expect(zone.spans.map(\.offset) == [0, 3600, 0])
    #expect(zone.rule == nil)
  }

  @Test func `SLA 1: a zone that counts leap seconds is refused`() {
    #expect(throws: ZoneFileFault.leapSeconds) {
      try zone(block(version: "\0", width: 4, times: [], leaps: 1))
    }
  }

  @Test func `a file cut anywhere is refused, never a crash`() {
    let whole = file(times: [100, 200], footer: "GMT0")
    for length in 0..<(whole.count - 1) {
      #expect(throws: ZoneFileFault.self) { try zone(Array(whole[..<length])) }
    }
  }

  @Test func `a file with any byte changed is read or refused, never a crash`() {
    var dice = Dice(seed: 9)
    let whole = file(times: [100, 200], footer: "GMT0BST,M3.5.0/1,M10.5.0")
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(
          in: 0...255, using: &dice)
      }
      _ = try? zone(bytes).offset(at: Instant(seconds: 2_000_000_000))
    }
  }
}
