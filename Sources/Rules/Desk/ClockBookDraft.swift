// SPDX-License-Identifier: AGPL-3.0-or-later

/// A clock book while it is drawn up: gives each name its number.
struct ClockBookDraft: Sendable {
  let calendarNames: [String]
  private let calendarNumbers: [String: Int32]
  var agreements: [String: Range<Int>] = [:]
  var agreementNames: ContiguousArray<String> = []
  var priorities: [Priority: Int32] = [:]
  var reasons: [PauseReason: Int] = [:]
  var reasonNames: ContiguousArray<PauseReason> = []
  var versions: ContiguousArray<ClockBook.Version> = []
  var versionNames: ContiguousArray<String> = []
  var rows: ContiguousArray<ClockBook.Row> = []
  var levels: ContiguousArray<Int> = []

  init(calendarNames: [String]) {
    self.calendarNames = calendarNames
    calendarNumbers = Dictionary(
      uniqueKeysWithValues: calendarNames.enumerated().map { ($1, Int32($0)) })
  }

  mutating func add(_ agreement: String, _ list: [ServiceLevel]) throws(ClockRefused) {
    let first = versions.count
    for level in list {
      versions.append(try version(level, of: agreement))
      versionNames.append(level.version)
    }
    agreementNames.append(agreement)
    agreements[agreement] = first..<versions.count
    var next = Int32(-1)
    for index in (first..<versions.count).reversed() {
      versions[index].successor = next
      versions[index].successorFrom = next < 0 ? .max : versions[Int(next)].from
      if list[index - first].applyToOpen { next = Int32(index) }
    }
  }

  private mutating func version(
    _ level: ServiceLevel, of agreement: String
  ) throws(ClockRefused) -> ClockBook.Version {
    let calendar = try number(of: level.calendar, agreement)
    var stoppedBy = InlineArray<5, UInt64>(repeating: 0)
    for (clock, names) in level.pauses {
      for reason in names { stoppedBy[clock.index] |= 1 << UInt64(try number(of: reason)) }
    }
    let marks = Int32(levels.count)
    levels.append(contentsOf: Set(level.escalations).sorted())
    let targets = try add(level.targets, calendar, agreement)
    return ClockBook.Version(
      agreement: agreementNames.count, from: level.effectiveFrom.seconds,
      calendar: calendar, known: level.clocks.reduce(0) { $0 | $1.bit }, stoppedBy: stoppedBy,
      firstRow: targets.lowerBound, endOfRows: targets.upperBound,
      firstLevel: marks, endOfLevels: Int32(levels.count),
      reopensAnew: level.reopen == .restart,
      restartsOnPriority: level.onPriorityChange == .restart,
      restartsOnMove: level.onAgreementChange == .restart)
  }

  private mutating func add(
    _ targets: [Priority: [ClockKind: ServiceLevel.Target]], _ calendar: Int32, _ agreement: String
  ) throws(ClockRefused) -> Range<Int32> {
    var added: [ClockBook.Row] = []
    for (priority, promises) in targets {
      var row = ClockBook.Row(
        priority: number(of: priority),
        targets: InlineArray(repeating: ClockBook.Target(seconds: 0, calendar: calendar)))
      for (clock, target) in promises {
        row.targets[clock.index].seconds = target.seconds ?? 0
        if let own = target.calendar {
          row.targets[clock.index].calendar = try number(of: own, agreement)
        }
      }
      added.append(row)
    }
    let first = Int32(rows.count)
    rows.append(contentsOf: added.sorted { $0.priority < $1.priority })
    return first..<Int32(rows.count)
  }

  private func number(of calendar: String, _ agreement: String) throws(ClockRefused) -> Int32 {
    guard let number = calendarNumbers[calendar] else {
      throw .unknownCalendar(calendar, agreement: agreement)
    }
    return number
  }

  private mutating func number(of priority: Priority) -> Int32 {
    if let known = priorities[priority] { return known }
    let new = Int32(priorities.count)
    priorities[priority] = new
    return new
  }

  private mutating func number(of reason: PauseReason) throws(ClockRefused) -> Int {
    if let known = reasons[reason] { return known }
    guard reasonNames.count < 64 else { throw .tooManyReasons }
    reasons[reason] = reasonNames.count
    reasonNames.append(reason)
    return reasonNames.count - 1
  }
}
