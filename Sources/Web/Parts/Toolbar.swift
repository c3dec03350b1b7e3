// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The acts on a record: the main one last, at the same spot everywhere, the rest behind three dots.
package struct Toolbar: Part {
  let acts: HTML
  let more: [HTML]

  /// `more` are links or act buttons shown in a menu.
  package init(_ acts: HTML, more: [HTML] = []) {
    self.acts = acts
    self.more = more
  }

  package var html: HTML {
    "<div class=\"toolbar\">\(acts)\(if: !more.isEmpty, menu)</div>"
  }

  private var menu: HTML {
    """
    <details class="menu"><summary data-key="."\(attribute: "aria-label", say: "More acts")>\(Icon(.more))</summary><div>\(more.joined())</div></details>
    """
  }
}
