// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// SLA 49 to 52: marks, and when to look again.
@Suite struct EscalationTests {
  let desk = try! Telling(
    terms(
      "p1 resolution 4h; p3 resolution 8h; p4 resolution 16h",
      pauses: "resolution client", marks: [50, 75, 100, 150]))

  private func marks(_ story: String, asOf: String) throws -> [String: String] {
    let list = try desk.last(.resolution, story, asOf: asOf).marks
    return Dictionary(
      uniqueKeysWithValues: list.map { ("\($0.percent)", "\($0.at)") })
  }

  private func expected(_ pairs: KeyValuePairs<String, String>) -> [String: String] {
    Dictionary(uniqueKeysWithValues: pairs.map { ($0, "\(moment($1))") })
  }

  @Test func `SLA 49: marks are percentages of business time, also beyond a hundred`() throws {
    #expect(
      try marks("Mon 09:00 created p3", asOf: "Wed 09:00")
        == expected(["50": "Mon 13:00", "75": "Mon 15:00", "100": "Mon 17:00", "150": "Tue 13:00"]))
  }

  @Test func `SLA 49: a share that is no whole second is reached at the next one`() throws {
    let odd = try Telling(terms("p3 resolution 101s", marks: [50]))
    let cycle = try odd.last(.resolution, "Mon 09:00 created p3", asOf: "Mon 09:30")
    #expect(cycle.marks.map(\.at) == [moment("Mon 09:00:51")])
  }

  @Test func `SLA 50: a mark can be reached at the very second the office closes`() throws {
    #expect(try marks("Mon 13:00 created p3", asOf: "Mon 17:00") == expected(["50": "Mon 17:00"]))
    #expect(try marks("Mon 13:00 created p3", asOf: "Mon 16:59:59").isEmpty)
  }

  @Test func `SLA 50: a mark can be reached at the very second a pause begins`() throws {
    let story = "Mon 09:00 created p3; Mon 13:00 pause client"
    #expect(try marks(story, asOf: "Tue 09:00") == expected(["50": "Mon 13:00"]))
  }

  @Test func `SLA 50: inside a pause only a changed target can reach a mark`() throws {
    let story = "Mon 09:00 created p4; Mon 12:00 pause client; Mon 19:00 priority p1"
    #expect(try marks(story, asOf: "Mon 18:59").isEmpty)
    #expect(
      try marks(story, asOf: "Tue 16:00") == expected(["50": "Mon 19:00", "75": "Mon 19:00"]))
  }

  @Test func `SLA 51: a jump reaches several marks at once, and none twice`() throws {
    let story = """
      Mon 09:00 created p4; Mon 15:00 priority p1; Mon 16:00 priority p4; Tue 16:00 priority p1
      """
    #expect(
      try marks(story, asOf: "Wed 16:00")
        == expected(["50": "Mon 15:00", "75": "Mon 15:00", "100": "Mon 15:00", "150": "Mon 15:00"]))
  }

  @Test func `SLA 51: other marks of other terms ring when reached, the same ones not again`()
    throws
  {
    let two = Telling(
      [
        "gold": [try terms("p3 resolution 4h", marks: [50, 100])],
        "iron": [try terms("p3 resolution 16h", marks: [25, 50, 75, 100])],
      ], [:])
    let story = "Mon 09:00 created p3; Mon 14:00 move iron"
    let cycle = try two.last(.resolution, story, asOf: "Wed 17:00")
    #expect(
      cycle.marks == [
        .init(percent: 50, at: moment("Mon 11:00")), .init(percent: 100, at: moment("Mon 13:00")),
        .init(percent: 25, at: moment("Mon 14:00")), .init(percent: 75, at: moment("Tue 13:00")),
      ])
  }

  @Test func `SLA 48, 49: a mark reached while stopped rings when the clock is live again`() throws
  {
    let story = "Mon 09:00 created p3; Mon 13:00 resolved; Tue 10:00 reopened"
    #expect(try marks(story, asOf: "Mon 18:00").isEmpty)
    #expect(try marks(story, asOf: "Tue 10:30") == expected(["50": "Tue 10:00"]))
  }

  @Test(arguments: [
    ("Mon 09:00 created p3", "Mon 09:00", "Mon 13:00"),
    ("Mon 09:00 created p3", "Mon 13:00", "Mon 15:00"),
    ("Mon 09:00 created p3", "Mon 16:00", "Mon 17:00"),
    // The breach shows in the first covered second after the boundary.
    ("Mon 09:00 created p3", "Mon 17:00", "Tue 09:00:01"),
    ("Mon 09:00 created p3", "Tue 09:00:01", "Tue 13:00"),
    ("Fri 16:00 created p3", "Fri 18:00", "Mon2 12:00"),
  ])
  func `SLA 52: the next look is the next instant at which time changes something`(
    story: String, asOf: String, next: String
  ) throws {
    #expect(try desk.reading(story, asOf: asOf, .looks).nextLook == moment(next))
  }

  @Test(arguments: [
    "Mon 09:00 created p3; Mon 10:00 pause client", "Mon 09:00 created p3; Mon 10:00 resolved",
    "Mon 09:00 created p3; Mon 10:00 merged", "Mon 09:00 created odd",
  ])
  func `SLA 52: where time changes nothing there is nothing to look for`(story: String) throws {
    #expect(try desk.reading(story, asOf: "Mon 11:00", .looks).nextLook == nil)
  }

  @Test func `SLA 52: without marks the due is where to look`() throws {
    let plain = try Telling(terms("p3 resolution 8h"))
    let looks = try ["Mon 10:00", "Mon 17:00"].map {
      try plain.reading("Mon 09:00 created p3", asOf: $0, .looks).nextLook
    }
    #expect(looks == [moment("Mon 17:00"), moment("Tue 09:00:01")])
  }

  @Test func `SLA 49: the order and repetition of marks in the terms mean nothing`() throws {
    let odd = try Telling(terms("p3 resolution 8h", marks: [100, 50, 100, 75, 50]))
    let cycle = try odd.last(.resolution, "Mon 09:00 created p3", asOf: "Tue 10:00")
    #expect(cycle.marks.map(\.percent) == [50, 75, 100])
  }

  @Test func `SLA 52: terms that take over are a reason to look`() throws {
    let desk = try Telling(
      terms("p3 resolution 8h", pauses: "resolution client"),
      terms("p3 resolution 2h", version: "2", from: "Wed 12:00", applyToOpen: true))
    let story = "Mon 09:00 created p3; Mon 10:00 pause client"
    #expect(try desk.reading(story, asOf: "Mon 11:00", .looks).nextLook == moment("Wed 12:00"))
    let ended = "\(story); Mon 10:30 merged"
    #expect(try desk.reading(ended, asOf: "Mon 11:00", .looks).nextLook == nil)
  }

  /// Looking only when told to misses nothing: between two looks nothing but elapsed time changes.
  @Test(arguments: seeds(1...20))
  func `SLA 52: following the looks sees every mark and breach`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let world = ClockWorld(dice: &dice)
    let book = try ClockBook(calendars: world.calendars, agreements: world.agreements(&dice))
    let told = world.history(&dice).map {
      SLAEvent(at: Instant(seconds: $0.minute * 60), $0.kind)
    }
    let story = try ClockStory(told, in: book)
    let end = told.last!.at.advanced(by: 86_400)
    var now = told.last!.at
    var reading = book.reading(of: story, asOf: now, .looks)
    while let next = reading.nextLook, next <= end {
      #expect(next > now)
      let before = book.reading(of: story, asOf: next.advanced(by: -1))
      #expect(before.cycles.map(\.marks) == reading.cycles.map(\.marks))
      #expect(before.cycles.map(\.breached) == reading.cycles.map(\.breached))
      #expect(before.cycles.map(\.state) == reading.cycles.map(\.state))
      now = next
      reading = book.reading(of: story, asOf: now, .looks)
    }
    let last = book.reading(of: story, asOf: end)
    #expect(last.cycles.map(\.marks) == reading.cycles.map(\.marks))
    #expect(last.cycles.map(\.breached) == reading.cycles.map(\.breached))
  }
}
