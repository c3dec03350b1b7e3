// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// SLA 38 to 48: priorities, reopenings, other terms, endings and what happens at one instant.
@Suite struct ClockChangeTests {
  let desk = try! Telling(
    terms(
      "p1 resolution 4h; p3 resolution 8h; p4 resolution 16h; p1 firstResponse 1h; p9 onSite 2h",
      pauses: "resolution client", marks: [50, 100]))

  @Test func `SLA 38: a new priority keeps what was counted and takes the new target`() throws {
    let story = "Mon 09:00 created p3; Mon 11:00 pause client; Mon 12:00 resume client; "
    let eased = try desk.last(.resolution, story + "Mon 13:00 priority p4", asOf: "Mon 13:00")
    #expect(eased.elapsedSeconds == 3 * 3600)
    #expect(eased.pausedWallSeconds == 3600)
    #expect(eased.targetSeconds == 16 * 3600)
    #expect(eased.dueAt == moment("Wed 10:00"))
  }

  @Test func `SLA 38: restart, where agreed, begins a new cycle`() throws {
    let strict = try Telling(
      terms("p1 resolution 4h; p3 resolution 8h", marks: [50], onPriority: .restart))
    let story = "Mon 09:00 created p3; Mon 12:00 priority p1; Mon 13:00 priority p1"
    let cycles = try strict.cycles(.resolution, story, asOf: "Mon 16:30")
    #expect(cycles.map(\.state) == [.cancelled, .cancelled, .running])
    #expect(cycles.map(\.elapsedSeconds) == [3 * 3600, 3600, 3 * 3600 + 1800])
    #expect(cycles.map(\.targetSeconds) == [8 * 3600, 4 * 3600, 4 * 3600])
    #expect(cycles.map(\.ending) == [.restarted, .restarted, .none])
    #expect(cycles[2].marks == [.init(percent: 50, at: moment("Mon 15:00"))])
  }

  @Test func `SLA 38: a priority without a target is measured all the same`() throws {
    let story = "Mon 09:00 created p3; Mon 10:00 priority odd"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 10:00")
    #expect(cycle.targetSeconds == nil)
    #expect(cycle.remainingSeconds == nil)
    #expect(cycle.elapsedSeconds == 9 * 3600)
    #expect(cycle.dueAt == nil)
    #expect(!cycle.breached)
  }

  @Test func `SLA 39: a stricter target already used up is due at once, not in the past`() throws {
    let story = "Mon 09:00 created p3; Mon 14:00 priority p1"
    let cycle = try desk.last(.resolution, story, asOf: "Mon 15:00")
    #expect(cycle.dueAt == moment("Mon 14:00"))
    #expect(cycle.breachAt == moment("Mon 14:00"))
  }

  @Test func `SLA 40: an eased target lifts the verdict, the breach stays on record`() throws {
    let story = "Mon 09:00 created p1; Mon 14:00 priority p3; Mon 15:00 resolved"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 09:00")
    #expect(!cycle.breached)
    #expect(cycle.breachAt == nil)
    #expect(cycle.firstBreachAt == moment("Mon 13:00"))
    #expect(cycle.dueAt == moment("Mon 17:00"))
  }

  @Test func `SLA 40: the last stretch over the target is the breach, the first stays`() throws {
    let story = "Mon 09:00 created p1; Mon 14:00 priority p3; Mon 15:00 priority p1"
    let cycle = try desk.last(.resolution, story, asOf: "Mon 16:00")
    #expect(cycle.breachAt == moment("Mon 15:00"))
    #expect(cycle.firstBreachAt == moment("Mon 13:00"))
    #expect(cycle.dueAt == moment("Mon 15:00"))
  }

  @Test func `SLA 41: a reopening goes on with the same cycle without the resolved time`() throws {
    let story = "Mon 15:00 created p3; Tue 10:00 resolved; Wed 09:00 reopened"
    let cycle = try desk.last(.resolution, story, asOf: "Wed 09:00")
    #expect(cycle.cycle == 1)
    #expect(cycle.elapsedSeconds == 180 * 60)
    #expect(cycle.dueAt == moment("Wed 14:00"))
  }

  @Test func `SLA 41: a reopening looks the target up anew, and a met response stays met`() throws {
    let story = """
      Mon 09:00 created p1; Mon 09:30 reply; Mon 11:00 resolved; Mon 12:00 priority p4; \
      Tue 09:00 reopened
      """
    let cycle = try desk.last(.resolution, story, asOf: "Tue 10:00")
    #expect(cycle.targetSeconds == 16 * 3600)
    #expect(cycle.elapsedSeconds == 3 * 3600)
    #expect(try desk.cycles(.firstResponse, story, asOf: "Tue 10:00").map(\.state) == [.stopped])
    let before = try desk.last(.resolution, story, asOf: "Mon 13:00")
    #expect(before.targetSeconds == 4 * 3600)
  }

