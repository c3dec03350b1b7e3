// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What stands around the body of a page.
struct Frame: Sendable {
  let title: Phrase
  let menu: [Menu]
  /// Path of the menu entry the page belongs to.
  let current: String?
  let flash: Phrase?
  /// The member's name; nil for visitors and nobody.
  let who: String?
  let language: Language
}

/// The whole document.
func layout(_ frame: Frame, _ body: HTML) -> HTML {
  """
  <!doctype html>
  <html lang="\(frame.language.rawValue)">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="csrf-token" content="\(protection: .token)">
  <title>\(say: frame.title) · Mainstay</title>
  <link rel="stylesheet" href="\(asset: "mainstay.css")">
  <script src="\(asset: "mainstay.js")" defer></script>
  </head>
  <body>
  <a class="skip" href="#main">\(say: "Skip to content")</a>
  \(if: frame.who != nil, masthead(frame))
  <main id="main" tabindex="-1">
  \(given: frame.flash, flash)
  \(body)
  </main>
  <div id="live" role="status" aria-live="polite"></div>
  </body>
  </html>
  """
}

private func masthead(_ frame: Frame) -> HTML {
  """
  <header class="masthead"><nav aria-label="\(say: "Rooms")">
  \(each: frame.menu.map { ($0, $0.path == frame.current) }, entry)
  </nav><span class="who">\(frame.who ?? "")</span></header>
  """
}

private func entry(_ menu: Menu, isCurrent: Bool) -> HTML {
  """
  <a href="\(menu.path)"\(attribute: "aria-current", isCurrent ? "page" : nil)>\(say: menu.title)</a>
  """
}

private func flash(_ phrase: Phrase) -> HTML {
  "<p class=\"flash\" role=\"status\">\(say: phrase)</p>"
}
