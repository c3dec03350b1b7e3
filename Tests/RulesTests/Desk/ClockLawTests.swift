// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// Laws that hold for every history (SLA.md, the model).
@Suite struct ClockLawTests {
  private struct Case {
    let world: ClockWorld
    let book: ClockBook
    let events: [SLAEvent]
  }

  private static func cases(
    _ seed: Int, _ count: Int = 15, _ body: (Case, inout Dice) throws -> Void
  )
    throws
  {
    var dice = Dice(seed: UInt64(seed))
    let world = ClockWorld(dice: &dice)
    for _ in 0..<count {
      let book = try ClockBook(calendars: world.calendars, agreements: world.agreements(&dice))
      let events = world.history(&dice).map {
        SLAEvent(at: Instant(seconds: $0.minute * 60), $0.kind)
      }
      try body(Case(world: world, book: book, events: events), &dice)
    }
  }

  private static func some(_ dice: inout Dice) -> Instant {
    Instant(seconds: (ClockWorld.monday + Int.random(in: 0..<600, using: &dice)) * 60)
  }

  @Test(arguments: seeds(101...104))
  func `later events change nothing earlier`(seed: Int) throws {
    try Self.cases(seed) { it, dice in
      let asOf = Self.some(&dice)
      let known = it.events.filter { $0.at <= asOf }
      guard !known.isEmpty else { return }
      let all = try it.book.reading(of: it.events, asOf: asOf, [.looks, .waits, .spans])
      #expect(try it.book.reading(of: known, asOf: asOf, [.looks, .waits, .spans]) == all)
    }
  }

  @Test(arguments: seeds(111...114))
  func `elapsed, pauses and marks only grow while time passes`(seed: Int) throws {
    try Self.cases(seed) { it, dice in
      let story = try ClockStory(it.events, in: it.book)
      let times = (0..<8).map { _ in Self.some(&dice) }.sorted()
      for (a, b) in zip(times, times.dropFirst()) {
        let later = it.book.reading(of: story, asOf: b).cycles
        for cycle in it.book.reading(of: story, asOf: a).cycles {
          let same = try #require(
            later.first { $0.clock == cycle.clock && $0.cycle == cycle.cycle })
          #expect(same.elapsedSeconds >= cycle.elapsedSeconds)
          #expect(same.pausedWallSeconds >= cycle.pausedWallSeconds)
          if let first = cycle.firstBreachAt { #expect(same.firstBreachAt == first) }
          if a < b { #expect(same.marks.starts(with: cycle.marks.filter { $0.at < a })) }
        }
      }
    }
  }

  @Test(arguments: seeds(121...124))
  func `a carried move to the same terms is no change`(seed: Int) throws {
    try Self.cases(seed) { it, dice in
      let cut = Self.some(&dice)
      guard it.events[0].at < cut, !it.events.contains(where: { $0.at == cut }) else { return }
      let calm = try Telling(terms("low resolution 2h; high resolution 1h", marks: [50, 100]))
      let book = try ClockBook(
        calendars: it.world.calendars.merging(calm.calendars) { $1 }, agreements: calm.agreements)
      let still = it.events.filter {
        if case .agreementChanged = $0.kind { false } else { true }
      }
      let moved = (still + [SLAEvent(at: cut, .agreementChanged("gold"))]).inOrder
      let asOf = cut.advanced(by: 7200)
      #expect(
        try book.reading(of: moved, asOf: asOf, .looks)
          == book.reading(of: still, asOf: asOf, .looks))
    }
  }

  @Test(arguments: seeds(131...134))
  func `a pause moves elapsed by exactly its live and open seconds`(seed: Int) throws {
    try Self.cases(seed) { it, dice in
      let calm = try terms("low resolution 2h; high resolution 1h", pauses: "resolution hold")
      let book = try ClockBook(
        calendars: it.world.calendars.merging(Telling.known) { $1 }.merging(
          ["office": it.world.calendars["short"]!]) { $1 }, agreements: ["gold": [calm]])
      let from = Self.some(&dice)
      let to = from.advanced(by: Int.random(in: 1...7200, using: &dice))
      let hold = PauseReason("hold")
      let plain = it.events.filter { !Self.movesOrResolves($0.kind) }
      guard plain[0].at < from, !plain.contains(where: { $0.at == from || $0.at == to }) else {
        return
      }
      let waited =
        (plain + [SLAEvent(at: from, .pauseStart(hold)), SLAEvent(at: to, .pauseStop(hold))])
        .inOrder
      let asOf = to.advanced(by: 3600)
      let before = try #require(try book.reading(of: plain, asOf: asOf).cycles.last)
      let after = try #require(try book.reading(of: waited, asOf: asOf).cycles.last)
      let end = before.stoppedAt ?? asOf
      let open = it.world.calendars["short"]!.elapsed(from: min(from, end), to: min(to, end))
      #expect(before.elapsedSeconds - after.elapsedSeconds == open)
      #expect(after.pausedBusinessSeconds == open)
    }
  }

  private static func movesOrResolves(_ kind: SLAEvent.Kind) -> Bool {
    switch kind {
    case .agreementChanged, .resolved, .reopened: true
    default: false
    }
  }

  @Test(arguments: seeds(141...143))
  func `shifting everything by whole weeks shifts the answer`(seed: Int) throws {
    try Self.cases(seed) { it, dice in
      let desk = try Telling(
        terms(
          "low resolution 2h; high resolution 9h", pauses: "resolution client", marks: [50, 100])
      )
      let book = try ClockBook(calendars: desk.calendars, agreements: desk.agreements)
      let still = it.events.filter {
        if case .agreementChanged = $0.kind { false } else { true }
      }
      let week = 7 * 86_400
      let shifted = still.map { SLAEvent(at: $0.at.advanced(by: week), $0.kind) }
      let asOf = Self.some(&dice).advanced(by: 86_400)
      let a = try book.reading(of: still, asOf: asOf).cycles
      let b = try book.reading(of: shifted, asOf: asOf.advanced(by: week)).cycles
      #expect(a.map { $0.dueAt?.advanced(by: week) } == b.map(\.dueAt))
      #expect(a.map { $0.breachAt?.advanced(by: week) } == b.map(\.breachAt))
      #expect(a.map(\.elapsedSeconds) == b.map(\.elapsedSeconds))
      #expect(a.map { $0.marks.map(\.percent) } == b.map { $0.marks.map(\.percent) })
    }
  }
}
