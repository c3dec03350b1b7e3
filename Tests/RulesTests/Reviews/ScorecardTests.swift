// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// SLA 53 to 55, and 24 where it concerns percentages.
@Suite struct ScorecardTests {
  let march = Scorecard.month(of: Day("2026-03-15")!, in: .utc)
  let desk = try! Telling(
    terms(
      "p1 resolution 4h; p3 resolution 8h; p3 onSite 4h",
      pauses: "resolution client thirdParty"))

  private func card(_ stories: String...) throws -> Scorecard {
    let cycles = try stories.flatMap {
      try desk.reading($0, asOf: "2026-04-01T00:00:00Z", .waits).cycles
    }
    return Scorecard(cycles, in: march)
  }

  @Test func `SLA 53: compliance is met of met and breached, by cycle`() throws {
    let line = try #require(
      try card(
        "Mon 09:00 created p3; Mon 12:00 resolved", "Mon 09:00 created p3; Mon 17:00 resolved",
        "Mon 09:00 created p3; Tue 12:00 resolved", "Mon 09:00 created p1; Mon 11:00 cancelled",
        "Mon 09:00 created odd; Mon 11:00 resolved", "Mon 09:00 created p3",
        "2026-03-31T16:00:00Z created p3"
      ).line(.resolution))
    #expect(line.met == 2)
    #expect(line.breached == 1)
    #expect(line.compliance == 6666)
    #expect(line.openAndBreached == 1)
    #expect(line.open == 1)
    #expect(line.excluded == [.cancelled: 1, .noTarget: 1])
  }

  @Test func `SLA 40, 53: met after an eased target is counted by itself`() throws {
    let line = try #require(
      try card("Mon 09:00 created p1; Mon 14:00 priority p3; Mon 15:00 resolved").line(.resolution))
    #expect(line.met == 1)
    #expect(line.metAfterDowngrade == 1)
    #expect(line.compliance == 10_000)
  }

  @Test func `SLA 31, 53: a visit no longer needed is excluded with its reason`() throws {
    let card = try card("Mon 09:00 created p3; Mon 10:00 visit; Mon 11:00 resolved")
    #expect(card.line(.onSite)?.excluded == [.visitNotNeeded: 1])
    #expect(card.line(.onSite)?.compliance == nil)
    #expect(card.lines.map(\.clock) == [.onSite, .resolution])
  }

  @Test func `SLA 54: the period is the month of the agreement's zone, by stop instant`() throws {
    let east = Zone(
      name: "Test/East", dataVersion: "1",
      spans: [.init(start: Instant(seconds: .min), offset: 3600)]
    )
    let month = Scorecard.month(of: Day("2026-12-09")!, in: east)
    #expect(month == at("2026-11-30T23:00:00Z")..<at("2026-12-31T23:00:00Z"))
    let ended = try desk.reading(
      "2026-02-27T16:00:00Z created p3; Mon 09:30 resolved", asOf: "Wed 09:00"
    ).cycles
    #expect(Scorecard(ended, in: march).line(.resolution)?.met == 1)
    let february = Scorecard.month(of: Day("2026-02-01")!, in: .utc)
    #expect(Scorecard(ended, in: february).lines.isEmpty)
  }

  @Test func `SLA 55: means and percentiles of business time, with whose time was waited`() throws {
    let line = try #require(
      try card(
        "Mon 09:00 created p3; Mon 10:00 pause client; Mon 12:00 resume client; Mon 13:00 resolved",
        "Mon 09:00 created p3; Mon 10:00 pause thirdParty; Mon 11:00 resume thirdParty; Mon 15:00 resolved",
        "Mon 09:00 created p3; Tue 10:00 resolved"
      ).line(.resolution))
    #expect(line.elapsed.sum == (2 + 5 + 9) * 3600)
    #expect(line.elapsed.mean == 19_200)
    #expect(line.elapsed.percentile(50) == 5 * 3600)
    #expect(line.elapsed.percentile(90) == 9 * 3600)
    #expect(line.waited == [.client: 7200, .thirdParty: 3600])
    #expect(line.share(of: .client) == 1052)
    #expect(line.share(of: .thirdParty) == 526)
  }

  @Test func `SLA 24: a hundred percent appears only when all were kept`() throws {
    let good = Array(repeating: "Mon 09:00 created p3; Mon 10:00 resolved", count: 3)
    let bad = try desk.reading(
      "Mon 09:00 created p3; Tue 12:00 resolved", asOf: "Fri 09:00"
    ).cycles
    let kept = try desk.reading(good[0], asOf: "Fri 09:00").cycles[0]
    let many = Array(repeating: kept, count: 99_999) + bad
    #expect(Scorecard(many, in: march).line(.resolution)?.compliance == 9999)
  }

  @Test func `time outside hours and resolved time is neither counted nor waited`() throws {
    let story = "Mon 16:00 created p3; Tue 10:00 pause client; Tue 11:00 resume client"
    let open = try desk.last(.resolution, story, asOf: "Tue 12:00")
    #expect(open.uncovered(asOf: moment("Tue 12:00")) == 16 * 3600)
    let ended = try desk.last(.resolution, story + "; Tue 12:00 resolved", asOf: "Wed 12:00")
    #expect(ended.uncovered(asOf: moment("Wed 12:00")) == 16 * 3600)
  }

  @Test(arguments: [
    ("Mon 09:00 created p3; Mon 17:00 resolved", Scorecard.Verdict.met),
    ("Mon 09:00 created p3; Tue 12:00 resolved", .missed),
    ("Mon 09:00 created p3; Tue 12:00 merged", .excluded),
    ("Mon 09:00 created odd; Tue 12:00 resolved", .excluded),
    ("Mon 09:00 created p3", .openAndMissed), ("2026-03-31T16:00:00Z created p3", .open),
    ("Mon 09:00 created odd", nil), ("2026-04-01T00:00:00Z created p3", nil),
    ("2026-03-31T23:59:59Z created p3; 2026-04-01T00:00:00Z resolved", nil),
  ])
  func `SLA 46, 53: each cycle gets the verdict the card counts it by`(
    story: String, verdict: Scorecard.Verdict?
  ) throws {
    let cycle = try desk.last(.resolution, story, asOf: "2026-04-01T00:00:00Z")
    #expect(Scorecard.verdict(of: cycle, in: march) == verdict)
  }
}
