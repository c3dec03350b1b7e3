// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A month of the calendar, written `2026-03`.
package struct Month: Sendable, Equatable, CustomStringConvertible {
  package let first: Day

  package init(of day: Day) { first = Day(year: day.year, month: day.month, day: 1)! }

  /// Nil for what is no month anybody has tickets in.
  package init?(_ text: String) {
    guard text.utf8.count == 7, let first = Day(text + "-01"), (1970...2999).contains(first.year)
    else { return nil }
    self.first = first
  }

  package var description: String { String(first.description.prefix(7)) }

  package var before: Month { Month(of: first.advanced(by: -1)) }
  package var after: Month { Month(of: first.advanced(by: 32)) }
}

struct NoMonth: Refusal {
  let code = "report.month"
  let field: String? = "month"
  let message: Phrase = "Write a month as year and month, like 2026-03."
}
