// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Where in a long list one stands, and the way on.
package struct Pager: Part {
  let shown: Phrase
  let newer: String?
  let older: String?

  package init(_ shown: Phrase, newer: String? = nil, older: String? = nil) {
    self.shown = shown
    self.newer = newer
    self.older = older
  }

  package var html: HTML {
    """
    <nav class="pager"\(attribute: "aria-label", say: "Pages")><span>\(say: shown)</span>\(link("Previous", newer, "["))\(link("Next", older, "]"))</nav>
    """
  }

  private func link(_ title: Phrase, _ path: String?, _ key: String) -> HTML {
    guard let path else { return .empty }
    return "<a href=\"\(path)\" data-key=\"\(key)\">\(say: title)</a>"
  }
}
