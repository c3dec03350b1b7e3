// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Where on a strip a moment stands. Open time is drawn to scale; a stretch outside hours is cut to a
/// narrow gap, so that a night or a weekend does not push the day's work together.
struct RibbonScale {
  /// Thousandths of a percent: whole numbers, so that a strip is drawn the same everywhere.
  static let whole = 100_000

  private let edges: [(from: Instant, to: Instant, start: Int, width: Int)]
  private let total: Int

  init(_ spans: [RibbonSpan]) {
    let open = spans.filter { $0.kind != .closed }.reduce(0) { $0 + $1.length }
    let closed = spans.count { $0.kind == .closed }
    // One gap is a twenty-fourth of the open time at most, all together a quarter of it.
    let most = max(open / max(24, 4 * closed), 1)
    var edges: [(from: Instant, to: Instant, start: Int, width: Int)] = []
    var at = 0
    for span in spans {
      let isCut = span.kind == .closed && open > 0
      let width = isCut ? min(span.length, most) : span.length
      edges.append((span.from, span.to, at, width))
      at += width
    }
    self.edges = edges
    total = max(at, 1)
  }

  /// From 0 to `whole`; what lies outside stands at the nearer end.
  func place(_ moment: Instant) -> Int {
    guard let edge = edges.last(where: { $0.from <= moment }) else { return 0 }
    let length = edge.to.since(edge.from)
    let passed = min(max(moment.since(edge.from), 0), length)
    let units = edge.start + (length == 0 ? 0 : scaled(passed, edge.width, length))
    return scaled(units, Self.whole, total)
  }

  /// `value × factor ÷ divisor` without running over.
  private func scaled(_ value: Int, _ factor: Int, _ divisor: Int) -> Int {
    let product = value.multipliedFullWidth(by: factor)
    return divisor.dividingFullWidth(product).quotient
  }
}

extension Int {
  /// A place on a strip as SVG wants it: `12.5%`.
  var percent: String {
    var thousandths = String(self % 1000 + 1000).dropFirst()
    while thousandths.last == "0" { thousandths.removeLast() }
    return thousandths.isEmpty ? "\(self / 1000)%" : "\(self / 1000).\(thousandths)%"
  }
}
