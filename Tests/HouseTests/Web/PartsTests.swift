// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

@testable import Web

/// What parts promise whoever fills them in.
struct PartsTests {
  func rendered(_ part: some Part) -> String { part.html.text(for: Rendering(wording: .plain)) }

  static let shape = Shape(
    Field.text("subject", label: "Subject").help("One line"),
    .choice("impact", label: "Impact", [.init("one", "One person"), .init("all", "Everyone")]),
    .duration("targets.p1", label: "First reply").optional, .secret("password", label: "Password"))

  @Test func `a refused form keeps what was typed and leads to what is wrong`() {
    let typed = Typed(
      values: ["subject": ["<Printer>"], "impact": ["all"]],
      messages: ["subject": "Say more."], message: nil)
    let html = rendered(Form(post: "/tickets", Self.shape, typed, send: "Open ticket"))
    #expect(html.contains("value=\"&lt;Printer&gt;\""))
    #expect(html.contains("<option value=\"all\" selected>"))
    #expect(html.contains("One thing needs a look"))
    #expect(html.contains("href=\"#f-subject\"") && html.contains("id=\"f-subject\""))
    #expect(
      html.contains("aria-describedby=\"f-subject-hint f-subject-error\" aria-invalid=\"true\""))
  }

  @Test func `fields of a grid stand once, under its heads, with what is wrong in their cell`() {
    let typed = Typed(values: [:], messages: ["targets.p1": "Say how long."], message: nil)
    let grid = FieldGrid("Promised", columns: ["First reply"], rows: [.init("P1", ["targets.p1"])])
    let html = rendered(
      Form(post: "/terms", Self.shape, typed, send: "Save", grids: [grid]))
    #expect(html.matches(of: /name="targets\.p1"/).count == 1)
    #expect(html.contains("<th scope=\"col\">First reply</th>"))
    #expect(html.contains("<label class=\"visually-hidden\" for=\"f-targets-p1\">First reply"))
    #expect(html.contains("id=\"f-targets-p1-error\""))
    #expect(html.contains("href=\"#f-targets-p1\""))
  }

  @Test func `every input of a form has a label of its own`() {
    let html = rendered(Form(post: "/tickets", Self.shape, .nothing, send: "Open ticket"))
    let labels = Set(html.matches(of: /<label for="([^"]+)"/).map { String($0.1) })
    #expect(labels == ["f-subject", "f-impact", "f-targets-p1", "f-password"])
    #expect(labels.allSatisfy { html.contains("id=\"\($0)\"") })
  }

  @Test func `a secret is never drawn again`() {
    let typed = Typed(values: ["password": ["open sesame"]], messages: [:], message: nil)
    #expect(!rendered(Form(post: "/", Self.shape, typed, send: "Sign in")).contains("sesame"))
  }

  @Test(arguments: [true, false]) func `advanced fields open when one of them is wrong`(
    isWrong: Bool
  ) {
    let typed = Typed(
      values: [:], messages: [isWrong ? "targets.p1" : "subject": "Look here."], message: nil)
    let html = rendered(
      Form(post: "/", Self.shape, typed, send: "Send", advanced: ["targets.p1"]))
    #expect(html.contains("<details open>") == isWrong)
  }

  @Test func `a table says its order and gives the address of every other`() {
    let table = Table(
      [
        .init("Subject", isHead: true), .init("Due", sort: "due"),
        .number("Replies", sort: "replies"),
      ],
      rows: [.init(["A", "B", "3"])],
      sorting: .init(by: "due", descending: true) { "/queue?sort=\($0)" })
    let html = rendered(table)
    #expect(html.contains("aria-sort=\"descending\"><a href=\"/queue?sort=due\">"))
    #expect(html.contains("class=\"number\"><a href=\"/queue?sort=replies\">"))
    #expect(html.contains("<th scope=\"row\">A</th>"))
  }

  @Test func `a countdown tells scripts what it may count`() {
    let html = rendered(
      StateMark(.running, Countdown(left: 1500, open: 600, risk: 900, subject: "T-1")))
    #expect(html.contains("data-left=\"1500\" data-open=\"600\" data-risk=\"900\""))
    #expect(html.contains(">25 min left</span>") && html.contains("Running: "))
  }

  @Test func `late time is said without a minus`() {
    #expect(rendered(StateMark(.late, Countdown(left: -2400))).contains(">late 40 min</span>"))
  }

  @Test func `the bar of shares fills its width to the last thousandth`() {
    let shares = [7, 11, 13].map { StackedBar.Share(.ours, "Ours", seconds: $0) }
    let pieces = StackedBar(id: "bar", "Whose time was it?", shares).pieces
    #expect(pieces[0].at == 0 && pieces.reduce(0) { $0 + $1.width } == RibbonScale.whole)
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.at + $0.width == $1.at })
  }

  @Test func `hundred percent stands only where nothing was missed`() {
    #expect(DotPlot.Month("Nov", kept: 999, of: 1000).percent == 99)
    #expect(DotPlot.Month("Nov", kept: 0, of: 0).percent == nil)
  }

  @Test func `long lists are counted up to a thousand`() {
    let html = rendered(
      Tabs("Views", [.init("All", "#", count: 1000), .init("Old", "#", count: 1001)]))
    #expect(html.contains("<small>1000</small>") && html.contains("<small>1,000+</small>"))
  }

  @Test(arguments: [[1, 1, 1, 0], [16, 8, 0, 74], [0, 0, 0, 0], [999, 1, 0, 0], [1, 1, 1, 4]])
  func `shares in whole percents add up`(_ seconds: [Int]) {
    let bar = StackedBar(
      id: "b", "Whose?",
      zip([.ours, .client, .thirdParty, .closed], seconds).map { .init($0, "A", seconds: $1) })
    #expect(bar.percents.reduce(0, +) == (seconds == [0, 0, 0, 0] ? 0 : 100))
    #expect(zip(seconds, bar.percents).allSatisfy { $0 > 0 || $1 == 0 })
  }

  @Test func `the week has 168 cells`() {
    let hours = Array(
      repeating: Array(repeating: CoverageGrid.Cover?.some(.full), count: 24), count: 7)
    let html = rendered(CoverageGrid("When?", hours: hours, legend: [(.full, "full desk")]))
    #expect(html.matches(of: /data-cover="full">F</).count == 168)
  }

  @Test func `a story is parted by days in the reader's zone`() {
    let berlin = Zone(
      name: "Europe/Berlin", dataVersion: "test",
      spans: [.init(start: Instant(seconds: .min), offset: 3600)])
    let entries = ["22:30", "23:30"].map {
      Timeline.Entry(
        at: Instant("2026-11-20T\($0):00Z")!, .reply, who: "Ben", did: "replied", "Hello")
    }
    let days = { rendered(Timeline(entries, zone: $0)).matches(of: /class="day"/).count }
    #expect(days(.utc) == 1 && days(berlin) == 2)
  }

  @Test func `the guide shows every state of a clock`() {
    let html = StyleGuide.body.text(for: Rendering(wording: .plain))
    #expect(ClockState.allCases.allSatisfy { html.contains("data-state=\"\($0.rawValue)\"") })
  }
}
