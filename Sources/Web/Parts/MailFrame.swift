// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A mail as its sender laid it out, in a frame that can do nothing, folded away until somebody
/// wants to see it.
package struct MailFrame: Part {
  let title: Phrase
  let path: String

  package init(_ title: Phrase, path: String) {
    self.title = title
    self.path = path
  }

  package var html: HTML {
    """
    <details class="mail-frame"><summary>\(say: title)</summary><iframe src="\(path)" title="\(say: title)" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" loading="lazy"></iframe></details>
    """
  }
}
