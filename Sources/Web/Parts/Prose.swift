// SPDX-License-Identifier: AGPL-3.0-or-later

/// Plain text as somebody wrote it: paragraphs and line breaks kept.
package struct Prose: Part {
  let text: String

  package init(_ text: String) { self.text = text }

  package var html: HTML {
    text.isEmpty ? .empty : "<p class=\"prose\">\(text)</p>"
  }
}