  @Test func `SLA 41: an unchanged target keeps its old due at a reopening`() throws {
    let story = "Mon 09:00 created p1; Mon 15:00 resolved; Tue 09:00 reopened"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 10:00")
    #expect(cycle.dueAt == moment("Mon 13:00"))
    #expect(cycle.breachAt == moment("Mon 13:00"))
    let changed =
      "Mon 09:00 created p1; Mon 15:00 resolved; Mon 16:00 priority p3; Tue 09:00 reopened"
    let eased = try desk.last(.resolution, changed, asOf: "Tue 09:00")
    #expect(!eased.breached)
    #expect(eased.dueAt == moment("Tue 11:00"))
  }

  @Test func `SLA 41: restart, where agreed, begins a new cycle at the reopening`() throws {
    let fresh = try Telling(terms("p3 resolution 8h", reopen: .restart))
    let story = "Mon 09:00 created p3; Mon 12:00 resolved; Tue 09:00 reopened"
    let cycles = try fresh.cycles(.resolution, story, asOf: "Tue 10:00")
    #expect(cycles.map(\.state) == [.stopped, .running])
    #expect(cycles.map(\.elapsedSeconds) == [3 * 3600, 3600])
  }

  @Test func `SLA 42: a move carries, ends what the new terms don't know, begins what they add`()
    throws
  {
    let two = Telling(
      [
        "gold": [try terms("p3 firstResponse 1h; p3 resolution 8h")],
        "iron": [try terms("p3 acknowledge 2h; p3 resolution 16h always")],
      ], [:])
    let story = "Mon 09:00 created p3; Mon 10:30 move iron"
    let reading = try two.reading(story, asOf: "Mon 18:00")
    #expect(reading.cycles.map(\.clock) == [.acknowledge, .firstResponse, .resolution])
    #expect(reading.cycles[0].startedAt == moment("Mon 10:30"))
    #expect(reading.cycles[1].ending == .notInTerms)
    #expect(reading.cycles[1].firstBreachAt == moment("Mon 10:00"))
    #expect(!reading.cycles[1].breached)
    #expect(reading.cycles[2].elapsedSeconds == 9 * 3600)
    #expect(reading.cycles[2].targetSeconds == 16 * 3600)
  }

  @Test func `SLA 42: what has happened already begins nothing at a move`() throws {
    let two = Telling(
      [
        "gold": [try terms("p3 resolution 8h")],
        "iron": [
          try terms(
            "p3 acknowledge 2h; p3 firstResponse 1h; p3 nextResponse 1h; p3 onSite 1h; p3 resolution 1h"
          )
        ],
      ], [:])
    let story = """
      Mon 09:00 created p3; Mon 09:10 visit; Mon 09:30 reply; Mon 10:00 client; Mon 10:30 move iron
      """
    let clocks = try two.reading(story, asOf: "Mon 11:00").cycles.map(\.clock)
    #expect(clocks == [.nextResponse, .onSite, .resolution])
    let answered =
      "\(story); Mon 10:40 move gold; Mon 10:45 reply; Mon 10:46 arrived; Mon 10:50 move iron"
    let later = try two.reading(answered, asOf: "Mon 11:00")
    #expect(later.cycles.map(\.state) == [.cancelled, .cancelled, .running])
  }

