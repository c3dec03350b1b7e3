// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Views of one thing side by side, each with its own address.
package struct Tabs: Part {
  /// One view and how much is in it.
  package struct Tab: Sendable {
    let title: Phrase
    let path: String
    let count: Int?
    let isCurrent: Bool

    package init(_ title: Phrase, _ path: String, count: Int? = nil, isCurrent: Bool = false) {
      self.title = title
      self.path = path
      self.count = count
      self.isCurrent = isCurrent
    }
  }

  let label: Phrase
  let tabs: [Tab]

  package init(_ label: Phrase, _ tabs: [Tab]) {
    self.label = label
    self.tabs = tabs
  }

  package var html: HTML {
    """
    <nav class="tabs"\(attribute: "aria-label", say: label)>\(each: tabs, link)</nav>
    """
  }

  private func link(_ tab: Tab) -> HTML {
    """
    <a href="\(tab.path)"\(attribute: "aria-current", tab.isCurrent ? "page" : nil)>\(say: tab.title)\(given: tab.count, count)</a>
    """
  }

  /// Exact to a thousand, so that a page costs the same however long the list is.
  private func count(_ count: Int) -> HTML {
    " <small>\(if: count > 1000, "1,000+", else: "\(count)")</small>"
  }
}
