// SPDX-License-Identifier: AGPL-3.0-or-later

/// Answers outside the years an index covers: the timetable is laid out a few years at a time until
/// the answer is found. Time itself ends with the year 9999, the last a date can be written in.
extension HoursIndex {
  static let beginningOfTime = -62_167_219_200
  static let endOfTime = 253_402_300_800
  /// Eight years.
  private static let step = 252_460_800
  /// The Gregorian calendar repeats after 400 years, weekdays included.
  private static let cycle = 12_622_780_800

  /// A range within the time that can be written.
  static func span(_ from: Int, _ to: Int) -> Range<Int> {
    let start = min(max(from, beginningOfTime), endOfTime)
    return start..<max(start, min(to, endOfTime))
  }

  @inline(never)
  func elapsedBeyond(from: Int, to: Int) -> Int {
    var sum = 0
    _ = walk(from: from, to: to) { stretch in
      sum += stretch.end - stretch.start
      return nil
    }
    return sum
  }

  @inline(never)
  func dueBeyond(from: Int, seconds: Int) -> Instant? {
    var left = seconds
    return reach(from: from, seconds) { stretch in
      if left <= stretch.end - stretch.start { return stretch.start + left }
      left -= stretch.end - stretch.start
      return nil
    }
  }

  @inline(never)
  func latestBeyond(from: Int, seconds: Int) -> Instant? {
    var left = seconds
    return reach(from: from, left) { stretch in
      if left < stretch.end - stretch.start { return stretch.start + left }
      left -= stretch.end - stretch.start
      return nil
    }
  }

  /// Walks on from an instant; an amount that doesn't fit before the end of time is not looked for.
  private func reach(
    from: Int, _ seconds: Int, _ body: (OpenStretches.Stretch) -> Int?
  ) -> Instant? {
    guard seconds <= Self.endOfTime - max(from, Self.beginningOfTime) else { return nil }
    return walk(from: from, to: Self.endOfTime, body).map(Instant.init(seconds:))
  }

  /// Hands over open stretches in order until one gives an answer. Stretches cut at the edge of a
  /// step come in two pieces.
  private func walk(from: Int, to: Int, _ body: (OpenStretches.Stretch) -> Int?) -> Int? {
    let range = Self.span(from, to)
    var start = range.lowerBound
    var lastOpen = max(start, timetable.lastDatedSecond)
    while start < range.upperBound, timetable.mayOpen(from: start), start - lastOpen <= Self.cycle {
      let end = min(range.upperBound, start + Self.step)
      for stretch in timetable.open(in: start..<end).list {
        if let answer = body(stretch) { return answer }
        lastOpen = max(lastOpen, stretch.end)
      }
      start = end
    }
    return nil
  }
}
