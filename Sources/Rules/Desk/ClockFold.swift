// SPDX-License-Identifier: AGPL-3.0-or-later

/// Tells a ticket's history once, in order, and keeps the books of its clocks. Each clock is counted
/// only when something changes for it; what an instant changes is judged when all its events are
/// told (SLA 47, batch rule 10).
struct ClockFold {
  let book: ClockBook
  /// Keep the pieces of each cycle's life.
  let keepsPieces: Bool
  var now = Int.min
  var version: Int32 = 0
  var priority: Int32 = -1
  var priorityEvent: Int32 = 0
  /// Reasons under which the ticket waits, as bits.
  var active: UInt64 = 0
  var activeSince = InlineArray<64, Int32>(repeating: 0)
  var resolvedBy: Int32 = -1
  var hasEnded = false
  /// A person has seen or answered it, or it was resolved: nothing left to acknowledge.
  var isAcknowledged = false
  /// The first public reply or the first resolve is past (SLA 30).
  var isAnswered = false
  /// A client message that a next response is owed to.
  var isUnanswered = false
  var needsVisit = false
  /// Sets of clocks, as bits: running ones, and ones this instant changed.
  var live: UInt8 = 0
  var touched: UInt8 = 0
  /// The last cycle of each clock, in memory lent for the length of the telling: the runs of an
  /// array of our own would be copied whole wherever one is read.
  let last: UnsafeMutableBufferPointer<ClockRun>
  /// Those that others followed.
  var earlier: ContiguousArray<ClockRun> = []
  var marks: ContiguousArray<ReachedMark> = []
  var pieces: ContiguousArray<ClockPiece> = []

  init(book: ClockBook, _ runs: UnsafeMutableBufferPointer<ClockRun>, keepsPieces: Bool) {
    self.book = book
    self.keepsPieces = keepsPieces
    last = runs
    last.initialize(repeating: .none)
  }

  var isResolved: Bool { resolvedBy >= 0 }

  func isLive(_ clock: Int) -> Bool { live & 1 << UInt8(clock) != 0 }

  mutating func tell(_ story: ClockStory, asOf: Int) {
    for beat in story.beats {
      if beat.at > asOf || hasEnded { break }
      takeOver(upTo: beat.at)
      arrive(at: beat.at)
      hear(beat)
    }
    takeOver(upTo: asOf)
    arrive(at: asOf)
    for clock in 0..<ClockKind.count where isLive(clock) { close(clock) }
    settle()
  }

  /// Versions flagged for open tickets take over before their instant's events (SLA 43).
  private mutating func takeOver(upTo t: Int) {
    while now != .min, !hasEnded {
      let from = book.versions[Int(version)].successorFrom
      guard from <= t else { return }
      arrive(at: from)
      move(to: book.versions[Int(version)].successor, restarting: false)
    }
  }

  private mutating func arrive(at t: Int) {
    if t != now {
      settle()
      now = t
    }
  }

  private mutating func hear(_ beat: ClockStory.Beat) {
    switch beat.kind {
    case .created: create(beat)
    case .acknowledged: acknowledge()
    case .agentReply: reply()
    case .clientReply: hearClient()
    case .pauseStart: pause(beat.number, beat.event)
    case .pauseStop: resume(beat.number)
    case .priorityChanged: reprioritise(beat)
    case .moved:
      move(
        to: beat.number, restarting: book.versions[Int(version)].restartsOnMove)
    case .onSiteRequested: requestVisit()
    case .onSiteArrived: endVisit(.onSite, with: .done)
    case .onSiteCancelled: endVisit(.onSite, with: .visitNotNeeded)
    case .resolved: resolve(beat.event)
    case .reopened: reopen()
    case .merged: end(.merged)
    case .cancelled: end(.cancelled)
    }
  }
}
