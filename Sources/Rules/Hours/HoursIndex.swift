// SPDX-License-Identifier: AGPL-3.0-or-later

/// A timetable laid out for asking: open stretches with running totals, and two tables that lead
/// from an instant, or from an amount of open time, straight to the stretch it lies in. Built once;
/// then every question within the years it covers costs a few nanoseconds, whatever its length.
/// Questions beyond those years are answered too, more slowly: there is no horizon.
package struct HoursIndex: Sendable {
  package let timetable: Timetable
  /// The seconds the tables cover.
  let covered: Range<Int>
  /// Begins with an empty stretch at the lower edge and ends with one that never starts.
  private let stretches: ContiguousArray<Entry>
  /// For each 16,384 seconds of time: the last stretch that starts at or before they begin.
  private let byTime: ContiguousArray<Int32>
  /// For each 4,096 seconds of open time: the stretch in which that much is reached.
  private let byOpenTime: ContiguousArray<Int32>
  /// How many stretches on from there the right one may be, at most.
  private let steps: Int
  /// Open seconds in all the years covered.
  let total: Int

  private static let timeShift = 14
  private static let openTimeShift = 12

  private struct Entry {
    let start: Int
    let end: Int
    /// Open seconds before it.
    let before: Int

    var reached: Int { before + end - start }
  }

  package init(_ timetable: Timetable, years: ClosedRange<Int> = 2000...2049) {
    self.init(
      timetable,
      covering: Day(year: years.lowerBound, month: 1, day: 1)!.number * 86_400..<Day(
        year: years.upperBound + 1, month: 1, day: 1)!.number * 86_400)
  }

  package init(_ hours: OpeningHours, years: ClosedRange<Int> = 2000...2049) {
    self.init(.hours(hours), years: years)
  }

  /// The years laid out, by the dates of UTC.
  package var years: ClosedRange<Int> {
    let last = Instant(seconds: covered.upperBound - 1)
    return Zone.utc.day(at: Instant(seconds: covered.lowerBound)).year...Zone.utc.day(at: last).year
  }

  init(_ timetable: Timetable, covering range: Range<Int>) {
    self.timetable = timetable
    covered = range
    stretches = Self.entries(timetable.open(in: range), from: range.lowerBound)
    total = stretches[stretches.count - 1].before
    byTime = Self.tableByTime(stretches, range)
    steps = Self.mostSteps(stretches, byTime)
    byOpenTime = Self.tableByOpenTime(stretches, total: total)
  }

  private static func entries(_ open: OpenStretches, from edge: Int) -> ContiguousArray<Entry> {
    var entries: ContiguousArray<Entry> = []
    entries.reserveCapacity(open.list.count + 2)
    entries.append(Entry(start: edge, end: edge, before: 0))
    var before = 0
    for stretch in open.list {
      entries.append(Entry(start: stretch.start, end: stretch.end, before: before))
      before += stretch.end - stretch.start
    }
    entries.append(Entry(start: .max, end: .max, before: before))
    return entries
  }

  private static func tableByTime(_ entries: ContiguousArray<Entry>, _ range: Range<Int>)
    -> ContiguousArray<Int32>
  {
    var table: ContiguousArray<Int32> = []
    table.reserveCapacity(range.count >> timeShift + 2)
    for j in 0..<entries.count - 1 {
      // Buckets that begin before the next stretch starts.
      let next = min(entries[j + 1].start, range.upperBound + 1) - range.lowerBound
      let end = (next + 1 << timeShift - 1) >> timeShift
      table.append(contentsOf: repeatElement(Int32(j), count: max(0, end - table.count)))
    }
    return table
  }

  private static func tableByOpenTime(_ entries: ContiguousArray<Entry>, total: Int)
    -> ContiguousArray<Int32>
  {
    var table: ContiguousArray<Int32> = []
    table.reserveCapacity(total >> openTimeShift + 1)
    for j in 0..<entries.count - 1 {
      let end = entries[j].reached >> openTimeShift + 1
      table.append(contentsOf: repeatElement(Int32(j), count: max(0, end - table.count)))
    }
    return table
  }

  /// The most stretches that start within one bucket of time.
  private static func mostSteps(_ entries: ContiguousArray<Entry>, _ table: ContiguousArray<Int32>)
    -> Int
  {
    var most = 0
    for bucket in 1..<max(1, table.count) {
      most = max(most, Int(table[bucket] - table[bucket - 1]))
    }
    return table.isEmpty ? 0 : max(most, entries.count - 2 - Int(table[table.count - 1]))
  }
}

