// SPDX-License-Identifier: AGPL-3.0-or-later

/// A time zone as plain values: its name, the offset in force in each stretch of time, and the
/// version of the time-zone data it was read from. Built at the edge (`ZoneLoader`), so that the
/// rules never look at the system (SLA 6).
package struct Zone: Sendable, Equatable {
  /// The IANA name, `Europe/London`.
  package let name: String
  /// The version of the data, `2026b`; stored beside every result computed with it.
  package let dataVersion: String
  /// Offsets in order; the first holds since ever, each other from its `start` on.
  package let spans: [Span]

  /// A stretch with one offset from UTC.
  package struct Span: Sendable, Equatable {
    /// First second of the stretch; `Instant(seconds: .min)` for the first.
    package let start: Instant
    /// Seconds east of UTC.
    package let offset: Int

    package init(start: Instant, offset: Int) {
      self.start = start
      self.offset = offset
    }
  }

  /// `spans` must not be empty and must be in order of start.
  package init(name: String, dataVersion: String, spans: [Span]) {
    precondition(!spans.isEmpty, "a zone has an offset")
    self.name = name
    self.dataVersion = dataVersion
    self.spans = spans
  }

  package static let utc = Zone(
    name: "UTC", dataVersion: "none", spans: [Span(start: Instant(seconds: .min), offset: 0)])

  /// Seconds east of UTC in force at the moment.
  package func offset(at t: Instant) -> Int {
    var low = 0
    var high = spans.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if spans[middle].start <= t { low = middle } else { high = middle }
    }
    return spans[low].offset
  }

  /// The date on the wall in this zone at the moment.
  package func day(at t: Instant) -> Day {
    Day(number: (t.seconds + offset(at: t)).floorDivided(by: 86_400))
  }

  /// The reading of the local clock at the moment.
  package func timeOfDay(at t: Instant) -> TimeOfDay {
    TimeOfDay(seconds: (t.seconds + offset(at: t)).floorRemainder(by: 86_400))
  }

  /// The first moment whose local reading is this date and time or later: a skipped reading gives
  /// the moment after the gap, a repeated one its first occurrence.
  package func instant(_ day: Day, _ time: TimeOfDay = TimeOfDay(seconds: 0)) -> Instant {
    let reading = day.number * 86_400 + time.seconds
    for (index, span) in spans.enumerated() {
      let end = index + 1 < spans.count ? spans[index + 1].start.seconds : Int.max
      let candidate = reading - span.offset
      if candidate < end { return Instant(seconds: max(candidate, span.start.seconds)) }
    }
    return Instant(seconds: reading - spans[spans.count - 1].offset)
  }
}

extension Zone {
  /// The stretches of one offset that make up the range, in order and cut to it.
  package func spans(in range: Range<Int>) -> [(range: Range<Int>, offset: Int)] {
    guard !range.isEmpty else { return [] }
    var result: [(range: Range<Int>, offset: Int)] = []
    for (index, span) in spans.enumerated() {
      let end = index + 1 < spans.count ? spans[index + 1].start.seconds : Int.max
      let part = range.clamped(to: span.start.seconds..<max(end, span.start.seconds))
      if !part.isEmpty { result.append((part, span.offset)) }
    }
    return result
  }
}
