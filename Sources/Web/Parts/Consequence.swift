// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What an act that can't be taken back will do, listed before it is done. Replaces every yes-or-no box.
package struct Consequence: Part {
  /// One effect, and how much of it.
  package struct Effect: Sendable {
    let words: Phrase
    let amount: HTML
    let detail: Phrase?

    package init(_ words: Phrase, amount: HTML = .empty, detail: Phrase? = nil) {
      self.words = words
      self.amount = amount
      self.detail = detail
    }
  }

  let sentence: Phrase
  let effects: [Effect]
  let form: HTML

  package init(_ sentence: Phrase, _ effects: [Effect], form: HTML) {
    self.sentence = sentence
    self.effects = effects
    self.form = form
  }

  package var html: HTML {
    """
    <div class="consequence"><p class="reading">\(say: sentence)</p><ol>\(each: effects, line)</ol>\(form)</div>
    """
  }

  private func line(_ effect: Effect) -> HTML {
    """
    <li><span>\(say: effect.words)</span><span>\(effect.amount)</span>\(given: effect.detail, detail)</li>
    """
  }

  private func detail(_ phrase: Phrase) -> HTML { "<small>\(say: phrase)</small>" }
}
