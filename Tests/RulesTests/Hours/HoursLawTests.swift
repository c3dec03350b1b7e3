// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// The laws of the model, on calendars made by chance in zones of every kind.
@Suite struct HoursLawTests {
  static let cases = TestZones.all.flatMap { zone in seeds(0...7).map { (zone.name, UInt64($0)) } }

  private struct World {
    var chance: RandomHours
    let stepper: HoursStepper
    let index: HoursIndex
    let years: ClosedRange<Int>
    let a, b, c: Instant
  }

  private func world(_ name: String, _ seed: UInt64) -> World {
    let zone = TestZones.all.first { $0.name == name }!
    var chance = RandomHours(seed: seed &* 7919 &+ UInt64(name.utf8.count))
    let start = chance.moment(in: zone)
    let day = Day(number: start.floorDivided(by: 86_400))
    let stepper = chance.hours(in: zone, around: day)
    let b = start + chance.number(0...172_800)
    let c = b + chance.number(0...2_000_000)
    let years = day.year - 1...day.year + 2
    return World(
      chance: chance, stepper: stepper,
      index: HoursIndex(stepper.hours, years: years), years: years,
      a: Instant(seconds: start), b: Instant(seconds: b), c: Instant(seconds: c))
  }

  @Test(arguments: cases) func `SLA 3 to 5: the stepper agrees`(zone: String, seed: UInt64) {
    let w = world(zone, seed)
    let step = w.stepper.hours.zone.name == "Test/Odd" ? 30 : 300
    let to = w.a.advanced(by: 3 * 86_400)
    #expect(
      w.index.elapsed(from: w.a, to: to)
        == w.stepper.elapsed(w.a.seconds, to.seconds, step: step))
    for second in stride(from: w.a.seconds, to: to.seconds, by: 1777) {
      #expect(w.index.isOpen(Instant(seconds: second)) == w.stepper.isOpen(second))
    }
  }

  @Test(arguments: cases) func `elapsed adds up, grows, and never exceeds the wall`(
    zone: String, seed: UInt64
  ) {
    let w = world(zone, seed)
    let parts = w.index.elapsed(from: w.a, to: w.b) + w.index.elapsed(from: w.b, to: w.c)
    #expect(w.index.elapsed(from: w.a, to: w.c) == parts)
    #expect((0...w.c.since(w.b)).contains(w.index.elapsed(from: w.b, to: w.c)))
    let open = w.index.segments(from: w.a, to: w.c).map { $0.to.since($0.from) }
    #expect(open.reduce(0, +) == parts)
  }

  @Test(arguments: cases) func `SLA 20: due and latest are the two sides of elapsed`(
    zone: String, seed: UInt64
  ) throws {
    var w = world(zone, seed)
    for _ in 0..<20 {
      let n = w.chance.number(1...300_000)
      let t = w.a.advanced(by: w.chance.number(0...3_000_000))
      let elapsed = w.index.elapsed(from: w.a, to: t)
      let due = w.index.due(from: w.a, seconds: n)
      let latest = w.index.latest(from: w.a, seconds: n)
      #expect((due.map { $0 <= t } ?? false) == (n <= elapsed))
      #expect((latest.map { t <= $0 } ?? true) == (elapsed <= n))
      if let due { #expect(w.index.elapsed(from: w.a, to: due) == n) }
      if let due, let latest { #expect(due <= latest) }
    }
  }

  @Test(arguments: cases) func `the pieces tile the time and say what the sums say`(
    zone: String, seed: UInt64
  ) {
    let w = world(zone, seed)
    let pieces = w.index.pieces(from: w.a, to: w.c)
    #expect(pieces.first?.from ?? w.a == w.a)
    #expect(pieces.last?.to ?? w.c == w.c)
    for (left, right) in zip(pieces, pieces.dropFirst()) { #expect(left.to == right.from) }
    let open = pieces.filter(\.isOpen).map { $0.to.since($0.from) }.reduce(0, +)
    #expect(open == w.index.elapsed(from: w.a, to: w.c))
    for piece in pieces { #expect(w.index.reason(at: piece.from) == piece.reason) }
  }

  @Test(arguments: TestZones.all.map(\.name)) func `SLA 17: round the clock every second counts`(
    name: String
  ) {
    let zone = TestZones.all.first { $0.name == name }!
    let index = HoursIndex(.aroundTheClock(in: zone))
    var chance = RandomHours(seed: 17)
    for _ in 0..<50 {
      let from = Instant(seconds: chance.moment(in: zone))
      let wall = chance.number(0...40_000_000)
      #expect(index.elapsed(from: from, to: from.advanced(by: wall)) == wall)
      #expect(index.due(from: from, seconds: wall) == from.advanced(by: wall))
    }
  }

  @Test(arguments: cases) func `SLA 9: splitting, repeating and reordering hours changes nothing`(
    zone: String, seed: UInt64
  ) {
    var w = world(zone, seed)
    let hours = w.stepper.hours
    let weekly = hours.weekly.mapValues { list in
      let halves = list.flatMap { interval -> [OpeningHours.Interval] in
        guard interval.start < interval.end else { return [interval, interval] }
        let middle = (interval.start.seconds + interval.end.seconds) / 120 * 60
        guard middle > interval.start.seconds else { return [interval] }
        return [
          .init(unchecked: middle, interval.end.seconds),
          .init(unchecked: interval.start.seconds, middle),
        ]
      }
      return halves.shuffled(using: &w.chance.dice)
    }
    let other = OpeningHours(
      zone: hours.zone, weekly: weekly, holidays: hours.holidays.reversed(),
      exceptions: hours.exceptions)
    #expect(
      HoursIndex(other, years: w.years).segments(from: w.a, to: w.c).map(\.from)
        == w.index.segments(from: w.a, to: w.c).map(\.from))
  }

  @Test(arguments: cases) func `all of several is open when each is`(zone: String, seed: UInt64) {
    var w = world(zone, seed)
    let other = w.chance.hours(in: TestZones.newYork, around: Day(number: w.a.seconds / 86_400))
    let both = HoursIndex(
      .allOf([.hours(w.stepper.hours), .hours(other.hours)]), years: w.years)
    for second in stride(from: w.a.seconds, to: w.a.seconds + 500_000, by: 1777) {
      let open = w.stepper.isOpen(second) && other.isOpen(second)
      #expect(both.isOpen(Instant(seconds: second)) == open)
    }
  }

  @Test func `whole weeks within one offset shift the answer by as much`() throws {
    let index = HoursIndex(try office(zone: TestZones.london))
    let may = at("2026-05-04T08:13:21Z")
    for weeks in 1...20 {
      let later = may.advanced(by: weeks * 604_800)
      let due = try #require(index.due(from: may, seconds: 100_000))
      #expect(index.due(from: later, seconds: 100_000) == due.advanced(by: weeks * 604_800))
    }
  }

  @Test(arguments: cases) func `beyond the covered years the answers are the same`(
    zone: String, seed: UInt64
  ) {
    let w = world(zone, seed)
    let far = HoursIndex(w.stepper.hours, years: 2045...2046)
    #expect(far.elapsed(from: w.a, to: w.c) == w.index.elapsed(from: w.a, to: w.c))
    #expect(far.isOpen(w.b) == w.index.isOpen(w.b))
    #expect(far.due(from: w.b, seconds: 90_000) == w.index.due(from: w.b, seconds: 90_000))
    #expect(far.latest(from: w.b, seconds: 90_000) == w.index.latest(from: w.b, seconds: 90_000))
  }
}
