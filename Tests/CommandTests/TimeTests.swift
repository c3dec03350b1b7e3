// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Testing

/// `mainstay time` as a script meets it.
@Suite struct TimeTests {
  private static let office = """
    {"timeZone":"Europe/London","weekly":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]]}}
    """

  private func due(id: String = "1", calendar: String = office, _ rest: String) -> String {
    """
    {"id":\(id),"kind":"due","calendar":\(calendar),"from":"2026-03-02T09:00:00Z",\(rest)}

    """
  }

  @Test func `the examples of the reference page come out as it says`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/reference/time-batch.md"), encoding: .utf8)
    func block(_ name: String) throws -> String {
      let start = try #require(page.range(of: "```jsonl \(name)\n")).upperBound
      let end = try #require(page[start...].range(of: "```")).lowerBound
      return String(page[start..<end])
    }
    let run = try Program.mainstay("time", input: try block("input"))
    #expect(run.output == (try block("output")))
    #expect(run.status == 1)
  }

  @Test(arguments: [
    "null", "7", "-0.50", "1e400", "123456789012345678901234567890", "\"é😀\"", "[1,{\"a\":[]}]",
    "{\"b\":1,\"a\":2}", "true",
  ])
  func `the id comes back as it was`(id: String) throws {
    let run = try Program.mainstay("time", input: due(id: id, "\"businessSeconds\":60"))
    #expect(
      run.lines == [
        "{\"id\":\(id),\"result\":\"2026-03-02T09:01:00Z\",\"latest\":\"2026-03-02T09:01:00Z\"}"
      ])
    #expect(run.status == 0)
  }

  @Test func `SLA 20: nothing asked of a closed calendar is due at once, broken at the opening`()
    throws
  {
    let run = try Program.mainstay(
      "time",
      input: """
        {"kind":"due","calendar":\(Self.office),"from":"2026-03-02T17:00:00Z","businessSeconds":0}
        """)
    #expect(
      run.lines == [
        #"{"id":null,"result":"2026-03-02T17:00:00Z","latest":"2026-03-03T09:00:00Z"}"#
      ])
  }

  @Test func `empty lines, carriage returns and a missing last line feed spoil nothing`() throws {
    let line = due("\"businessSeconds\":60").trimmingCharacters(in: .newlines)
    let run = try Program.mainstay("time", input: "\n  \n\(line)\r\n\r\n\(line)")
    #expect(run.lines.count == 2)
    #expect(run.status == 0)
    #expect(try Program.mainstay("time", input: "").output == "")
  }

  @Test(arguments: [
    "not json", "[]", "null", "\"\"", "{", "{\"id\":1}", "{\"id\":1}x", "{\"id\":1,\"id\":2}",
    "{\"kind\":\"due\"}", "{\"kind\":\"sleep\"}", "{\"kind\":7}", "\u{FEFF}{}",
    String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    "{\"id\":\"\\ud800\"}", "{\"id\":\"\\u0000\"}",
  ])
  func `a line that is no question is answered with a sentence, the others all the same`(
    line: String
  ) throws {
    let good = due(id: "2", "\"businessSeconds\":60")
    let run = try Program.mainstay("time", input: "\(line)\n\(good)")
    #expect(run.lines.count == 2)
    #expect(run.lines.first?.contains("\"error\":\"") == true)
    #expect(run.lines.last?.contains("\"result\"") == true)
    #expect(run.status == 1)
  }

  @Test(arguments: [
    "\"businessSeconds\":-1", "\"businessSeconds\":1.5", "\"businessSeconds\":1e309",
    "\"businessSeconds\":9223372036854775808", "\"businessSeconds\":\"60\"", "\"to\":60",
    "\"businessSeconds\":9223372036854775807", "\"businessSeconds\":1000000000000",
  ])
  func `an amount that is none is refused`(rest: String) throws {
    let run = try Program.mainstay("time", input: due(id: "\"x\"", rest))
    #expect(run.lines.first?.hasPrefix("{\"id\":\"x\",\"error\":\"") == true)
    #expect(run.status == 1)
  }

  @Test(arguments: [
    "7", "{}", "{\"timeZone\":7}", "{\"timeZone\":\"../../etc/passwd\"}", "{\"timeZone\":\"\"}",
    "{\"timeZone\":\"UTC\",\"weekly\":[]}", "{\"timeZone\":\"UTC\",\"weekly\":{\"monday\":[]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\"]]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00:00\",\"17:00:00\"]]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[\"9:00\",\"17:00\"]]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\",\"24:30\"]]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[\"24:00\",\"09:00\"]]}}",
    "{\"timeZone\":\"UTC\",\"weekly\":{\"mon\":[[9,17]]}}",
    "{\"timeZone\":\"UTC\",\"holidays\":[\"2026-02-30\"]}",
    "{\"timeZone\":\"UTC\",\"holidays\":\"2026-12-25\"}",
    "{\"timeZone\":\"UTC\",\"recurringHolidays\":[\"13-01\"]}",
    "{\"timeZone\":\"UTC\",\"exceptions\":{\"yesterday\":[]}}",
  ])
  func `SLA 10 and 15: a calendar that can't be read is refused`(calendar: String) throws {
    let run = try Program.mainstay("time", input: due(calendar: calendar, "\"businessSeconds\":60"))
    #expect(run.lines.first?.hasPrefix("{\"id\":1,\"error\":\"") == true)
    #expect(run.status == 1)
  }

  @Test(arguments: [
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
    "2026-03-29T02:30:00+02:00",
  ])
  func `any year a date can hold is answered`(from: String) throws {
    let run = try Program.mainstay(
      "time",
      input: """
        {"id":1,"kind":"isOpen","calendar":{"timeZone":"UTC","weekly":{}},"from":"\(from)"}
        """)
    #expect(run.lines == [#"{"id":1,"result":false}"#])
  }

  @Test(arguments: [
    "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "",
    "now",
    "2026-01-01T00:00:00", "-2026-01-01T00:00:00Z", "2026-06-30T23:59:60Z",
  ])
  func `SLA 1: what is no moment is refused, leap seconds too`(from: String) throws {
    let run = try Program.mainstay(
      "time",
      input: """
        {"id":1,"kind":"isOpen","calendar":{"timeZone":"UTC","weekly":{}},"from":"\(from)"}
        """)
    #expect(run.lines.first?.contains("is not a moment") == true)
  }

  @Test func `SLA 1: a fraction of a second is cut off`() throws {
    let run = try Program.mainstay(
      "time",
      input: """
        {"id":1,"kind":"elapsed","calendar":{"timeZone":"UTC","weekly":{"thu":[["00:00","24:00"]]}},\
        "from":"1970-01-01T00:00:00.999Z","to":"1970-01-01T00:00:01.001Z"}
        """)
    #expect(run.lines == [#"{"id":1,"result":1}"#])
  }

  @Test func `thousands of lines are answered in order`() throws {
    let lines = (0..<2000).map { due(id: "\($0)", "\"businessSeconds\":\($0)") }
    let run = try Program.mainstay("time", input: lines.joined())
    #expect(run.lines.count == 2000)
    for (number, line) in run.lines.enumerated() { #expect(line.hasPrefix("{\"id\":\(number),")) }
  }

  @Test func `bytes that are no text are refused`() throws {
    let run = try Program.mainstay(["time"], input: Data([0xFF, 0xFE, 10, 0xC0, 0x80, 10, 0, 10]))
    #expect(run.lines.count == 3)
    #expect(run.status == 1)
  }
}
