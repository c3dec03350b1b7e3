// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

extension HoursReason {
  /// What people read: which rule of the calendar opens or closes this stretch.
  var words: Phrase {
    switch self {
    case .weekly(let weekday, let hours):
      "weekly hours \(phrase: weekday.name) \(hours.description)"
    case .holiday(let day, let name):
      name.isEmpty ? "holiday \(day: day)" : "holiday \(name), \(day: day)"
    case .exception(let day): "exception \(day: day)"
    case .outsideHours: "outside hours"
    }
  }
}

extension Calendar {
  /// Its name with the versions by which some of the stretch was counted; a calendar made of others
  /// has none of its own.
  func words(from: Instant, to: Instant) -> Phrase {
    let ordered = versions.enumerated().sorted {
      ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset)
    }.map(\.element)
    let begun = ordered.filter { $0.effectiveFrom < max(to, from.advanced(by: 1)) }
    let first = begun.lastIndex { $0.effectiveFrom <= from } ?? begun.startIndex
    let numbers = begun[first...].map(\.number)
    guard let one = numbers.first, let last = numbers.last else { return "\(name)" }
    return one == last
      ? "\(name) version \(one)" : "\(name) versions \(one) to \(last)"
  }
}
