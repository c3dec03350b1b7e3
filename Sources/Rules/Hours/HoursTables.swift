// SPDX-License-Identifier: AGPL-3.0-or-later

/// Open stretches with running totals, and two tables that lead straight from an instant, or from
/// an amount of open time, to the answer: each row holds what a bucket of it needs, so that a
/// question reads one row. Seconds count from the lower edge, in 32 bits.
struct HoursTables: Sendable {
  /// Begins with an empty stretch at the lower edge and ends with one that never starts.
  let stretches: FixedTable<OpenStretch>
  /// Open seconds in all the time covered.
  let total: Int
  private let times: FixedTable<TimeRow>
  private let timeShift: Int
  private let amounts: FixedTable<AmountRow>
  private let amountShift: Int

  /// Two parts of a bucket of time that are open; an empty one stands for none.
  struct TimeRow: BitwiseCopyable, Sendable {
    /// Open seconds before the bucket, less the starts of its parts; wraps around.
    var base: UInt32 = 0
    var start1: UInt16 = 0
    var end1: UInt16 = 0
    var start2: UInt16 = 0
    var end2: UInt16 = 0
    /// The last stretch that starts at or before the bucket; inverted when more than two parts of
    /// it are open, so that they must be looked at one by one.
    var stretch: Int32
  }

  /// A bucket of open time, with the hours closed in between.
  struct AmountRow: BitwiseCopyable, Sendable {
    /// The earliest second by which the amount the bucket begins with has passed. In a bucket with
    /// more than two closings: the stretch to look from.
    var reached: UInt32
    var gap1: UInt32 = 0
    var gap2: UInt32 = 0
    var closing1: UInt16 = 0
    var closing2: UInt16 = 0

    static let crowded = UInt32.max
  }

  /// What 32 bits can count: 136 years.
  static let longest = Int(UInt32.max)

  init(_ open: OpenStretches, covering range: Range<Int>) {
    let all = Self.totalled(open, from: range.lowerBound)
    stretches = all
    total = all[all.count - 1].before
    timeShift = Self.shift(14...16, all) { all[$0 + 2].start - all[$0].end }
    amountShift = Self.shift(13...16, all) { all[$0 + 2].reached - all[$0].reached }
    times = Self.times(all, range.count, timeShift)
    amounts = Self.amounts(all, total, amountShift)
  }

  func free() {
    stretches.free()
    times.free()
    amounts.free()
  }
}

/// A stretch of open time, in seconds from the lower edge.
struct OpenStretch: BitwiseCopyable, Sendable {
  let start: Int
  let end: Int
  /// Open seconds before it.
  let before: Int

  /// Open seconds up to its end.
  var reached: Int { before &+ end &- start }
}

extension HoursTables {
  /// Open seconds up to the second.
  @inline(__always)
  func opened(by second: Int) -> Int {
    let row = times[second &>> timeShift]
    guard row.stretch >= 0 else { return Self.opened(by: second, stretches, from: ~row.stretch) }
    let offset = UInt16(truncatingIfNeeded: second & (1 &<< timeShift &- 1))
    let first = UInt32(max(min(offset, row.end1), row.start1))
    let second = UInt32(max(min(offset, row.end2), row.start2))
    return Int(row.base &+ first &+ second)
  }

  /// The earliest second by which so much has been open; the amount is above 0, at most the total.
  @inline(__always)
  func reached(_ amount: Int) -> Int {
    let row = amounts[amount &>> amountShift]
    guard row.gap2 != AmountRow.crowded else {
      return Self.spent(amount - 1, stretches, from: row.reached) + 1
    }
    let offset = amount & (1 &<< amountShift &- 1)
    return Int(row.reached) &+ offset &+ (offset > row.closing1 ? Int(row.gap1) : 0)
      &+ (offset > row.closing2 ? Int(row.gap2) : 0)
  }

  /// The last second by which no more than so much has been open; the amount is below the total.
  @inline(__always)
  func spent(_ amount: Int) -> Int {
    let row = amounts[amount &>> amountShift]
    guard row.gap2 != AmountRow.crowded else {
      return Self.spent(amount, stretches, from: row.reached)
    }
    let offset = amount & (1 &<< amountShift &- 1)
    return Int(row.reached) &+ offset &+ (offset >= row.closing1 ? Int(row.gap1) : 0)
      &+ (offset >= row.closing2 ? Int(row.gap2) : 0)
  }

  /// The last stretch that starts at or before the second.
  func stretch(at second: Int) -> Int {
    let stretch = times[second &>> timeShift].stretch
    return Self.stretch(at: second, stretches, from: stretch < 0 ? ~stretch : stretch)
  }

  @inline(never)
  private static func stretch(
    at second: Int, _ stretches: FixedTable<OpenStretch>, from start: Int32
  ) -> Int {
    var j = Int(start)
    while stretches[j + 1].start <= second { j += 1 }
    return j
  }

  private static func opened(
    by second: Int, _ stretches: FixedTable<OpenStretch>, from start: Int32
  ) -> Int {
    let found = stretches[stretch(at: second, stretches, from: start)]
    return found.before + min(second, found.end) - found.start
  }

  @inline(never)
  private static func spent(
    _ amount: Int, _ stretches: FixedTable<OpenStretch>, from start: UInt32
  ) -> Int {
    var j = Int(start)
    while stretches[j].reached <= amount { j += 1 }
    return stretches[j].start + amount - stretches[j].before
  }
}
