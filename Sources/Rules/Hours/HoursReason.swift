// SPDX-License-Identifier: AGPL-3.0-or-later

/// Why a second is open or closed: the rule of the calendar that decided it.
package enum HoursReason: Hashable, Sendable, CustomStringConvertible {
  case weekly(Weekday, OpeningHours.Interval)
  case holiday(Day, name: String)
  case exception(Day)
  case outsideHours

  /// As on the wire: `weekly mon 09:00-17:00`.
  package var description: String {
    switch self {
    case .weekly(let weekday, let hours): "weekly \(weekday.key) \(hours)"
    case .holiday(let day, _): "holiday \(day)"
    case .exception(let day): "exception \(day)"
    case .outsideHours: "outside hours"
    }
  }
}

/// A stretch of time with one answer and one reason.
package struct HoursPiece: Hashable, Sendable {
  package let from: Instant
  package let to: Instant
  package let isOpen: Bool
  package let reason: HoursReason

  package init(from: Instant, to: Instant, isOpen: Bool, reason: HoursReason) {
    self.from = from
    self.to = to
    self.isOpen = isOpen
    self.reason = reason
  }

  /// Adds a piece after those that stand, growing the last one when nothing changes between them.
  static func append(_ piece: HoursPiece, to pieces: inout [HoursPiece]) {
    guard piece.from < piece.to else { return }
    if let last = pieces.last, last.to == piece.from, last.isOpen == piece.isOpen,
      last.reason == piece.reason
    {
      pieces[pieces.count - 1] = HoursPiece(
        from: last.from, to: piece.to, isOpen: last.isOpen, reason: last.reason)
    } else {
      pieces.append(piece)
    }
  }

  func clipped(to range: Range<Int>) -> HoursPiece {
    HoursPiece(
      from: Instant(seconds: max(from.seconds, range.lowerBound)),
      to: Instant(seconds: min(to.seconds, range.upperBound)), isOpen: isOpen, reason: reason)
  }
}

extension [HoursPiece] {
  /// Those of the range, which they must tile, cut to it.
  func cut(to range: Range<Int>) -> [HoursPiece] {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].to.seconds <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return self[low...].prefix { $0.from.seconds < range.upperBound }.map { $0.clipped(to: range) }
  }
}
