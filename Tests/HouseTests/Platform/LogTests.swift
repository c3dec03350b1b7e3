// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Testing

@Suite struct LogTests {
  private static let hostile = [
    "two\nlines", "cr\rlf\n2026-03-02T09:00:00Z error forged", "esc\u{1B}[31m", "\u{2028}sep",
    "\u{202E}turned", "nul\u{0}", "quote\"back\\slash", "a=b", "", "Zoë ✓",
  ]

  private func line(_ value: String) -> LogLine {
    LogLine(
      at: Instant("2026-03-02T09:00:00Z")!, level: "warning", source: "mainstay", value,
      ["who": value])
  }

  @Test(arguments: hostile)
  func `nothing that is logged can break its line`(value: String) {
    for format in [Log.Format.lines, .json] {
      let text = line(value).text(as: format)
      #expect(
        text.unicodeScalars.allSatisfy {
          $0.value >= 32 && !"\u{2028}\u{202E}".unicodeScalars.contains($0)
        })
    }
  }

  @Test(arguments: hostile)
  func `a JSON line reads back as it was said`(value: String) throws {
    let read = try JSONDecoder().decode(
      [String: String].self, from: Data(line(value).text(as: .json).utf8))
    #expect(read["event"] == value)
    #expect(read["who"] == value)
    #expect(read["time"] == "2026-03-02T09:00:00Z")
  }

  @Test func `a line for people is plain where it can be`() {
    let line = LogLine(
      at: Instant("2026-03-02T09:00:00Z")!, level: "notice", source: "mainstay", "Open",
      ["port": "8080", "data": "/srv/my data"])
    #expect(
      line.text(as: .lines) == #"2026-03-02T09:00:00Z notice Open data="/srv/my data" port=8080"#)
  }
}
