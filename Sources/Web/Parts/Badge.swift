// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Where a clock stands, as everybody is told: by shape, word and colour together.
package enum ClockState: String, Sendable, CaseIterable {
  case running, risk, late, paused, met
  /// No promise was made.
  case none

  /// Said to those who can't see the shape.
  package var word: Phrase {
    switch self {
    case .running: "Running"
    case .risk: "At risk"
    case .late: "Late"
    case .paused: "Waiting"
    case .met: "Met"
    case .none: "No promise"
    }
  }
}

/// Time left that grows less while the page is looked at.
package struct Countdown: Sendable {
  /// Seconds of business time left; negative when late.
  let left: Int
  /// Seconds until the hours close and the count stands still; nil when they don't.
  let open: Int?
  /// Seconds left from which on the promise is at risk.
  let risk: Int?
  /// Whose time it is, said when a mark is passed: `T-1067 Server room hot`.
  let subject: String?

  package init(left: Int, open: Int? = nil, risk: Int? = nil, subject: String? = nil) {
    self.left = left
    self.open = open
    self.risk = risk
    self.subject = subject
  }
}

/// The state of a clock in a word or a time, with its shape.
package struct StateMark: Part {
  let state: ClockState
  let words: HTML
  private var isChip = false

  package init(_ state: ClockState, _ phrase: Phrase) {
    self.state = state
    // A record without a clock says its own word; "No promise" before it would be another claim.
    let isSaid = state.word == phrase || state == .none
    words = "\(if: !isSaid, StateMark.hidden(state))\(say: phrase)"
  }

  /// Time left, counting down by the minute.
  package init(_ state: ClockState, _ countdown: Countdown) {
    self.state = state
    words = "\(StateMark.hidden(state))\(countdown.html)"
  }

  /// In a frame of its own, beside a title.
  package var chip: StateMark {
    var mark = self
    mark.isChip = true
    return mark
  }

  package var html: HTML {
    """
    <span class="state" data-state="\(state.rawValue)"\(attribute: "data-face", isChip ? "chip" : nil)>\(words)</span>
    """
  }

  private static func hidden(_ state: ClockState) -> HTML {
    "<span class=\"visually-hidden\">\(say: state.word): </span>"
  }
}

extension Countdown {
  fileprivate var html: HTML {
    """
    <span data-left="\(left)"\(attribute: "data-open", open)\(attribute: "data-risk", risk)\(attribute: "data-word", say: "{1} left")\(attribute: "data-late", say: "late {1}")\(attribute: "data-say", subject)>\(if: left < 0, "\(say: "late \(duration: -left)")", else: "\(say: "\(duration: left) left")")</span>
    """
  }
}

/// A word about a record that is no clock: `draft`, `signed`, `imported`.
package struct Badge: Part {
  package enum Tone: String, Sendable { case plain, loud, quiet }

  let phrase: Phrase
  let tone: Tone

  package init(_ phrase: Phrase, _ tone: Tone = .plain) {
    self.phrase = phrase
    self.tone = tone
  }

  package var html: HTML {
    """
    <span class="badge"\(attribute: "data-tone", tone == .plain ? nil : tone.rawValue)>\(say: phrase)</span>
    """
  }
}

/// A ticket's priority, one being the gravest.
package struct PriorityMark: Part {
  let level: Int

  package init(_ level: Int) { self.level = level }

  package var html: HTML { "<span class=\"priority\" data-level=\"\(level)\">P\(level)</span>" }
}
