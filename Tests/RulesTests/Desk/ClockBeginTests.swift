// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// SLA 25 to 37: when clocks begin, stop and stand still.
@Suite struct ClockBeginTests {
  let desk = try! Telling(
    terms(
      """
      p3 acknowledge 30m; p3 firstResponse 1h; p3 nextResponse 2h; p3 onSite 4h; p3 resolution 8h
      """, pauses: "resolution client vendor; onSite client", marks: [50, 100]))

  @Test func `SLA 25: the clock begins when the request reached us`() throws {
    let cycle = try desk.last(.resolution, "Mon 09:00:07 created p3", asOf: "Mon 12:00")
    #expect(cycle.startedAt == moment("Mon 09:00:07"))
    #expect(cycle.elapsedSeconds == 3 * 3600 - 7)
  }

  @Test(arguments: [
    ("Sat 13:00", "Mon2 10:00"), ("Mon 16:00", "Mon 17:00"), ("Mon 17:00", "Tue 10:00"),
    ("Mon 09:00", "Mon 10:00"), ("Mon 08:59:59", "Mon 10:00"),
  ])
  func `SLA 26: outside hours the start stays the arrival, counting begins at the opening`(
    arrival: String, due: String
  ) throws {
    let cycle = try desk.last(.firstResponse, "\(arrival) created p3", asOf: arrival)
    #expect(cycle.startedAt == moment(arrival))
    #expect(cycle.state == .running)
    #expect(cycle.dueAt == moment(due))
  }

  @Test func `SLA 21: an answer after closing meets what ran out at closing`() throws {
    let story = "Mon 16:00 created p3; "
    let evening = try desk.last(.firstResponse, story + "Mon 20:00 reply", asOf: "Tue 12:00")
    #expect(evening.dueAt == moment("Mon 17:00"))
    #expect(!evening.everBreached)
    let opening = try desk.last(.firstResponse, story + "Tue 09:00 reply", asOf: "Tue 12:00")
    #expect(!opening.everBreached)
    let late = try desk.last(.firstResponse, story + "Tue 09:00:01 reply", asOf: "Tue 12:00")
    #expect(late.breachAt == moment("Tue 09:00"))
  }

  @Test(arguments: [
    ("note", ClockCycle.State.running), ("auto", .running), ("ack", .running), ("reply", .stopped),
    ("pause client", .running), ("priority p3", .running),
  ])
  func `SLA 27: only a public reply by a person answers`(
    event: String, state: ClockCycle.State
  ) throws {
    let story = "Mon 09:00 created p3; Mon 09:20 \(event)"
    #expect(try desk.last(.firstResponse, story, asOf: "Mon 10:00").state == state)
  }

  @Test(arguments: ["ack", "reply", "resolved"])
  func `SLA 27: acknowledgement ends by a look, an answer or a fix`(event: String) throws {
    let story = "Mon 09:00 created p3; Mon 09:20 \(event)"
    let cycle = try desk.last(.acknowledge, story, asOf: "Mon 10:00")
    #expect(cycle.state == .stopped)
    #expect(cycle.elapsedSeconds == 1200)
    #expect(!cycle.breached)
  }

  @Test func `SLA 28: resolving without a word ends the response clocks, judged by elapsed`() throws
  {
    let story = "Mon 09:00 created p3; Mon 10:01 resolved"
    let cycle = try desk.last(.firstResponse, story, asOf: "Tue 09:00")
    #expect(cycle.state == .stopped)
    #expect(cycle.breachAt == moment("Mon 10:00"))
  }

  @Test func `SLA 28: a reply and a pause in one save are both heard`() throws {
    let story = "Mon 09:00 created p3; Mon 09:30 reply; Mon 09:30 pause client"
    #expect(try desk.last(.firstResponse, story, asOf: "Tue 09:00").elapsedSeconds == 1800)
    #expect(try desk.last(.resolution, story, asOf: "Tue 09:00").elapsedSeconds == 1800)
  }

  @Test func `SLA 29: a pause does not stop a response clock unless the terms say so`() throws {
    let story = "Mon 09:00 created p3; Mon 09:10 pause client"
    #expect(try desk.last(.firstResponse, story, asOf: "Mon 11:00").breached)
    let lenient = try Telling(
      terms("p3 firstResponse 1h", pauses: "firstResponse client"))
    let cycle = try lenient.last(.firstResponse, story, asOf: "Mon 11:00")
    #expect(cycle.elapsedSeconds == 600)
    #expect(cycle.state == .paused)
  }

  @Test func `SLA 30: the oldest unanswered message counts, one cycle each`() throws {
    let story = """
      Mon 09:00 created p3; Mon 09:30 client; Mon 10:00 reply; Mon 11:00 client; Mon 11:30 client; \
      Mon 12:00 reply; Mon 13:00 client; Mon 14:00 resolved; Mon 15:00 client
      """
    let cycles = try desk.cycles(.nextResponse, story, asOf: "Tue 12:00")
    #expect(cycles.map(\.cycle) == [1, 2])
    #expect(cycles.map(\.startedAt) == [moment("Mon 11:00"), moment("Mon 13:00")])
    #expect(cycles.map(\.elapsedSeconds) == [3600, 3600])
    #expect(cycles.allSatisfy { $0.state == .stopped })
  }

  @Test func `SLA 30: the first resolve ends the first-response phase too`() throws {
    let story = "Mon 09:00 created p3; Mon 10:00 resolved; Mon 11:00 reopened; Mon 11:30 client"
    #expect(try desk.cycles(.nextResponse, story, asOf: "Mon 12:00").count == 1)
  }

