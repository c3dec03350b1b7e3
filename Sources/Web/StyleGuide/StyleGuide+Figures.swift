// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Charts: the question on top, the picture, the figures under it.
extension StyleGuide {
  static var figures: HTML {
    """
    <div class="columns">\(Section("Kept over time", plot.html))\(Section("Where the time went", bar.html))</div>
    \(Section("Cover", week.html))
    """
  }

  private static var plot: DotPlot {
    DotPlot(
      "Do we keep the resolution promise?",
      [
        .init("Jun", kept: 33, of: 34), .init("Jul", kept: 34, of: 36),
        .init("Aug", kept: 22, of: 22),
        .init("Sep", kept: 46, of: 48), .init("Oct", kept: 40, of: 44),
        .init("Nov", kept: 50, of: 51),
      ], goal: 95)
  }

  private static var bar: StackedBar {
    StackedBar(
      id: "whose", "Whose time was it?",
      [
        .init(.ours, "Ours", seconds: 151_800), .init(.client, "Hartley Foods", seconds: 111_900),
        .init(.thirdParty, "Third parties", seconds: 44_400),
        .init(.closed, "Outside hours", seconds: 91_800),
      ])
  }

  private static var week: CoverageGrid {
    CoverageGrid(
      "When is Hartley Foods covered?",
      hours: (0..<7).map { day in (0..<24).map { cover(day, $0) } },
      legend: [
        (.full, "full desk"), (.first, "first line"), (.call, "on call, 150 an hour"),
        (nil, "no cover"),
      ], now: (.monday, 15))
  }

  private static func cover(_ day: Int, _ hour: Int) -> CoverageGrid.Cover? {
    if day < 5, (8..<18).contains(hour) { return .full }
    if day < 5, (7..<20).contains(hour) { return .first }
    return (6..<23).contains(hour) ? .call : nil
  }
}
