// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

struct HTMLTests {
  private let rendering = Rendering(wording: .plain)

  private func text(_ html: HTML) -> String { html.text(for: rendering) }

  @Test func `literals stand as written and values are escaped`() {
    let name = "<b>\"O'Hara\" & sons</b>"
    #expect(
      text("<p title=\"\(name)\">\(name)</p>")
        == "<p title=\"&lt;b&gt;&quot;O&#39;Hara&quot; &amp; sons&lt;/b&gt;\">"
        + "&lt;b&gt;&quot;O&#39;Hara&quot; &amp; sons&lt;/b&gt;</p>")
  }

  @Test func `markup in markup is not escaped twice`() {
    let row: (String) -> HTML = { "<li>\($0)</li>" }
    #expect(
      text("<ul>\(each: ["a<", "b"], row)</ul>") == "<ul><li>a&lt;</li><li>b</li></ul>")
    #expect(text("\(if: false, row("x"))\(given: Optional("y"), row)") == "<li>y</li>")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "\u{1}javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x",
  ])
  func `an address with a dangerous scheme leads nowhere`(_ address: String) {
    #expect(text("<a href=\"\(address)\">x</a>") == "<a href=\"#\">x</a>")
    #expect(text("<a\(attribute: "href", address)>x</a>") == "<a href=\"#\">x</a>")
    #expect(text("<form action=\"\(address)\">") == "<form action=\"#\">")
  }

  @Test(arguments: [
    "/tickets/12", "https://example.org/a?b=c", "mailto:a@example.org", "tel:+49301234", "#top",
    "?page=2", "../x",
  ])
  func `an address of ours or of the web stays as it is`(_ address: String) {
    #expect(text("<a href=\"\(address)\">x</a>").contains("href=\"\(address)\""))
  }

  @Test func `two values in a row can't make up a scheme together`() {
    #expect(
      text("<a href=\"\("java")\("script:alert(1)")\">") == "<a href=\"./javascript:alert(1)\">")
  }

  @Test func `data for a script can't end the script`() {
    let out = text("<script>\(json: ["a": "</script><!--&"])</script>")
    #expect(out == #"<script>{"a":"\u003c/script\u003e\u003c!--\u0026"}</script>"#)
  }

  @Test func `an attribute without a value is left out`() {
    #expect(text("<p\(attribute: "id", Optional<String>.none)>") == "<p>")
    #expect(
      text("<input\(attribute: "checked", if: true)\(attribute: "required", if: false)>")
        == "<input checked>")
  }

  @Test func `moments wait for the zone of the reader`() throws {
    let berlin = Zone(
      name: "Europe/Berlin", dataVersion: "test",
      spans: [Zone.Span(start: Instant(seconds: .min), offset: 3600)])
    let html: HTML = "<p>\(moment: Instant("2026-11-23T23:30:00Z")!)</p>"
    let german = Wording(.english, for: Reader(language: .german, zone: berlin))
    #expect(
      html.text(for: Rendering(wording: german))
        == #"<p><time datetime="2026-11-23T23:30:00Z">Di 24.11.2026, 00:30</time></p>"#)
  }

  @Test func `whatever a value holds, it stays where it was put`() {
    var dice = Dice(seed: 20_261_121)
    for _ in 0..<3000 {
      let value = Hostile.text(&dice)
      let out = text("<p title=\"\(value)\">\(value)</p><a href=\"\(value)\">x</a>")
      let parts = out.split(separator: ">", omittingEmptySubsequences: false)
      #expect(parts.count == 5, "\(value.debugDescription)")
      #expect(out.filter { $0 == "<" }.count == 4, "\(value.debugDescription)")
      #expect(out.filter { $0 == "\"" }.count == 4, "\(value.debugDescription)")
      #expect(!out.contains("'") && !out.contains("\0"), "\(value.debugDescription)")
    }
  }
}

/// Texts that try to get out of where they are put.
enum Hostile {
  static let canary = "'\"><svg/onload=alert(1)>"

  private static let pieces = [
    "<", ">", "\"", "'", "&", "&lt;", "=", "/", "\\", "`", "\0", "\n", "\t", " ", "javascript:",
    "<script>", "</script>", "<!--", "-->", "]]>", "on", "{{7*7}}", "\u{2028}", "\u{202E}", "＜",
    "é", "👨‍👩‍👧", "x", "%22", "${x}", "?>", "style=",
  ]

  static func text(_ dice: inout Dice) -> String {
    (0..<Int.random(in: 0...12, using: &dice)).map { _ in pieces.randomElement(using: &dice)! }
      .joined()
  }
}
