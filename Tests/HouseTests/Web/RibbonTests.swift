// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

@testable import Web

/// The strip of a clock says what its spans say.
struct RibbonTests {
  static let start = Instant("2026-11-20T15:00:00Z")!

  static func spans(_ lengths: [(RibbonSpan.Kind, Int)]) -> [RibbonSpan] {
    var at = start
    return lengths.map { kind, minutes in
      defer { at = at.advanced(by: minutes * 60) }
      return RibbonSpan(kind, from: at, to: at.advanced(by: minutes * 60))
    }
  }

  static func ribbon(_ spans: [RibbonSpan], now: Instant = start) -> Ribbon {
    Ribbon(id: "strip", spans: spans, now: now, zone: .utc)
  }

  func rendered(_ part: some Part) -> String { part.html.text(for: Rendering(wording: .plain)) }

  @Test func `the strip has one bar for each span, in its order`() {
    let spans = Self.spans([
      (.ran, 75), (.client("Dana"), 95), (.closed, 840), (.thirdParty("BT"), 60), (.over, 20),
      (.resolved, 30), (.ahead, 40),
    ])
    let kinds = rendered(Self.ribbon(spans)).matches(of: /<rect class="(\w+)"[^>]*y="[48]"/)
    #expect(
      kinds.map { String($0.1) } == ["ran", "paused", "closed", "paused", "over", "kept", "ahead"])
  }

  @Test func `bars touch one another and fill the strip`() {
    let scale = RibbonScale(
      Self.spans([(.ran, 7), (.client("Dana"), 11), (.closed, 999), (.ran, 13)]))
    #expect(scale.place(Self.start) == 0)
    #expect(scale.place(Self.start.advanced(by: 1030 * 60)) == RibbonScale.whole)
  }

  @Test(arguments: [1, 2, 5, 240]) func `open time is drawn to scale`(factor: Int) {
    let scale = RibbonScale(
      Self.spans([(.ran, 60 * factor), (.closed, 900), (.client("Dana"), 30 * factor)]))
    let ran = scale.place(Self.start.advanced(by: 3600 * factor))
    let waited = RibbonScale.whole - scale.place(Self.start.advanced(by: (60 * factor + 900) * 60))
    #expect(abs(ran - 2 * waited) <= 2)
  }

  @Test func `nights never take more than a quarter beside the work`() {
    let days = (0..<120).flatMap { _ in [(RibbonSpan.Kind.ran, 10), (.closed, 1430)] }
    let scale = RibbonScale(Self.spans(days))
    let ran = (0..<120).reduce(0) { sum, day in
      let from = Self.start.advanced(by: day * 86_400)
      return sum + scale.place(from.advanced(by: 600)) - scale.place(from)
    }
    #expect(ran >= RibbonScale.whole * 79 / 100)
  }

  @Test func `a moment outside the strip stands at its end`() {
    let scale = RibbonScale(Self.spans([(.ran, 60)]))
    #expect(scale.place(Self.start.advanced(by: -5)) == 0)
    #expect(scale.place(Self.start.advanced(by: 90_000)) == RibbonScale.whole)
  }

  @Test func `a strip without open time and a strip without any are drawn too`() {
    #expect(
      RibbonScale(Self.spans([(.closed, 600)])).place(Self.start.advanced(by: 18_000)) == 50_000)
    #expect(rendered(Self.ribbon([])).contains("Nothing to show yet"))
  }

  @Test func `the key adds up each kind and each party of its own`() {
    let sums = Self.ribbon(
      Self.spans([(.ran, 75), (.client("Dana"), 95), (.ran, 55), (.client("Jonas"), 5)])
    ).sums
    #expect(sums.map(\.seconds) == [130 * 60, 95 * 60, 5 * 60])
  }

  @Test func `the strip says in words what it shows`() {
    let text = rendered(
      Self.ribbon(Self.spans([(.ran, 75), (.client("Dana"), 95), (.closed, 60)])))
    #expect(
      text.contains(
        "From Fri 20 Nov 2026, 15:00; Ran 1 h 15; Waited on Dana 1 h 35; Outside hours 1 h"))
  }

  @Test func `words under the strip keep their distance`() {
    let spans = Self.spans([(.ran, 180), (.closed, 840), (.ran, 600), (.closed, 840), (.ran, 400)])
    let marks = Self.ribbon(spans, now: Self.start.advanced(by: 3600)).marks.map(\.at).sorted()
    #expect(marks.count > 5)
    #expect(zip(marks, marks.dropFirst()).allSatisfy { $1 - $0 >= 6_000 })
  }

  @Test func `the table of minutes adds up to its foot`() {
    let spans = Self.spans([(.ran, 75), (.client("Dana"), 95), (.ran, 55)])
    let table = SpanTable(
      spans.map { .init($0, why: "", counted: $0.kind == .ran ? $0.length : 0) }, zone: .utc)
    #expect(table.totals == [4500, 4500, 7800])
    let html = rendered(table)
    #expect(html.contains("2 h 10 min counted + 1 h 35 min not counted = 3 h 45 min</td>"))
    #expect(html.contains("data-line=\"count\">1 h 35 min</td>"))
  }

  @Test(arguments: [(3, "Fri 20 <"), (12, "Fri 20 Nov <"), (50, ">Fri 20 Nov 2026<")])
  func `the lines say as much of the date as tells their days apart`(_ days: Int, _ said: String) {
    let spans = Self.spans([(.ran, 75), (.closed, days * 1440), (.ran, 55)])
    let html = rendered(
      SpanTable(
        spans.map { .init($0, why: "", counted: $0.kind == .ran ? $0.length : 0) }, zone: .utc))
    let line = html.matches(of: /<th scope="row" data-line="first">(.*?)<\/th>/).first?.1 ?? ""
    #expect(line.contains(said), "\(line)")
  }

  @Test func `two strips on a page share no id`() {
    let html = rendered(Self.ribbon(Self.spans([(.client("Dana"), 5)])))
    #expect(html.contains("url(#strip-client)") && html.contains("id=\"strip-client\""))
  }
}
