// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Promises kept, a dot for each month against the goal; the counts stand in a table beside it.
package struct DotPlot: Part {
  /// One month: how many promises ended and how many of them were kept.
  package struct Month: Sendable {
    let name: Phrase
    let kept: Int
    let ended: Int

    package init(_ name: Phrase, kept: Int, of ended: Int) {
      self.name = name
      self.kept = kept
      self.ended = ended
    }

    /// Cut, not rounded: 100 stands only where nothing was missed. Nil when nothing ended.
    var percent: Int? { ended > 0 ? kept * 100 / ended : nil }
  }

  let question: Phrase
  let months: [Month]
  /// The share that must be kept, in percent.
  let goal: Int?

  package init(_ question: Phrase, _ months: [Month], goal: Int? = nil) {
    self.question = question
    self.months = months
    self.goal = goal
  }

  package var html: HTML {
    """
    <figure class="dot-plot"><figcaption>\(say: question)</figcaption><svg aria-hidden="true">\(each: lines, line)\(given: goal, goalLine)\(each: months.enumerated(), { dot($0.offset, $0.element) })</svg><details><summary>\(say: "The figures")</summary>\(table)</details></figure>
    """
  }

  /// The lowest percent drawn: a ten below the worst month, so that differences can be seen.
  var floor: Int {
    let worst = (months.compactMap(\.percent) + [goal ?? 100, 90]).min() ?? 90
    return max((worst / 10 - 1) * 10, 0)
  }

  private var lines: [Int] {
    let step = 100 - floor > 50 ? 25 : 10
    return Array(stride(from: 100, through: floor, by: -step))
  }

  /// From 20 (all kept) to 116 (the floor).
  func height(_ percent: Int) -> Int { 20 + (100 - percent) * 96 / max(100 - floor, 1) }

  private func line(_ percent: Int) -> HTML {
    let y = height(percent)
    return """
      <line class="axis" x1="44" x2="100%" y1="\(y)" y2="\(y)"/><text x="0" y="\(y + 4)">\(percent) %</text>
      """
  }

  private func goalLine(_ percent: Int) -> HTML {
    let y = height(percent)
    return """
      <line class="goal" x1="44" x2="100%" y1="\(y)" y2="\(y)"/><text data-strong x="100%" y="\(y - 4)" text-anchor="end">\(say: "goal \(percent) %")</text>
      """
  }

  private func dot(_ index: Int, _ month: Month) -> HTML {
    let x = (17_000 + index * 74_000 / max(months.count, 1)).percent
    let name: HTML = "<text x=\"\(x)\" y=\"138\" text-anchor=\"middle\">\(say: month.name)</text>"
    guard let percent = month.percent else { return name }
    let y = height(percent)
    return """
      <circle\(attribute: "class", percent >= goal ?? 0 ? "dot" : "miss") cx="\(x)" cy="\(y)" r="5"/><text data-strong x="\(x)" y="\(y - 10)" text-anchor="middle">\(percent)</text>\(name)
      """
  }

  private var table: Table {
    Table(
      [
        .init("Month", isHead: true), .number("Ended"), .number("Kept"), .number("Missed"),
        .number("Share"),
      ],
      rows: months.map { month in
        Table.Row([
          "\(say: month.name)", "\(month.ended)", "\(month.kept)", "\(month.ended - month.kept)",
          month.percent.map { "\($0) %" } ?? "–",
        ])
      }, caption: question, narrow: .scroll)
  }
}