  @Test(arguments: [
    ("arrived", ClockCycle.State.stopped), ("visitCancelled", .cancelled), ("resolved", .cancelled),
    ("note", .running),
  ])
  func `SLA 31: a visit is kept by arriving; solved remotely it has no verdict`(
    event: String, state: ClockCycle.State
  ) throws {
    let story = "Mon 09:00 created p3; Mon 10:00 visit; Tue 16:00 \(event)"
    let cycle = try desk.last(.onSite, story, asOf: "Wed 09:00")
    #expect(cycle.state == state)
    #expect(cycle.breached == (state != .cancelled))
    #expect(cycle.everBreached)
    #expect((cycle.dueAt == nil) == (state == .cancelled))
  }

  @Test func `SLA 31: a second request while one runs begins nothing`() throws {
    let story = "Mon 09:00 created p3; Mon 10:00 visit; Mon 11:00 visit; Mon 12:00 arrived"
    #expect(try desk.cycles(.onSite, story, asOf: "Tue 09:00").map(\.elapsedSeconds) == [7200])
    let again = "\(story); Mon 13:00 visit"
    #expect(try desk.cycles(.onSite, again, asOf: "Tue 09:00").map(\.cycle) == [1, 2])
  }

  @Test func `SLA 32: resolution stops at resolved and stays stopped`() throws {
    let story = "Mon 09:00 created p3; Mon 12:00 resolved"
    let cycle = try desk.last(.resolution, story, asOf: "Fri 09:00")
    #expect(cycle.elapsedSeconds == 3 * 3600)
    #expect(cycle.stoppedAt == moment("Mon 12:00"))
    #expect(cycle.dueAt == moment("Mon 17:00"))
  }

  @Test(arguments: [
    // Overlapping: stopped from ten to two.
    "Mon 10:00 pause client; Mon 11:00 pause vendor; Mon 13:00 resume client; Mon 14:00 resume vendor",
    // Told twice: the same.
    "Mon 10:00 pause client; Mon 10:30 pause client; Mon 14:00 resume client; Mon 14:30 resume client",
    // One inside the other.
    "Mon 10:00 pause client; Mon 11:00 pause vendor; Mon 12:00 resume vendor; Mon 14:00 resume client",
    // A reason that does not stop this clock.
    "Mon 10:00 pause client; Mon 12:00 pause whim; Mon 14:00 resume client",
  ])
  func `SLA 33: overlapping pauses count once, and twice said is once`(pauses: String) throws {
    let cycle = try desk.last(
      .resolution, "Mon 09:00 created p3; \(pauses)", asOf: "Mon 15:00", .waits)
    #expect(cycle.pausedWallSeconds == 4 * 3600)
    #expect(cycle.elapsedSeconds == 2 * 3600)
    #expect(cycle.waits.reduce(0) { $0 + $1.wall } == 4 * 3600)
  }

  @Test func `SLA 34: only covered seconds of a pause are taken out`() throws {
    let story = "Fri 15:00 created p3; Fri 16:50 pause client; Mon2 09:10 resume client"
    let cycle = try desk.last(.resolution, story, asOf: "Mon2 09:10")
    #expect(cycle.pausedBusinessSeconds == 20 * 60)
    #expect(cycle.pausedWallSeconds == 3860 * 60)
    #expect(cycle.remainingSeconds == 8 * 3600 - 110 * 60)
  }

  @Test func `SLA 35: a client's message by itself ends no pause`() throws {
    let story = "Mon 09:00 created p3; Mon 10:00 pause client; Mon 11:00 client"
    #expect(try desk.last(.resolution, story, asOf: "Mon 12:00").state == .paused)
    let settled = "\(story); Mon 11:00 resume client"
    #expect(try desk.last(.resolution, settled, asOf: "Mon 12:00").elapsedSeconds == 7200)
  }

  @Test func `SLA 36: resolving ends all pauses, and a reopened ticket is not paused`() throws {
    let story = """
      Mon 09:00 created p3; Mon 10:00 pause client; Mon 11:00 resolved; Mon 12:00 pause vendor; \
      Mon 13:00 reopened
      """
    let cycle = try desk.last(.resolution, story, asOf: "Mon 14:00")
    #expect(cycle.state == .running)
    #expect(cycle.elapsedSeconds == 2 * 3600)
    #expect(cycle.pausedWallSeconds == 3600)
  }

  @Test func `SLA 36: created waiting is waiting from the first second`() throws {
    let story = "Mon 09:00 created p3 gold client; Mon 11:00 resume client"
    #expect(try desk.last(.resolution, story, asOf: "Mon 10:00").state == .paused)
    #expect(try desk.last(.resolution, story, asOf: "Mon 12:00").elapsedSeconds == 3600)
  }

  @Test func `SLA 37: while paused the due is unknown, and known if it went on now`() throws {
    let story = "Mon 09:00 created p3; Mon 16:00 pause client"
    let cycle = try desk.last(.resolution, story, asOf: "Tue 12:00", .looks)
    #expect(cycle.dueAt == nil)
    #expect(cycle.remainingSeconds == 3600)
    #expect(cycle.dueIfResumed == moment("Tue 13:00"))
    let running = try desk.last(.resolution, "Mon 09:00 created p3", asOf: "Mon 12:00", .looks)
    #expect(running.dueIfResumed == nil)
  }

  @Test func `SLA 37: a paused clock that has used its target keeps its due`() throws {
    let story = "Mon 09:00 created p3; Mon 17:00 pause client"
    #expect(try desk.last(.resolution, story, asOf: "Tue 12:00").dueAt == moment("Mon 17:00"))
  }
}