  @Test func `SLA 43: targets are those of the version in force at creation`() throws {
    let desk = try Telling(
      terms("p3 resolution 8h"), terms("p3 resolution 2h", version: "2", from: "Mon 10:00"))
    #expect(
      try desk.last(.resolution, "Mon 09:00 created p3", asOf: "Tue 09:00").targetSeconds == 28_800)
    #expect(
      try desk.last(.resolution, "Mon 10:00 created p3", asOf: "Tue 09:00").targetSeconds == 7200)
  }

  @Test func `SLA 43: a version for open tickets takes over before its instant's events`() throws {
    let desk = try Telling(
      terms("p3 resolution 8h"),
      terms(
        "p3 resolution 2h; p1 resolution 1h", version: "2", from: "Mon 12:00",
        onPriority: .restart, applyToOpen: true))
    let cycle = try desk.last(.resolution, "Mon 09:00 created p3", asOf: "Mon 12:00")
    #expect(cycle.targetSeconds == 7200)
    #expect(cycle.dueAt == moment("Mon 12:00"))
    let story = "Mon 09:00 created p3; Mon 12:00 priority p1"
    let cycles = try desk.cycles(.resolution, story, asOf: "Mon 12:30")
    #expect(cycles.map(\.state) == [.cancelled, .running])
    // What took over before the restart of its instant counts (SLA 48).
    #expect(cycles.map(\.targetSeconds) == [7200, 3600])
    #expect(cycles.map(\.firstBreachAt) == [moment("Mon 12:00"), nil])
  }

  @Test func `SLA 44: a correction recorded later is not known before`() throws {
    let late = SLAEvent(
      at: moment("Mon 10:00"), .pauseStart(.client), recordedAt: moment("Tue 12:00"))
    let told = events("Mon 09:00 created p3; Mon 12:00 resume client") + [late]
    let book = try ClockBook(calendars: desk.calendars, agreements: desk.agreements)
    let asOf = moment("Mon 13:00")
    let before = try book.reading(of: told.known(at: moment("Tue 11:59:59")), asOf: asOf)
    let after = try book.reading(of: told.known(at: moment("Tue 12:00")).inOrder, asOf: asOf)
    #expect(before.cycles.last?.elapsedSeconds == 4 * 3600)
    #expect(after.cycles.last?.elapsedSeconds == 2 * 3600)
  }

  @Test func `SLA 44: a calendar corrected under the same terms changes what is due`() throws {
    let book = try ClockBook(calendars: desk.calendars, agreements: desk.agreements)
    let story = try ClockStory(events("Mon 16:00 created p1"), in: book)
    let closed = HoursIndex(
      try office(holidays: [Holiday(.on(Day("2026-03-03")!))]), years: 2026...2027)
    let asOf = moment("Mon 16:30")
    let dues = [book, book.replacing("office", by: closed), book.replacing("always", by: closed)]
      .map { $0.reading(of: story, asOf: asOf).cycles.last?.dueAt }
    #expect(dues == [moment("Tue 12:00"), moment("Wed 12:00"), moment("Tue 12:00")])
  }

  @Test(arguments: ["merged", "cancelled"])
  func `SLA 45, 46: merged or cancelled has no verdict, earlier breaches stay on record`(
    event: String
  ) throws {
    let story = "Mon 09:00 created p1; Mon 15:00 \(event); Mon 15:30 reply; Mon 16:00 priority p3"
    for cycle in try desk.reading(story, asOf: "Tue 09:00").cycles {
      #expect(cycle.state == .cancelled)
      #expect(cycle.stoppedAt == moment("Mon 15:00"))
      #expect(cycle.ending.rawValue == event)
      #expect(!cycle.breached)
      #expect(cycle.everBreached)
      #expect(cycle.dueAt == nil)
      #expect(cycle.remainingSeconds == cycle.targetSeconds! - 6 * 3600)
    }
  }

  @Test func `SLA 45: what stopped before a merge keeps its verdict`() throws {
    let story = "Mon 09:00 created p1; Mon 09:30 reply; Mon 15:00 resolved; Tue 15:00 merged"
    let states = try desk.reading(story, asOf: "Wed 09:00").cycles.map(\.state)
    #expect(states == [.stopped, .stopped])
  }

  @Test func `SLA 47: events of one instant go in order, and only what they come to counts`() throws
  {
    let story = "Mon 09:00 created p3; Mon 14:00 priority p1; Mon 14:00 priority p3"
    let cycle = try desk.last(.resolution, story, asOf: "Mon 15:00")
    #expect(!cycle.everBreached)
    #expect(cycle.marks.map(\.percent) == [50])
    let sequence = try desk.cycles(
      .resolution, "Mon 09:00 created p3; Mon 10:00 reopened; Mon 10:00 resolved", asOf: "Mon 12:00"
    )
    #expect(sequence.map(\.state) == [.stopped])
  }

  @Test func `SLA 47: a cycle that begins and ends at one instant is listed`() throws {
    let strict = try Telling(terms("p1 resolution 4h; p3 resolution 8h", onPriority: .restart))
    let story = "Mon 09:00 created p3; Mon 10:00 priority p1; Mon 10:00 priority p3"
    let cycles = try strict.cycles(.resolution, story, asOf: "Mon 11:00")
    #expect(cycles.map(\.elapsedSeconds) == [3600, 0, 3600])
    #expect(cycles.map(\.cycle) == [1, 2, 3])
  }

  @Test func `SLA 48: resolved exactly at the due instant is met and rings nothing`() throws {
    let story = "Mon 09:00 created p3; Mon 17:00 resolved"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 12:00")
    #expect(!cycle.everBreached)
    #expect(cycle.dueAt == moment("Mon 17:00"))
    #expect(cycle.marks.map(\.percent) == [50])
    let late = try desk.last(
      .resolution, "Mon 09:00 created p3; Mon 17:00:01 resolved", asOf: "Tue 12:00")
    #expect(!late.everBreached)
    #expect(late.marks.map(\.percent) == [50, 100])
  }

  @Test(arguments: [("resolved", true), ("cancelled", false)])
  func `SLA 48: a target changed at the very instant before the stop counts`(
    ending: String, breached: Bool
  ) throws {
    let story = "Mon 09:00 created p3; Mon 14:00 priority p1; Mon 14:00 \(ending)"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 12:00")
    #expect(cycle.targetSeconds == 4 * 3600)
    #expect(cycle.breached == breached)
    #expect(cycle.firstBreachAt == moment("Mon 14:00"))
    #expect(cycle.marks.map(\.percent) == [50])
    #expect(cycle.dueAt == (breached ? moment("Mon 14:00") : nil))
  }

  @Test func `SLA 48: a cancellation wins over the alarm of its instant`() throws {
    let story = "Mon 09:00 created p3; Mon 13:00 cancelled"
    #expect(try desk.last(.resolution, story, asOf: "Tue 09:00").marks.isEmpty)
  }
}
