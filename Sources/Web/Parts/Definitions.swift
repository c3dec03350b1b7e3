// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The facts beside a record: names at the left, values at the right.
package struct Definitions: Part {
  let lines: [(name: Phrase, value: HTML)]
  let isLined: Bool

  /// `lined` draws a hairline under each, for pages that are read from top to bottom.
  package init(lined: Bool = false, _ lines: [(name: Phrase, value: HTML)]) {
    self.lines = lines
    isLined = lined
  }

  package var html: HTML {
    """
    <dl class="definitions"\(attribute: "data-face", isLined ? "lines" : nil)>\(each: lines, line)</dl>
    """
  }

  private func line(_ name: Phrase, _ value: HTML) -> HTML {
    "<dt>\(say: name)</dt><dd>\(value)</dd>"
  }
}

/// The few figures on top of a page, each with what gives it meaning.
package struct Figures: Part {
  let figures: [(value: HTML, meaning: Phrase)]

  package init(_ figures: [(value: HTML, meaning: Phrase)]) { self.figures = figures }

  package var html: HTML { "<dl class=\"figures\">\(each: figures, figure)</dl>" }

  private func figure(_ value: HTML, _ meaning: Phrase) -> HTML {
    "<div><dt>\(say: meaning)</dt><dd>\(value)</dd></div>"
  }
}