extension HoursIndex {
  /// Open seconds in [from, to); 0 when `to` is not after `from` (SLA 19).
  package func elapsed(from: Instant, to: Instant) -> Int {
    guard from < to else { return 0 }
    guard from.seconds >= covered.lowerBound, to.seconds <= covered.upperBound else {
      return elapsedBeyond(from: from.seconds, to: to.seconds)
    }
    return opened(by: to.seconds) - opened(by: from.seconds)
  }

  /// The earliest instant, not before `from`, by which so many open seconds have passed (SLA 20);
  /// nil when they never will.
  package func due(from: Instant, seconds: Int) -> Instant? {
    guard seconds > 0 else { return from }
    guard covers(from) else { return dueBeyond(from: from.seconds, seconds: seconds) }
    let (target, overflow) = opened(by: from.seconds).addingReportingOverflow(seconds)
    guard !overflow, target <= total else {
      return dueBeyond(from: from.seconds, seconds: seconds)
    }
    var j = Int(byOpenTime[target >> Self.openTimeShift])
    while stretches[j].reached < target { j += 1 }
    return Instant(seconds: stretches[j].start + target - stretches[j].before)
  }

  /// The last instant by which no more than so many open seconds have passed: from the next second
  /// on the promise is broken (SLA 20); nil when it never will be.
  package func latest(from: Instant, seconds: Int) -> Instant? {
    guard covers(from) else { return latestBeyond(from: from.seconds, seconds: seconds) }
    let (target, overflow) = opened(by: from.seconds).addingReportingOverflow(max(0, seconds))
    guard !overflow, target < total else {
      return latestBeyond(from: from.seconds, seconds: seconds)
    }
    var j = Int(byOpenTime[target >> Self.openTimeShift])
    while stretches[j].reached <= target { j += 1 }
    return Instant(
      seconds: max(from.seconds, stretches[j].start + target - stretches[j].before))
  }

  package func isOpen(_ t: Instant) -> Bool {
    guard covers(t) else { return timetable.pieces(in: t.seconds..<t.seconds + 1)[0].isOpen }
    return t.seconds < stretches[stretch(at: t.seconds)].end
  }

  /// Open stretches in [from, to), in order; touching hours are one stretch.
  package func segments(from: Instant, to: Instant) -> [(from: Instant, to: Instant)] {
    guard from < to else { return [] }
    guard covers(from), to.seconds <= covered.upperBound else {
      return timetable.open(in: Self.span(from.seconds, to.seconds)).list.map {
        (Instant(seconds: $0.start), Instant(seconds: $0.end))
      }
    }
    var result: [(from: Instant, to: Instant)] = []
    var j = stretch(at: from.seconds)
    while stretches[j].start < to.seconds {
      let start = max(from.seconds, stretches[j].start)
      let end = min(to.seconds, stretches[j].end)
      if start < end { result.append((Instant(seconds: start), Instant(seconds: end))) }
      j += 1
    }
    return result
  }

  /// The partition of [from, to) into open and closed pieces, each with its reason.
  package func pieces(from: Instant, to: Instant) -> [HoursPiece] {
    timetable.pieces(in: Self.span(from.seconds, to.seconds))
  }

  package func reason(at t: Instant) -> HoursReason {
    timetable.pieces(in: t.seconds..<t.seconds + 1)[0].reason
  }

  /// Whether the tables reach this instant; others are answered too, more slowly.
  package func covers(_ t: Instant) -> Bool {
    t.seconds >= covered.lowerBound && t.seconds < covered.upperBound
  }

  /// Open seconds from the lower edge to the second, which must be covered.
  private func opened(by second: Int) -> Int {
    let entry = stretches[stretch(at: second)]
    return entry.before + min(second, entry.end) - entry.start
  }

  /// The last stretch that starts at or before the second. Always as many comparisons, so that the
  /// processor has no branch to guess wrong.
  private func stretch(at second: Int) -> Int {
    var j = Int(byTime[(second - covered.lowerBound) >> Self.timeShift])
    for _ in 0..<steps { j &+= stretches[j + 1].start <= second ? 1 : 0 }
    return j
  }
}
