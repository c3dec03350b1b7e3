// SPDX-License-Identifier: AGPL-3.0-or-later

/// A cycle while the fold tells it: counted up to `since`, under the terms that hold from there.
/// Instants not known, and amounts never reached, are `.max`: a run must stay small, it is copied.
struct ClockRun {
  let start: Int
  var end = Int.max
  /// Where the piece of time not yet counted begins.
  var since: Int
  /// Active reasons that stop this clock.
  var stoppedBy: UInt64 = 0
  /// Seconds promised, 0 for no promise.
  var target: Int
  /// The target at the last instant whose events are all told (batch rule 10).
  var settledTarget: Int
  var elapsed = 0
  var pausedBusiness = 0
  var pausedWall = 0
  /// When the present target was first used up since it took force.
  var reachedAt = Int.max
  /// Where the present stretch over the target began.
  var overSince = Int.max
  var firstOver = Int.max
  /// What the next mark not yet reached takes.
  var need = Int.max
  /// The next mark of the terms not yet reached, and the end of their list.
  var level: Int32 = 0
  var endOfLevels: Int32 = 0
  /// The last mark it reached, in the fold's list.
  var mark: Int32 = -1
  var version: Int32
  /// The event that set the priority in force.
  var priorityEvent: Int32
  var calendar: Int32
  /// Counts from 1; 0 stands for no cycle yet.
  let number: Int32
  let clock: UInt8
  var ending = ClockCycle.Ending.none

  static let none = ClockRun.beginning(0, number: 0, at: 0, 0, 0)

  @inline(__always)
  static func beginning(
    _ clock: Int, number: Int32, at now: Int, _ version: Int32, _ priorityEvent: Int32
  ) -> ClockRun {
    ClockRun(
      start: now, since: now, target: 0, settledTarget: 0, version: version,
      priorityEvent: priorityEvent, calendar: 0, number: number, clock: UInt8(clock))
  }

  var isOver: Bool { target > 0 && elapsed > target }
  var isPaused: Bool { stoppedBy != 0 }
}

/// A mark reached, linked to the one the same cycle reached before.
struct ReachedMark {
  let percent: Int
  let at: Int
  let before: Int32
}

/// A piece of a cycle's life under one set of terms, kept when the minutes are to be explained.
struct ClockPiece {
  let clock: Int
  let number: Int
  let from: Int
  let to: Int
  let stoppedBy: UInt64
  /// The events that began those reasons, lowest reason first.
  let causes: [Int32]
  /// The event that resolved it, or -1.
  let resolvedBy: Int32
  let version: Int32
  let priorityEvent: Int32
  let calendar: Int32
  let target: Int
  let elapsedBefore: Int
}
