// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Something folded away under its title, open to the keyboard and without a script.
package struct Fold: Part {
  let title: Phrase
  let key: String?
  let content: HTML

  package init(_ title: Phrase, key: String? = nil, _ content: HTML) {
    self.title = title
    self.key = key
    self.content = content
  }

  package var html: HTML {
    """
    <details class="fold"><summary\(attribute: "data-key", key)>\(say: title)</summary><div>\(content)</div></details>
    """
  }
}
