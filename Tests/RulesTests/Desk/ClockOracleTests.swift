// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// The fold against the minute stepper on random histories.
@Suite struct ClockOracleTests {
  @Test(arguments: seeds(1...12))
  func `the fold and the minute stepper agree on every field of every history`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let world = ClockWorld(dice: &dice)
    for _ in 0..<10 {
      let levels = world.agreements(&dice)
      let book = try ClockBook(calendars: world.calendars, agreements: levels)
      for _ in 0..<10 {
        let history = world.history(&dice)
        let asOf = ClockWorld.monday + Int.random(in: -10..<700, using: &dice)
        let oracle = ClockOracle(levels, isOpen: world.isOpen)
        oracle.live(history, asOf: asOf)
        let events = history.map { SLAEvent(at: Instant(seconds: $0.minute * 60), $0.kind) }
        let reading = try book.reading(
          of: events, asOf: Instant(seconds: asOf * 60), [.looks, .waits, .spans])
        let told = reading.cycles.map(Line.init)
        let lived = Line.lines(oracle, world, asOf: asOf)
        guard told == lived else {
          let differing = zip(told, lived).filter { $0 != $1 }.map { "\($0)\($1)" }
          Issue.record("\(differing)\n\(history)\n\(levels)\nas of \(asOf)")
          return
        }
        for cycle in reading.cycles { checkPartition(cycle, asOf: asOf) }
      }
    }
  }

  /// The spans tile the cycle's life and add up to its header.
  private func checkPartition(_ cycle: ClockCycle, asOf: Int) {
    let end = cycle.stoppedAt ?? Instant(seconds: asOf * 60)
    #expect(cycle.spans.first?.from ?? end == cycle.startedAt)
    #expect(cycle.spans.last?.to ?? end == end)
    #expect(cycle.spans.allSatisfy { $0.from < $0.to })
    for (a, b) in zip(cycle.spans, cycle.spans.dropFirst()) {
      #expect(a.to == b.from)
      #expect(!b.continues(a))
    }
    #expect(cycle.spans.reduce(0) { $0 + $1.countedSeconds } == cycle.elapsedSeconds)
    #expect(cycle.spans.last?.elapsedAtEnd ?? 0 == cycle.elapsedSeconds)
    let paused = cycle.spans.filter { $0.kind == .paused }
    #expect(paused.reduce(0) { $0 + $1.wallSeconds } == cycle.pausedWallSeconds)
    #expect(cycle.waits.reduce(0) { $0 + $1.wall } == cycle.pausedWallSeconds)
    #expect(cycle.waits.reduce(0) { $0 + $1.business } == cycle.pausedBusinessSeconds)
  }
}

/// One result line with its minutes, from either side.
private struct Line: Equatable, CustomStringConvertible {
  let description: String

  init(_ cycle: ClockCycle) {
    let marks = cycle.marks.sorted { $0.percent < $1.percent }
      .map { "\($0.percent):\($0.at.seconds / 60)" }
    let log = cycle.spans.flatMap { span in
      Array(
        repeating: "\(span.kind) \(span.calendar) \(span.version) \(span.priority) "
          + "\((span.targetSeconds ?? 0) / 60)", count: span.wallSeconds / 60)
    }
    description = Self.text(
      "\(cycle.clock) \(cycle.cycle) \(cycle.state)", cycle.startedAt.seconds / 60,
      cycle.stoppedAt.map { $0.seconds / 60 }, cycle.targetSeconds.map { $0 / 60 },
      [cycle.elapsedSeconds, cycle.pausedBusinessSeconds, cycle.pausedWallSeconds].map { $0 / 60 },
      cycle.dueAt.map { $0.seconds / 60 }, cycle.breachAt.map { $0.seconds / 60 },
      cycle.firstBreachAt.map { $0.seconds / 60 }, marks, log)
  }

  static func lines(_ oracle: ClockOracle, _ world: ClockWorld, asOf: Int) -> [Line] {
    ClockKind.allCases.flatMap { clock in
      oracle.cycles.filter { $0.clock == clock }.map { Line($0, oracle, world, asOf) }
    }
  }

  init(_ cycle: ClockOracle.Cycle, _ oracle: ClockOracle, _ world: ClockWorld, _ asOf: Int) {
    let paused = cycle.isLive && oracle.isPaused(cycle)
    let state =
      cycle.isCancelled ? "cancelled" : !cycle.isLive ? "stopped" : paused ? "paused" : "running"
    var due = cycle.due
    if cycle.isCancelled || paused && due == nil || cycle.target == nil {
      due = cycle.isCancelled || cycle.target == nil ? nil : due
    } else if due == nil {
      due = Self.project(cycle, world, from: cycle.end ?? asOf)
    }
    // A resolved spell that nothing followed is not part of the cycle's life.
    let life = (cycle.end ?? asOf) - cycle.start
    description = Self.text(
      "\(cycle.clock) \(cycle.number) \(state)", cycle.start, cycle.end, cycle.target,
      [cycle.elapsed, cycle.pausedOpen, cycle.pausedWall], due,
      cycle.isCancelled ? nil : cycle.over, cycle.firstOver,
      cycle.marks.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" },
      Array(cycle.log.prefix(life)))
  }

  private static func project(
    _ cycle: ClockOracle.Cycle, _ world: ClockWorld, from: Int
  ) -> Int? {
    var left = cycle.target! - cycle.elapsed
    guard cycle.calendar != "never" else { return nil }
    var minute = from
    while left > 0 {
      if world.isOpen(cycle.calendar, minute) { left -= 1 }
      minute += 1
    }
    return minute
  }

  private static func text(
    _ head: String, _ start: Int, _ end: Int?, _ target: Int?, _ counts: [Int], _ due: Int?,
    _ breach: Int?, _ first: Int?, _ marks: [String], _ log: [String]
  ) -> String {
    func minute(_ value: Int?) -> String { value.map { "\($0 - ClockWorld.monday)" } ?? "-" }
    var runs: [(String, Int)] = []
    for entry in log {
      if runs.last?.0 == entry { runs[runs.count - 1].1 += 1 } else { runs.append((entry, 1)) }
    }
    return """
      \(head) \(minute(start))..\(minute(end)) of \(target ?? 0) \(counts) due \(minute(due)) \
      over \(minute(breach)) first \(minute(first)) \(marks) \(runs)

      """
  }
}
