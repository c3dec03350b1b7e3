// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A letter whole, as it leaves the house: its head, its text, and what became of it.
package struct LetterPreview: Part {
  let head: Definitions
  let subject: String
  let content: HTML
  let foot: HTML

  /// `head` holds From, To, Cc and the like.
  package init(
    _ subject: String, head: [(name: Phrase, value: HTML)], content: HTML, foot: HTML = .empty
  ) {
    self.subject = subject
    self.head = Definitions(head)
    self.content = content
    self.foot = foot
  }

  package var html: HTML {
    """
    <article class="letter"><header><h2>\(subject)</h2>\(head)</header><div>\(content)</div>\(if: !foot.isEmpty, "<footer>\(foot)</footer>")</article>
    """
  }
}
