// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One promise on one page: where it stands in words, its strip, and why it stands there.
package struct ClockFace: Part {
  let title: HTML
  let state: StateMark
  let note: HTML
  let ribbon: Ribbon?
  let spans: SpanTable?
  let isOpen: Bool
  let key: String?

  /// `note` says the due time or the target; `isOpen` shows the minutes at once; of several on a
  /// page one has the key to them.
  package init(
    _ title: HTML, _ state: StateMark, note: HTML, ribbon: Ribbon? = nil, spans: SpanTable? = nil,
    isOpen: Bool = false, key: String? = "y"
  ) {
    self.title = title
    self.state = state
    self.note = note
    self.ribbon = ribbon
    self.spans = spans
    self.isOpen = isOpen
    self.key = key
  }

  package var html: HTML {
    """
    <section class="clock-face"><header><h2>\(title)</h2>\(state)<span>\(note)</span></header>\(ribbon)\(given: spans, why)</section>
    """
  }

  private func why(_ spans: SpanTable) -> HTML {
    """
    <details\(attribute: "open", if: isOpen)><summary\(attribute: "data-key", key)>\(say: "Explain every minute")\(given: key, { " <kbd aria-hidden=\"true\">\($0)</kbd>" })</summary>\(spans)</details>
    """
  }
}

/// The clocks of one record under one another.
package struct Clocks: Part {
  let faces: [ClockFace]

  package init(_ faces: [ClockFace]) { self.faces = faces }

  package var html: HTML { "<div class=\"clocks\">\(faces)</div>" }
}
