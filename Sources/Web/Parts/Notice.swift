// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One sentence that wants to be seen: what happened, what threatens, what to do.
package struct Notice: Part {
  package enum Tone: String, Sendable { case plain, good, risk, bad, quiet }

  let tone: Tone
  let title: Phrase?
  let content: HTML
  let act: HTML
  let isStatus: Bool

  package init(
    _ content: HTML, _ tone: Tone = .plain, title: Phrase? = nil, act: HTML = .empty,
    isStatus: Bool = false
  ) {
    self.tone = tone
    self.title = title
    self.content = content
    self.act = act
    self.isStatus = isStatus
  }

  /// What came of the act before this page.
  package static func done(_ phrase: Phrase) -> Notice {
    Notice("\(say: phrase)", .good, isStatus: true)
  }

  package var html: HTML {
    """
    <div class="notice"\(attribute: "data-tone", tone == .plain ? nil : tone.rawValue)\(attribute: "role", isStatus ? "status" : nil)><p>\(given: title, loud)\(content)</p>\(act)</div>
    """
  }

  private func loud(_ phrase: Phrase) -> HTML { "<strong>\(say: phrase)</strong> " }
}

/// What was just done, with the way back: leaves after a while, its undo stays at hand.
package struct Toast: Part {
  let phrase: Phrase
  let undo: String?

  /// `undo` is the path that voids the act.
  package init(_ phrase: Phrase, undo: String? = nil) {
    self.phrase = phrase
    self.undo = undo
  }

  package var html: HTML {
    """
    <div class="toasts"><div class="toast" role="status"><p>\(say: phrase)</p>\(undo.map { ActButton("Undo", post: $0, key: "z") })</div></div>
    """
  }
}
