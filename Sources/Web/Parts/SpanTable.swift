// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Explain every minute: all stretches of a clock's life with their reasons; the counted ones add up to
/// the clock's header.
package struct SpanTable: Part {
  /// One stretch and why it counts or does not.
  package struct Row: Sendable {
    package let span: RibbonSpan
    let why: HTML
    /// Seconds the stretch added to the clock.
    let counted: Int

    package init(_ span: RibbonSpan, why: HTML, counted: Int) {
      self.span = span
      self.why = why
      self.counted = counted
    }
  }

  let rows: [Row]
  let zone: Zone

  package init(_ rows: [Row], zone: Zone) {
    self.rows = rows
    self.zone = zone
  }

  package var html: HTML {
    """
    <div class="span-table"><table><thead><tr><th scope="col">\(say: "From – to")</th><th scope="col">\(say: "State")</th><th scope="col">\(say: "Why")</th><th scope="col" class="number">\(say: "Counted")</th><th scope="col" class="number">\(say: "Total")</th></tr></thead><tbody>\(each: zip(rows, totals), row)</tbody>\(given: rows.first, foot)</table></div>
    """
  }

  /// The clock's reading at the end of each row.
  var totals: [Int] {
    var total = 0
    return rows.map {
      total += $0.counted
      return total
    }
  }

  private func row(_ row: Row, _ total: Int) -> HTML {
    """
    <tr\(attribute: "data-kind", row.span.kind == .closed ? "closed" : nil)><th scope="row" data-line="first">\(stretch(row.span.from, row.span.to))</th><td>\(row.span.kind.mark)</td><td data-line="rest">\(row.why)</td><td class="number" data-line="count">\(if: row.counted > 0, "\(exactDuration: row.counted)", else: "–")</td><td class="number" data-line="hidden">\(exactDuration: total)</td></tr>
    """
  }

  private func foot(_ first: Row) -> HTML {
    """
    <tfoot><tr><th scope="row" data-line="first">\(whole(first.span.from, rows[rows.count - 1].span.to))</th><td data-line="hidden"></td><td data-line="hidden"></td><td class="number" data-line="count">\(exactDuration: totals.last ?? 0)</td><td data-line="hidden"></td></tr></tfoot>
    """
  }

  private func stretch(_ from: Instant, _ to: Instant) -> HTML {
    let (first, last) = (zone.day(at: from), zone.day(at: to))
    return first == last
      ? "\(say: first.short) \(time: from) – \(time: to)"
      : "\(say: first.short) \(time: from) – \(say: last.short) \(time: to)"
  }

  /// The foot tells the whole dates, so that the lines can be short.
  private func whole(_ from: Instant, _ to: Instant) -> HTML {
    "\(moment: from) – \(moment: to)"
  }
}

extension RibbonSpan.Kind {
  /// The stretch's state in one word.
  var mark: StateMark {
    switch self {
    case .ran: StateMark(.running, "Ran")
    case .over: StateMark(.late, "Ran late")
    case .client(let who), .thirdParty(let who): StateMark(.paused, "Waited on \(who)")
    case .paused: StateMark(.paused, "Paused")
    case .closed: StateMark(.none, "Closed")
    case .resolved: StateMark(.met, "Resolved")
    case .ahead: StateMark(.none, "To come")
    }
  }
}
