// SPDX-License-Identifier: AGPL-3.0-or-later

/// The terms of all agreements laid out for the fold: names become small numbers once, so that
/// reading a ticket's clocks touches no dictionary and no text.
package final class ClockBook: Sendable {
  private let draft: ClockBookDraft
  let calendarNames: ContiguousArray<String>
  let calendars: ContiguousArray<HoursIndex>
  /// The same calendars, to be asked without counting references.
  private let asked: FixedTable<Unmanaged<HoursIndex>>
  let agreements: [String: Range<Int>]
  let agreementNames: ContiguousArray<String>
  let priorities: [Priority: Int32]
  /// Reasons that stop some clock; others can't and are not numbered.
  let reasons: [PauseReason: Int]
  let reasonNames: ContiguousArray<PauseReason>
  /// Versions of one agreement stand together, in order of effect.
  let versions: FixedTable<Version>
  let versionNames: ContiguousArray<String>
  private let rows: FixedTable<Row>
  /// Marks of each version, ascending.
  let levels: FixedTable<Int>

  /// One version's terms as numbers.
  struct Version: BitwiseCopyable, Sendable {
    let agreement: Int
    let from: Int
    let calendar: Int32
    /// The clocks it knows, as bits.
    let known: UInt8
    /// For each clock the reasons that stop it, as bits.
    let stoppedBy: InlineArray<5, UInt64>
    let firstRow: Int32
    let endOfRows: Int32
    let firstLevel: Int32
    let endOfLevels: Int32
    let reopensAnew: Bool
    let restartsOnPriority: Bool
    let restartsOnMove: Bool
    /// The next version that takes over open tickets, and when; -1 for none.
    var successor: Int32 = -1
    var successorFrom = Int.max
  }

  /// The targets of one priority.
  struct Row: BitwiseCopyable, Sendable {
    let priority: Int32
    var targets: InlineArray<5, Target>
  }

  /// Seconds promised, 0 for no promise, and whose hours count.
  struct Target: BitwiseCopyable, Sendable {
    var seconds: Int
    var calendar: Int32
  }

  package convenience init(
    calendars: [String: HoursIndex], agreements: [String: [ServiceLevel]]
  ) throws(ClockRefused) {
    var draft = ClockBookDraft(calendarNames: calendars.keys.sorted())
    for name in agreements.keys.sorted() {
      try draft.add(name, agreements[name]!.inOrderOfEffect)
    }
    self.init(draft, draft.calendarNames.map { calendars[$0]! })
  }

  private init(_ draft: ClockBookDraft, _ calendars: [HoursIndex]) {
    self.draft = draft
    self.calendars = ContiguousArray(calendars)
    asked = FixedTable(calendars.map { Unmanaged.passUnretained($0) })
    calendarNames = ContiguousArray(draft.calendarNames)
    agreements = draft.agreements
    agreementNames = draft.agreementNames
    priorities = draft.priorities
    reasons = draft.reasons
    reasonNames = draft.reasonNames
    versions = FixedTable(draft.versions)
    versionNames = draft.versionNames
    rows = FixedTable(draft.rows)
    levels = FixedTable(draft.levels)
  }

  deinit {
    asked.free()
    versions.free()
    rows.free()
    levels.free()
  }

  /// The same terms under changed hours: what a calendar's edit makes of them.
  package func replacing(_ calendar: String, by hours: HoursIndex) -> ClockBook {
    let laid = zip(calendarNames, calendars).map { $0 == calendar ? hours : $1 }
    return ClockBook(draft, laid)
  }
}

extension ClockBook {
  /// The version of the agreement in force at the instant (SLA 43).
  func version(of agreement: String, at t: Instant) throws(ClockRefused) -> Int32 {
    guard let range = agreements[agreement] else { throw .unknownAgreement(agreement) }
    guard let found = range.last(where: { versions[$0].from <= t.seconds }) else {
      throw .notInForce(agreement: agreement, at: t)
    }
    return Int32(found)
  }

  /// What the version promises for the priority on the clock; a priority it doesn't name has no
  /// promise and is measured by the version's calendar.
  @inline(__always)
  func target(_ version: Int32, _ priority: Int32, _ clock: Int) -> Target {
    let first = Int(versions[Int(version)].firstRow)
    for row in first..<Int(versions[Int(version)].endOfRows) where rows[row].priority == priority {
      return rows[row].targets[clock]
    }
    return Target(seconds: 0, calendar: versions[Int(version)].calendar)
  }

  /// Open seconds of the calendar from one second to another.
  @inline(__always)
  func elapsed(_ calendar: Int32, from: Int, to: Int) -> Int {
    asked[Int(calendar)]._withUnsafeGuaranteedRef {
      $0.elapsed(from: Instant(seconds: from), to: Instant(seconds: to))
    }
  }

  /// The second by which so much of the calendar has passed; nil for never.
  @inline(__always)
  func due(_ calendar: Int32, from: Int, seconds: Int) -> Int? {
    asked[Int(calendar)]._withUnsafeGuaranteedRef {
      $0.due(from: Instant(seconds: from), seconds: seconds)?.seconds
    }
  }

  /// The last second by which no more than that has passed; nil for never.
  @inline(__always)
  func latest(_ calendar: Int32, from: Int, seconds: Int) -> Int? {
    asked[Int(calendar)]._withUnsafeGuaranteedRef {
      $0.latest(from: Instant(seconds: from), seconds: seconds)?.seconds
    }
  }
}

extension ClockBook {
  /// Seconds from then on until the calendar closes; nil when it is none of these terms'.
  package func openSeconds(of calendar: String, from t: Instant) -> Int? {
    calendarNames.firstIndex(of: calendar).map { calendars[$0].openSeconds(from: t) }
  }
}

extension [ServiceLevel] {
  /// By effective instant; of two with the same, the later in the list holds.
  fileprivate var inOrderOfEffect: [ServiceLevel] {
    enumerated().sorted {
      ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset)
    }.map(\.element)
  }
}
