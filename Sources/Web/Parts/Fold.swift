// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Something folded away under its title, open to the keyboard and without a script.
package struct Fold: Part {
  let title: Phrase
  let key: String?
  let isOpen: Bool
  let content: HTML

  /// Open from the start where something inside was refused and needs a look.
  package init(_ title: Phrase, key: String? = nil, open isOpen: Bool = false, _ content: HTML) {
    self.title = title
    self.key = key
    self.isOpen = isOpen
    self.content = content
  }

  package var html: HTML {
    """
    <details class="fold"\(attribute: "open", if: isOpen)><summary\(attribute: "data-key", key)>\(say: title)</summary><div>\(content)</div></details>
    """
  }
}
