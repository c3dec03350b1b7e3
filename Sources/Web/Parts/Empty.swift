// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A list with nothing in it: what belongs here, one act, and what an entry would look like.
package struct Empty: Part {
  let sentence: Phrase
  let act: HTML
  let example: HTML?

  package init(_ sentence: Phrase, act: HTML = .empty, example: HTML? = nil) {
    self.sentence = sentence
    self.act = act
    self.example = example
  }

  package var html: HTML {
    """
    <div class="empty"><p>\(say: sentence)</p>\(act)\(given: example, row)</div>
    """
  }

  private func row(_ example: HTML) -> HTML {
    "<div class=\"example\">\(Badge("Example", .quiet))\(example)</div>"
  }
}
