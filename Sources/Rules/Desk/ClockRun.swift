// SPDX-License-Identifier: AGPL-3.0-or-later

/// A cycle while the fold tells it: counted up to `since`, under the terms that hold from there.
struct ClockRun {
  let clock: Int
  /// Counts from 1; 0 stands for no cycle yet.
  let number: Int
  let start: Int
  var end = Int.max
  var ending = ClockCycle.Ending.none
  /// Where the piece of time not yet counted begins.
  var since: Int
  /// Active reasons that stop this clock.
  var stoppedBy: UInt64 = 0
  var version: Int32
  /// The event that set the priority in force.
  var priorityEvent: Int32
  var calendar: Int32
  /// Seconds promised, 0 for no promise.
  var target: Int
  /// The target at the last instant whose events are all told (batch rule 10).
  var settledTarget: Int
  var elapsed = 0
  var pausedBusiness = 0
  var pausedWall = 0
  /// When the present target was first used up since it took force.
  var reachedAt: Int?
  /// Where the present stretch over the target began.
  var overSince: Int?
  var firstOver: Int?
  /// The next mark of the terms not yet reached, and what it takes; `.max` when none is left.
  var level: Int32 = 0
  var lastLevel: Int32 = 0
  var need = Int.max
  /// The last mark it reached, in the fold's list.
  var mark: Int32 = -1

  static let none = ClockRun(
    clock: 0, number: 0, start: 0, since: 0, version: 0, priorityEvent: 0, calendar: 0, target: 0,
    settledTarget: 0)

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
