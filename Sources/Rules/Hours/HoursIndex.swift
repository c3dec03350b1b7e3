// SPDX-License-Identifier: AGPL-3.0-or-later

/// A timetable laid out for asking: after that every question within the years covered costs a few
/// nanoseconds, whatever its length. Questions beyond those years are answered too, more slowly:
/// there is no horizon. Held by reference, because copying the tables' owners would cost more than
/// a question does.
package final class HoursIndex: Sendable {
  package let timetable: Timetable
  /// The seconds the tables cover.
  let covered: Range<Int>
  private let tables: HoursTables

  /// At most 136 years are laid out, from the first on.
  package convenience init(_ timetable: Timetable, years: ClosedRange<Int> = 2000...2049) {
    self.init(
      timetable,
      covering: Day(year: years.lowerBound, month: 1, day: 1)!.number * 86_400..<Day(
        year: years.upperBound + 1, month: 1, day: 1)!.number * 86_400)
  }

  package convenience init(_ hours: OpeningHours, years: ClosedRange<Int> = 2000...2049) {
    self.init(.hours(hours), years: years)
  }

  init(_ timetable: Timetable, covering range: Range<Int>) {
    self.timetable = timetable
    let end = min(range.upperBound, range.lowerBound + HoursTables.longest)
    covered = range.lowerBound..<end
    tables = HoursTables(timetable.open(in: covered), covering: covered)
  }

  deinit { tables.free() }

  /// The years laid out, by the dates of UTC.
  package var years: ClosedRange<Int> {
    let last = Instant(seconds: covered.upperBound - 1)
    return Zone.utc.day(at: Instant(seconds: covered.lowerBound)).year...Zone.utc.day(at: last).year
  }
}

extension HoursIndex {
  /// Open seconds in [from, to); 0 when `to` is not after `from` (SLA 19).
  package func elapsed(from: Instant, to: Instant) -> Int {
    guard from < to else { return 0 }
    guard from.seconds >= covered.lowerBound, to.seconds <= covered.upperBound else {
      return elapsedBeyond(from: from.seconds, to: to.seconds)
    }
    let edge = covered.lowerBound
    return tables.opened(by: to.seconds - edge) - tables.opened(by: from.seconds - edge)
  }

  /// The earliest instant, not before `from`, by which so many open seconds have passed (SLA 20);
  /// nil when they never will.
  package func due(from: Instant, seconds: Int) -> Instant? {
    guard seconds > 0 else { return from }
    guard covers(from) else { return dueBeyond(from: from.seconds, seconds: seconds) }
    let edge = covered.lowerBound
    let before = tables.opened(by: from.seconds - edge)
    guard seconds <= tables.total - before else {
      return dueBeyond(from: from.seconds, seconds: seconds)
    }
    return Instant(seconds: edge + tables.reached(before + seconds))
  }

  /// The last instant by which no more than so many open seconds have passed: from the next second
  /// on the promise is broken (SLA 20); nil when it never will be.
  package func latest(from: Instant, seconds: Int) -> Instant? {
    guard covers(from) else { return latestBeyond(from: from.seconds, seconds: seconds) }
    let edge = covered.lowerBound
    let before = tables.opened(by: from.seconds - edge)
    let amount = max(0, seconds)
    guard amount < tables.total - before else {
      return latestBeyond(from: from.seconds, seconds: amount)
    }
    return Instant(seconds: edge + tables.spent(before + amount))
  }

  package func isOpen(_ t: Instant) -> Bool {
    guard covers(t) else { return timetable.pieces(in: t.seconds..<t.seconds + 1)[0].isOpen }
    let second = t.seconds - covered.lowerBound
    return second < tables.stretches[tables.stretch(at: second)].end
  }

  /// Seconds from then on until the hours close, as far as two days ahead; none when they are closed.
  package func openSeconds(from t: Instant) -> Int {
    guard let first = segments(from: t, to: t.advanced(by: 172_800)).first, first.from == t else {
      return 0
    }
    return first.to.since(t)
  }

  /// Open stretches in [from, to), in order; touching hours are one stretch.
  package func segments(from: Instant, to: Instant) -> [(from: Instant, to: Instant)] {
    guard from < to else { return [] }
    guard covers(from), to.seconds <= covered.upperBound else {
      return timetable.open(in: Self.span(from.seconds, to.seconds)).list.map {
        (Instant(seconds: $0.start), Instant(seconds: $0.end))
      }
    }
    let edge = covered.lowerBound
    var result: [(from: Instant, to: Instant)] = []
    var j = tables.stretch(at: from.seconds - edge)
    while tables.stretches[j].start < to.seconds - edge {
      let start = max(from.seconds, edge + tables.stretches[j].start)
      let end = min(to.seconds, edge + tables.stretches[j].end)
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
}
