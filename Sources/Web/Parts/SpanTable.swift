// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Explain every minute: all stretches of a clock's life with their reasons. The counted ones add up to
/// the clock's header, with the others to its whole life.
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

    /// Seconds of the stretch that passed without the clock.
    var uncounted: Int { span.length - counted }
  }

  let rows: [Row]
  let zone: Zone

  package init(_ rows: [Row], zone: Zone) {
    self.rows = rows
    self.zone = zone
  }

  package var html: HTML {
    """
    <div class="span-table"><table><thead><tr><th scope="col">\(say: "From – to")</th><th scope="col">\(say: "State")</th><th scope="col">\(say: "Why")</th><th scope="col" class="number">\(say: "Counted")</th><th scope="col" class="number">\(say: "Not counted")</th><th scope="col" class="number">\(say: "Counted so far")</th></tr></thead><tbody>\(each: zip(rows, totals), row)</tbody>\(given: rows.first, foot)</table></div>
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
    <tr\(attribute: "data-kind", row.span.kind == .closed ? "closed" : nil)><th scope="row" data-line="first">\(stretch(row.span.from, row.span.to))</th><td>\(row.span.kind.mark)</td><td data-line="rest">\(row.why)</td>\(length(row.counted))\(length(row.uncounted))<td class="number" data-line="hidden">\(exactDuration: total)</td></tr>
    """
  }

  /// A dash in the column the stretch does not belong to; a phone shows the other one alone.
  private func length(_ seconds: Int) -> HTML {
    seconds > 0
      ? "<td class=\"number\" data-line=\"count\">\(exactDuration: seconds)</td>"
      : "<td class=\"number\" data-line=\"hidden\">–</td>"
  }

  /// Counted and not counted together are the whole: the lines tile the clock's life.
  private func foot(_ first: Row) -> HTML {
    let (from, to) = (first.span.from, rows[rows.count - 1].span.to)
    let counted = totals.last ?? 0
    let rest = rows.reduce(0) { $0 + $1.uncounted }
    return """
      <tfoot><tr><th scope="row" data-line="first">\(moment: from) – \(moment: to)</th><td colspan="2" data-line="rest">\(exactDuration: counted) \(say: "counted") + \(exactDuration: rest) \(say: "not counted") = \(exactDuration: counted + rest)</td><td class="number" data-line="hidden">\(exactDuration: counted)</td><td class="number" data-line="hidden">\(exactDuration: rest)</td><td data-line="hidden"></td></tr></tfoot>
      """
  }

  private func stretch(_ from: Instant, _ to: Instant) -> HTML {
    let (first, last) = (zone.day(at: from), zone.day(at: to))
    return first == last
      ? "\(date(first)) \(time: from) – \(time: to)"
      : "\(date(first)) \(time: from) – \(date(last)) \(time: to)"
  }

  /// As short as it can be without two days of the table looking alike: the foot tells the whole.
  private func date(_ day: Day) -> HTML {
    guard let first = rows.first, let last = rows.last else { return "\(day: day)" }
    let (from, to) = (zone.day(at: first.span.from), zone.day(at: last.span.to))
    if from.year != to.year { return "\(day: day)" }
    return from.month == to.month ? "\(say: day.short)" : "\(say: day.shortWithMonth)"
  }
}

extension RibbonSpan.Kind {
  /// The stretch's state in one word.
  var mark: StateMark {
    switch self {
    case .ran: StateMark(.running, "Ran")
    case .over: StateMark(.late, "Ran late")
    case .client(""): StateMark(.paused, "Waited on the client")
    case .client(let who), .thirdParty(let who): StateMark(.paused, "Waited on \(who)")
    case .paused: StateMark(.paused, "Paused")
    case .closed: StateMark(.none, "Closed")
    case .resolved: StateMark(.met, "Resolved")
    case .ahead: StateMark(.none, "To come")
    }
  }
}
