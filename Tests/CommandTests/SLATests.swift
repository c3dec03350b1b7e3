// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Testing

/// `mainstay sla` as a script meets it.
@Suite struct SLATests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func object(_ line: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)
  }

  @Test func `every line of the vector file is answered as it expects`() throws {
    let file = Self.root.appendingPathComponent("Tests/Fixtures/sla/clocks.jsonl")
    let text = try String(contentsOf: file, encoding: .utf8)
    let run = try Program.mainstay("sla", input: text)
    let questions = text.split(separator: "\n").map(String.init)
    #expect(run.status == 0)
    #expect(questions.count == run.lines.count)
    #expect(questions.count >= 60)
    for (question, answer) in zip(questions, run.lines) {
      let expected = try #require(try object(question)["expected"] as? NSDictionary)
      let clocks = try object(answer)["clocks"] as? NSArray
      let title = try object(question)["title"] ?? ""
      #expect(clocks == expected["clocks"] as? NSArray, "\(title)")
    }
  }

  @Test func `the spans of every vector tile each clock and add up`() throws {
    let file = Self.root.appendingPathComponent("Tests/Fixtures/sla/clocks.jsonl")
    let run = try Program.mainstay(
      "sla", "--explain", input: try String(contentsOf: file, encoding: .utf8))
    for line in run.lines {
      let answer = try object(line)
      #expect(answer["tzdata"] is String)
      for case let clock as NSDictionary in try #require(answer["clocks"] as? NSArray) {
        let spans = try #require(clock["spans"] as? [NSDictionary])
        let counted = spans.reduce(0) { $0 + ($1["counted"] as? Int ?? -1) }
        #expect(counted == clock["elapsedSeconds"] as? Int)
        if let first = spans.first {
          #expect(first["from"] as? String == clock["startedAt"] as? String)
        }
        for (a, b) in zip(spans, spans.dropFirst()) {
          #expect(a["to"] as? String == b["from"] as? String)
        }
      }
    }
  }

  @Test func `the examples of the reference page come out as it says`() throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("docs/reference/sla-batch.md"), encoding: .utf8)
    func block(_ name: String) throws -> String {
      let start = try #require(page.range(of: "```jsonl \(name)\n")).upperBound
      let end = try #require(page[start...].range(of: "```")).lowerBound
      return String(page[start..<end])
    }
    let run = try Program.mainstay("sla", input: try block("input"))
    #expect(run.output == (try block("output")))
    #expect(run.status == 1)
    let explained = try Program.mainstay("sla", "--explain", input: try block("input"))
    let wanted = try block("explained").split(separator: "\n").map(String.init)
    // The version of the data is this machine's.
    func withoutData(_ line: String) throws -> Substring {
      line[..<(try #require(line.range(of: #","tzdata""#)).lowerBound)]
    }
    let told = try #require(explained.lines.first)
    let shown = try withoutData(try #require(wanted.first))
    let answered = try withoutData(told)
    #expect(answered == shown)
  }

  private static func line(
    events: String =
      #"{"at":"2026-03-02T09:00:00Z","kind":"created","priority":"p3","agreement":"gold"}"#,
    calendars: String = #"{"day":{"timeZone":"UTC","weekly":{"mon":[["09:00","17:00"]]}}}"#,
    target: String = #"{"seconds":3600}"#, calendar: String = "day",
    asOf: String = "2026-03-03T00:00:00Z"
  ) -> String {
    #"{"id":"x","calendars":"# + calendars
      + #","agreements":{"gold":[{"version":1,"effectiveFrom":"2026-01-01T00:00:00Z","calendar":""#
      + calendar + #"","targets":{"p3":{"resolution":"# + target
      + #"}},"escalations":[50]}]},"events":["# + events + #"],"asOf":""# + asOf + "\"}\n"
  }

  private static func event(_ at: String, _ rest: String) -> String {
    #"{"at":"\#(at)","kind":"created","priority":"p3","agreement":"gold"},{"at":"2026-03-02T10:00:00Z",\#(rest)}"#
  }

  @Test(arguments: [
    line(calendar: "none"), line(target: #"{"seconds":0}"#), line(target: #"{"seconds":-1}"#),
    line(target: #"{"seconds":1e99}"#), line(target: "7"), line(asOf: "tomorrow"),
    line(events: event("2026-03-02T09:00:00Z", #""kind":"exploded""#)),
    line(events: event("2026-03-02T11:00:00Z", #""kind":"resolved""#)),
    line(
      events: event("2026-03-02T09:00:00Z", #""kind":"created","priority":"p3","agreement":"gold""#)
    ),
    line(events: event("2026-03-02T09:00:00Z", #""kind":"agreementChanged","agreement":"tin""#)),
    line(events: event("2026-03-02T09:00:00Z", #""kind":"pauseStart""#)),
    line(
      events: #"{"at":"2025-03-02T09:00:00Z","kind":"created","priority":"p3","agreement":"gold"}"#),
    line(events: #"{"at":"2026-03-02T09:00:00Z","kind":"resolved"}"#), line(events: ""),
    line(calendars: #"{"day":{"allOf":["night"]},"night":{"allOf":["day"]}}"#),
    line(calendars: #"{"day":{"allOf":["night"]}}"#),
    line(calendars: #"{"day":{"timeZone":"Mars"}}"#),
    #"{"id":"x"}"# + "\n", #"{"id":"x","agreements":[],"events":{},"asOf":5}"# + "\n",
  ])
  func `what can't be understood keeps its id, spoils no other line and ends with status 1`(
    line: String
  ) throws {
    let run = try Program.mainstay("sla", input: line + Self.line())
    #expect(run.status == 1)
    #expect(run.lines.count == 2)
    #expect(run.lines.first?.hasPrefix(#"{"id":"x","error":""#) == true)
    #expect(run.lines.last?.contains(#""state":"running""#) == true)
  }

  @Test(arguments: [
    line(events: event("2026-03-02T09:00:00Z", #""kind":"priorityChanged","priority":"none""#)),
    line(asOf: "0001-01-01T00:00:00Z"), line(asOf: "9999-12-31T23:59:59Z"),
    line(target: #"{"seconds":10000000000}"#), line(target: "null"),
  ])
  func `what is only unusual is answered`(line: String) throws {
    let run = try Program.mainstay("sla", input: line)
    #expect(run.status == 0)
    #expect(run.lines.first?.hasPrefix(#"{"id":"x","clocks":["#) == true)
  }

  @Test func `a hundred thousand events are answered`() throws {
    var events = [
      #"{"at":"2026-03-02T09:00:00Z","kind":"created","priority":"p3","agreement":"gold"}"#
    ]
    for index in 0..<100_000 {
      let kind = index % 2 == 0 ? "agentReply" : "clientReply"
      events.append(#"{"at":"2026-03-02T09:00:00Z","kind":"\#(kind)"}"#)
    }
    let run = try Program.mainstay("sla", input: Self.line(events: events.joined(separator: ",")))
    #expect(run.status == 0)
  }

  @Test func `more than a hundred years are not explained but answered`() throws {
    let line = Self.line(asOf: "2926-03-03T00:00:00Z")
    #expect(try Program.mainstay("sla", input: line).status == 0)
    #expect(try Program.mainstay("sla", "--explain", input: line).output.contains("hundred years"))
  }
}
