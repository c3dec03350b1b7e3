// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Reading the clocks of tickets: one ticket over and over, a desk full of open ones after a
/// calendar's edit, and a month's report.
let clockMeasurements: [Measurement] = [
  readingMeasurement("clocks.ticket 12 events 3 clocks", bar: 2000, count: 20_000, []),
  readingMeasurement(
    "clocks.ticket with every minute explained", bar: 20_000, count: 2000, .spans),
  storyMeasurement(), deskMeasurement(), reportMeasurement(),
]

private func readingMeasurement(
  _ name: String, bar: Int, count: Int, _ wishes: ClockReading.Wish
) -> Measurement {
  Measurement(name: name, bar: bar, count: count) {
    let book = clockBook(officeIndex())
    let story = try! ClockStory(twelveEvents, in: book)
    let noon = Instant("2026-03-05T12:00:00Z")!
    return { count in
      var sum = 0
      for i in 0..<count {
        let reading = book.reading(of: story, asOf: noon.advanced(by: i & 1023), wishes)
        sum &+= reading.cycles.count &+ reading.cycles[0].spans.count
      }
      return sum
    }
  }
}

/// Turning a history into the book's numbers, done once when it is loaded.
private func storyMeasurement() -> Measurement {
  Measurement(name: "clocks.history of 12 events heard", bar: 2000, count: 20_000) {
    let book = clockBook(officeIndex())
    return { count in
      var sum = 0
      for _ in 0..<count { sum &+= try! ClockStory(twelveEvents, in: book).events.count }
      return sum
    }
  }
}

/// The calendar loses a day; 100,000 open tickets are read anew, with when to look again. The bar
/// for the whole desk is half a second.
private func deskMeasurement() -> Measurement {
  Measurement(
    name: "clocks.desk 100,000 open after a calendar edit", bar: 5000, count: 100_000
  ) {
    let book = clockBook(officeIndex())
    var dice = Dice(seed: 7)
    let stories = (0..<100_000).map { _ in
      let start = Instant("2026-03-02T00:00:00Z")!.advanced(
        by: Int.random(in: 0..<600_000, using: &dice))
      return try! ClockStory(openTicket(from: start), in: book)
    }
    let edited = officeIndex(holiday: "2026-03-06")
    return { count in
      let changed = book.replacing("office", by: edited)
      let asOf = Instant("2026-03-09T12:00:00Z")!
      return stories.prefix(count).reduce(0) {
        $0 &+ (changed.reading(of: $1, asOf: asOf, .looks).nextLook?.seconds ?? 1)
      }
    }
  }
}

private func reportMeasurement() -> Measurement {
  Measurement(name: "clocks.report over 1,000,000 cycles", bar: 2000, count: 1_000_000) {
    let book = clockBook(officeIndex())
    let story = try! ClockStory(twelveEvents, in: book)
    let some = book.reading(of: story, asOf: Instant("2026-04-01T00:00:00Z")!, .waits).cycles
    let cycles = (0..<1_000_000).map { some[$0 % some.count] }
    let month = Scorecard.month(of: Day("2026-03-01")!, in: .utc)
    return { _ in
      Scorecard(cycles, in: month).lines.reduce(0) {
        $0 + $1.met + ($1.elapsed.percentile(90) ?? 0)
      }
    }
  }
}

private func officeIndex(holiday: String = "2026-12-25") -> HoursIndex {
  let daily = try! OpeningHours.Interval.list("09:00-12:30, 13:00-17:30")
  let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, daily) })
  return HoursIndex(
    OpeningHours(
      zone: .utc, weekly: weekly, holidays: englishHolidays + [Holiday(.on(Day(holiday)!))]))
}

private func clockBook(_ office: HoursIndex) -> ClockBook {
  let always = HoursIndex(.aroundTheClock(in: .utc))
  return try! ClockBook(
    calendars: ["office": office, "always": always], agreements: ["gold": [gold]])
}

private let gold: ServiceLevel = {
  let hours = [("p1", 1, 4), ("p2", 2, 8), ("p3", 4, 16), ("p4", 8, 40)]
  let targets = hours.map { name, response, resolution in
    let row: [ClockKind: ServiceLevel.Target] = [
      .firstResponse: try! .init(seconds: response * 3600),
      .nextResponse: try! .init(seconds: response * 7200),
      .resolution: try! .init(seconds: resolution * 3600, calendar: name == "p1" ? "always" : nil),
    ]
    return (Priority(name), row)
  }
  return try! ServiceLevel(
    version: "1", effectiveFrom: Instant("2026-01-01T00:00:00Z")!, calendar: "office",
    targets: Dictionary(uniqueKeysWithValues: targets),
    pauses: [.resolution: [.client, .thirdParty], .nextResponse: [.client]],
    escalations: [50, 75, 100])
}()

private let twelveEvents: [SLAEvent] = {
  let kinds: [SLAEvent.Kind] = [
    .created(.p3, agreement: "gold"), .internalNote, .agentReply, .pauseStart(.client),
    .clientReply, .pauseStop(.client), .agentReply, .priorityChanged(.p2), .clientReply,
    .pauseStart(.thirdParty), .agentReply, .pauseStop(.thirdParty),
  ]
  let start = Instant("2026-03-02T09:10:00Z")!
  return kinds.enumerated().map { SLAEvent(at: start.advanced(by: $0 * 17_000), $1) }
}()

private func openTicket(from start: Instant) -> [SLAEvent] {
  let kinds: [SLAEvent.Kind] = [
    .created(.p3, agreement: "gold"), .agentReply, .pauseStart(.client), .clientReply,
    .pauseStop(.client),
  ]
  return kinds.enumerated().map { SLAEvent(at: start.advanced(by: $0 * 3_000), $1) }
}
