// SPDX-License-Identifier: AGPL-3.0-or-later

/// How the tables are laid out, once.
extension HoursTables {
  static func totalled(_ open: OpenStretches, from edge: Int) -> FixedTable<OpenStretch> {
    let list = open.list
    var before = 0
    return FixedTable(count: list.count + 2) { index in
      if index == 0 { return OpenStretch(start: 0, end: 0, before: 0) }
      guard index <= list.count else { return OpenStretch(start: .max, end: .max, before: before) }
      let start = list[index &- 1].start &- edge
      let end = list[index &- 1].end &- edge
      defer { before &+= end &- start }
      return OpenStretch(start: start, end: end, before: before)
    }
  }

  /// The widest buckets of which few hold three stretches: those must be searched.
  static func shift(
    _ widths: ClosedRange<Int>, _ stretches: FixedTable<OpenStretch>, _ width: (Int) -> Int
  ) -> Int {
    // The first and the last stretch are not of the calendar.
    let threes = max(0, stretches.count - 4)
    let samples = stride(from: 1, through: threes, by: threes / 1000 + 1)
    var tally = InlineArray<64, Int>(repeating: 0)
    var count = 0
    for index in samples {
      tally[Int.bitWidth - width(index).leadingZeroBitCount] += 1
      count += 1
    }
    var narrower = (0...widths.lowerBound).reduce(0) { $0 + tally[$1] }
    var shift = widths.lowerBound
    while shift < widths.upperBound {
      narrower += tally[shift + 1]
      if narrower > count / 64 { break }
      shift += 1
    }
    return shift
  }

  static func times(_ stretches: FixedTable<OpenStretch>, _ length: Int, _ shift: Int)
    -> FixedTable<TimeRow>
  {
    var j = 0
    return FixedTable(count: length &>> shift + 1) { bucket in
      let start = bucket &<< shift
      while stretches[j + 1].start <= start { j += 1 }
      return time(stretches, j, start, start + 1 &<< shift)
    }
  }

  /// Seconds from the edge fit in 33 bits, so that nothing here can overflow.
  private static func time(
    _ stretches: FixedTable<OpenStretch>, _ j: Int, _ start: Int, _ end: Int
  ) -> TimeRow {
    let next = stretches[j].end > start ? j : j &+ 1
    let first = stretches[next]
    var row = TimeRow(
      base: UInt32(truncatingIfNeeded: first.before), stretch: Int32(truncatingIfNeeded: j))
    guard first.start < end else { return row }
    row.base &+= UInt32(truncatingIfNeeded: max(0, start &- first.start))
    row.start1 = UInt16(truncatingIfNeeded: max(0, first.start &- start))
    // No offset lies behind the last second, so that a part which goes on may end there.
    row.end1 = UInt16(truncatingIfNeeded: min(first.end, end &- 1) &- start)
    let second = stretches[next &+ 1]
    if second.start < end {
      row.start2 = UInt16(truncatingIfNeeded: second.start &- start)
      row.end2 = UInt16(truncatingIfNeeded: min(second.end, end &- 1) &- start)
      if second.end < end, stretches[next &+ 2].start < end { row.stretch = ~row.stretch }
    }
    row.base &-= UInt32(row.start1) &+ UInt32(row.start2)
    return row
  }

  static func amounts(_ stretches: FixedTable<OpenStretch>, _ total: Int, _ shift: Int)
    -> FixedTable<AmountRow>
  {
    var j = 0
    return FixedTable(count: total &>> shift + 1) { bucket in
      let amount = bucket &<< shift
      while stretches[j].reached < amount { j += 1 }
      return self.amount(stretches, j, amount, amount + 1 &<< shift)
    }
  }

  /// Closings at or after the bucket's first amount; the last of all has nothing to lead to.
  private static func amount(
    _ stretches: FixedTable<OpenStretch>, _ j: Int, _ start: Int, _ end: Int
  ) -> AmountRow {
    let last = stretches.count &- 2
    let first = stretches[j]
    var row = AmountRow(
      reached: UInt32(truncatingIfNeeded: first.start &+ start &- first.before))
    guard j < last, first.reached < end else { return row }
    let second = stretches[j &+ 1]
    row.closing1 = UInt16(truncatingIfNeeded: first.reached &- start)
    row.gap1 = UInt32(truncatingIfNeeded: second.start &- first.end)
    guard j &+ 1 < last, second.reached < end else { return row }
    let third = stretches[j &+ 2]
    guard j &+ 2 >= last || third.reached >= end else {
      return AmountRow(reached: UInt32(truncatingIfNeeded: j), gap2: AmountRow.crowded)
    }
    row.closing2 = UInt16(truncatingIfNeeded: second.reached &- start)
    row.gap2 = UInt32(truncatingIfNeeded: third.start &- second.end)
    return row
  }
}
