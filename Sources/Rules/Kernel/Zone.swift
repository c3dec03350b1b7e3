// SPDX-License-Identifier: AGPL-3.0-or-later

/// A time zone as plain values: its name, the offset in force in each stretch of time, and the
/// version of the time-zone data it was read from. Built at the edge (`Zones`), so that the rules
/// never look at the system (SLA 6).
package struct Zone: Sendable, Equatable {
  /// The IANA name, `Europe/London`.
  package let name: String
  /// The version of the data, `2026b`; stored beside every result computed with it.
  package let dataVersion: String
  /// Offsets in order; the first holds since ever, each other from its `start` on.
  package let spans: [Span]
  /// What goes on for ever after the last span has begun; nil when its offset just stays.
  package let rule: ZoneRule?

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
  package init(name: String, dataVersion: String, spans: [Span], rule: ZoneRule? = nil) {
    precondition(!spans.isEmpty, "a zone has an offset")
    self.name = name
    self.dataVersion = dataVersion
    self.spans = spans
    self.rule = rule
  }

  package static let utc = Zone(
    name: "UTC", dataVersion: "none", spans: [Span(start: Instant(seconds: .min), offset: 0)])

  /// Seconds east of UTC in force at the moment.
  package func offset(at t: Instant) -> Int {
    let index = spanIndex(at: t)
    if index == spans.count - 1, let rule { return rule.offset(at: t) }
    return spans[index].offset
  }

  private func spanIndex(at t: Instant) -> Int {
    var low = 0
    var high = spans.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if spans[middle].start <= t { low = middle } else { high = middle }
    }
    return low
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
    // Three days reach over every offset there ever was.
    let around = reading - 3 * 86_400..<reading + 3 * 86_400
    for span in spans(in: around) where reading - span.offset < span.range.upperBound {
      return Instant(seconds: max(reading - span.offset, span.range.lowerBound))
    }
    return Instant(seconds: around.upperBound)
  }

  /// The stretches of one offset that make up the range, in order and cut to it.
  package func spans(in range: Range<Int>) -> [(range: Range<Int>, offset: Int)] {
    guard !range.isEmpty else { return [] }
    var result: [(range: Range<Int>, offset: Int)] = []
    var index = spanIndex(at: Instant(seconds: range.lowerBound))
    var from = range.lowerBound
    while index + 1 < spans.count, from < range.upperBound {
      let end = min(range.upperBound, spans[index + 1].start.seconds)
      result.append((from..<end, spans[index].offset))
      from = end
      index += 1
    }
    guard from < range.upperBound else { return result }
    guard let rule else { return result + [(from..<range.upperBound, spans[index].offset)] }
    return result + rule.spans(in: from..<range.upperBound)
  }
}
