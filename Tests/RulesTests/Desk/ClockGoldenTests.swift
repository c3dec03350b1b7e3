// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// The golden cases that concern clocks, and known wrong answers of other systems.
@Suite struct ClockGoldenTests {
  private func desk(_ targets: String) throws -> Telling {
    try Telling(terms(targets, pauses: "resolution client"))
  }

  @Test(arguments: [
    // 1: wall-clock shifting would say Wed 05:00.
    (
      "600m", "Mon 09:00 created p3; Mon 16:00 pause client; Tue 10:00 resume client", "Tue 10:00",
      180, "Tue 13:00"
    ),
    // 2: wall-clock shifting would say Tue 17:30, a false breach.
    (
      "600m", "Mon 09:00 created p3; Tue 10:00 pause client; Tue 16:30 resume client", "Tue 16:30",
      60, "Wed 09:30"
    ),
    // 3: wall-clock shifting would say Thu 03:20.
    (
      "240m", "Fri 15:00 created p3; Fri 16:50 pause client; Mon2 09:10 resume client",
      "Mon2 09:10", 130, "Mon2 11:20"
    ),
    // 10: reopened with the unspent budget.
    (
      "480m", "Mon 15:00 created p3; Tue 10:00 resolved; Wed 09:00 reopened", "Wed 09:00", 300,
      "Wed 14:00"
    ),
  ])
  func `golden 1, 2, 3 and 10: what is left and when it is due`(
    target: String, story: String, asOf: String, left: Int, due: String
  ) throws {
    let cycle = try desk("p3 resolution \(target)").last(.resolution, story, asOf: asOf)
    #expect(cycle.remainingSeconds == left * 60)
    #expect(cycle.dueAt == moment(due))
  }

  @Test func `golden 9: a raised priority that uses up the budget is due now, not in the past`()
    throws
  {
    let story = """
      Mon 09:00 created p3; Mon 12:00 pause client; Mon 14:00 resume client; Mon 15:00 priority p1
      """
    let cycle = try desk("p3 resolution 480m; p1 resolution 240m")
      .last(.resolution, story, asOf: "Mon 15:00")
    #expect(cycle.elapsedSeconds == 240 * 60)
    #expect(cycle.dueAt == moment("Mon 15:00"))
    #expect(!cycle.breached)
  }

  @Test func `known wrong: a reply after closing is met when the time ran out at closing`() throws {
    let desk = try Telling(terms("p3 firstResponse 8h"))
    let story = "Mon 09:00 created p3; Mon 20:00 reply"
    let cycle = try desk.last(.firstResponse, story, asOf: "Tue 12:00")
    #expect(cycle.dueAt == moment("Mon 17:00"))
    #expect(!cycle.breached)
    let late = try desk.last(
      .firstResponse, "Mon 09:00 created p3; Tue 09:00:01 reply", asOf: "Tue 12:00")
    #expect(late.breachAt == moment("Tue 09:00"))
  }

  @Test func `known wrong: a pause over the weekend leaves what was left exactly`() throws {
    let story = "Fri 15:30 created p3; Fri 16:30 pause client; Mon2 11:30 resume client"
    let cycle = try desk("p3 resolution 8h").last(.resolution, story, asOf: "Mon2 11:30")
    #expect(cycle.remainingSeconds == 7 * 3600)
    #expect(cycle.dueAt == moment("Tue2 10:30"))
  }

  @Test func `known wrong: thirty pauses of 59 seconds are 1,770 seconds`() throws {
    let pauses = (0..<30).map { minute in
      "Mon 09:\(padded(minute, 2)):00 pause client; Mon 09:\(padded(minute, 2)):59 resume client"
    }
    let story = "Mon 09:00 created p3; " + pauses.joined(separator: "; ")
    let cycle = try desk("p3 resolution 8h").last(.resolution, story, asOf: "Mon 10:00")
    #expect(cycle.pausedBusinessSeconds == 1770)
    #expect(cycle.elapsedSeconds == 3600 - 1770)
  }

  @Test func `known wrong: around the clock is a calendar, and a pause at night counts`() throws {
    let always = try Telling(
      terms("p3 resolution 24h", pauses: "resolution client", calendar: "always"))
    let story = "Sat 09:00 created p3; Sat 22:00 pause client; Sun 06:00 resume client"
    let cycle = try always.last(.resolution, story, asOf: "Sun 06:00")
    #expect(cycle.dueAt == moment("Sun 17:00"))
    #expect(cycle.pausedBusinessSeconds == 8 * 3600)
  }

  @Test func `a calendar that never opens counts nothing and is never due`() throws {
    let never = try Telling(terms("p3 resolution 1h", marks: [50], calendar: "never"))
    let cycle = try never.last(.resolution, "Mon 09:00 created p3", asOf: "Fri 09:00", .looks)
    #expect(cycle.elapsedSeconds == 0)
    #expect(cycle.dueAt == nil)
    #expect(!cycle.breached)
  }

  @Test func `a due years ahead is still computed`() throws {
    let far = try Telling(terms("p3 resolution 20000h"))
    let cycle = try far.last(.resolution, "Mon 09:00 created p3", asOf: "Mon 09:00")
    // 2,500 office days are 500 weeks.
    #expect(cycle.dueAt == at("2035-09-28T17:00:00Z"))
  }
}
