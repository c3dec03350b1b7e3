// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// Explain: the partition a client can audit, and SLA 56.
@Suite struct ClockExplainTests {
  let desk = Telling(
    [
      "gold": [
        try! terms(
          "p1 resolution 4h; p3 resolution 8h; p3 firstResponse 1h",
          pauses: "resolution client vendor")
      ]
    ],
    [
      "office": HoursIndex(
        try! office(
          "09:00-12:00 13:00-17:00",
          holidays: [Holiday(.on(Day("2026-03-03")!), "Founders' Day")],
          exceptions: [Day("2026-03-04")!: try! hours("10:00-11:00")]), years: 2026...2027)
    ])

  private func lines(_ story: String, asOf: String) throws -> [String] {
    try desk.last(.resolution, story, asOf: asOf, .spans).spans.map { span in
      let why =
        switch span.why {
        case .rule(let reason): reason.description
        case .waiting(let reasons, let events):
          "\(reasons.map(\.name).joined(separator: "+")) \(events)"
        case .resolved(let event): "event \(event)"
        }
      return "\(span.from) \(span.kind) \(why) \(span.priority) \(span.elapsedAtEnd)"
    }
  }

  @Test func `every second of a clock's life has one kind and one reason`() throws {
    let story = """
      Mon 09:00 created p3; Mon 10:00 pause client; Mon 10:30 pause vendor; \
      Mon 11:00 resume client; Mon 11:30 resume vendor; Mon 14:00 priority p1; Wed 10:30 resolved; \
      Wed 12:00 reopened
      """
    #expect(
      try lines(story, asOf: "Thu 10:00") == [
        "2026-03-02T09:00:00Z counted weekly mon 09:00-12:00 p3 3600",
        "2026-03-02T10:00:00Z paused client [1] p3 3600",
        "2026-03-02T10:30:00Z paused client+vendor [1, 2] p3 3600",
        "2026-03-02T11:00:00Z paused vendor [2] p3 3600",
        "2026-03-02T11:30:00Z counted weekly mon 09:00-12:00 p3 5400",
        "2026-03-02T12:00:00Z closed outside hours p3 5400",
        "2026-03-02T13:00:00Z counted weekly mon 13:00-17:00 p3 9000",
        "2026-03-02T14:00:00Z counted weekly mon 13:00-17:00 p1 19800",
        "2026-03-02T17:00:00Z closed outside hours p1 19800",
        "2026-03-03T00:00:00Z closed holiday 2026-03-03 p1 19800",
        "2026-03-04T00:00:00Z closed exception 2026-03-04 p1 19800",
        "2026-03-04T10:00:00Z counted exception 2026-03-04 p1 21600",
        "2026-03-04T10:30:00Z resolved event 6 p1 21600",
        "2026-03-04T12:00:00Z closed exception 2026-03-04 p1 21600",
        "2026-03-05T00:00:00Z closed outside hours p1 21600",
        "2026-03-05T09:00:00Z counted weekly thu 09:00-12:00 p1 25200",
      ])
  }

  @Test func `a second that is resolved, paused and closed is named in that order`() throws {
    let story =
      "Mon 16:00 created p3; Mon 20:00 pause client; Mon 21:00 resolved; Mon 22:00 reopened"
    let kinds = try desk.last(.resolution, story, asOf: "Mon 23:00", .spans).spans.map(\.kind)
    #expect(kinds == [.counted, .closed, .paused, .resolved, .closed])
  }

  @Test(arguments: [
    ("pause client", "paused client [1] p3 3600"), ("resolved", "resolved event 1 p3 3600"),
  ])
  func `what is said twice is explained by the first word`(event: String, why: String) throws {
    let story = "Mon 09:00 created p3; Mon 10:00 \(event); Mon 11:00 \(event); Mon 12:00 reopened"
    let lines = try lines(story, asOf: "Mon 11:30") + lines(story, asOf: "Mon 12:30")
    #expect(lines.contains("2026-03-02T10:00:00Z \(why)"))
    #expect(!lines.contains { $0.hasPrefix("2026-03-02T11:00:00Z") })
  }

  @Test func `a carried change to the same terms leaves the partition whole`() throws {
    let story = "Mon 09:00 created p3; Mon 10:00 priority p3"
    #expect(try lines(story, asOf: "Mon 11:00").count == 1)
  }

  @Test func `a pause shared by two reasons is the time of the one that came first`() throws {
    let story = """
      Mon 09:00 created p3; Mon 10:00 pause vendor; Mon 10:30 pause client; Mon 11:00 resume vendor; \
      Mon 11:30 resume client
      """
    let waits = try desk.last(.resolution, story, asOf: "Mon 14:00", .waits).waits
    #expect(waits.map(\.reason.name) == ["vendor", "client"])
    #expect(waits.map(\.business) == [3600, 1800])
  }

  @Test func `SLA 56: a reading names the terms, calendars and data it was computed from`() throws {
    let two = Telling(
      [
        "gold": [try terms("p3 resolution 8h")],
        "iron": [try terms("p3 resolution 8h always", version: "7")],
      ], [:])
    let story = "Mon 09:00 created p3; Mon 10:00 move iron"
    let inputs = try #require(try two.reading(story, asOf: "Mon 11:00", .inputs).inputs)
    #expect(
      inputs.text
        == "engine 1; terms gold 1, iron 7; calendars always, office; tzdata none")
    let before = try two.reading(story, asOf: "Mon 09:30", .inputs).inputs
    #expect(before?.terms == ["gold 1"])
  }
}
