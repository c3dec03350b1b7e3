// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What a story says of who was told, who wrote it down, and where a ticket came from.
extension TicketTale {
  /// A member's words are theirs, though they tell what somebody else said.
  func reached(_ opening: Opening, by actor: Actor) -> Phrase {
    let asker = view.place.person(opening.placement.contact)?.name
    guard case .member = actor else { return "reached us \(phrase: opening.channel.lower)" }
    switch opening.channel {
    case .phone:
      return asker.map { "wrote down what \($0) said on the phone" }
        ?? "wrote down what was said on the phone"
    case .inPerson:
      return asker.map { "wrote down what \($0) said in person" }
        ?? "wrote down what was said in person"
    case .mail:
      return asker.map { "made a ticket of a mail from \($0)" } ?? "made a ticket of a mail"
    case .form: return "wrote down what we found by ourselves"
    case .api: return "wrote it down by a program"
    case .portal, .monitoring, .imported: return "reached us \(phrase: opening.channel.lower)"
    }
  }

  /// What became of the letter that told it; where there was none, nobody was told, unless they
  /// read it in the reply of the same act.
  func told(_ letter: ID<Letter>?, of recorded: RecordedTicketEvent) -> HTML {
    if let letter { return "\(given: view.letters[letter], { fate(of: $0.letter) })" }
    guard case .member = recorded.actor, view.ticket.channel != .imported,
      !view.story.isReply(recorded)
    else { return .empty }
    return "<p><small>\(say: "No letter told the client.")</small></p>"
  }

  /// To another client, or to another agreement of the same.
  func way(from before: Placement?, to place: Placement) -> Phrase {
    guard let before else { return "moved it" }
    if before.client != place.client {
      return "moved it from \(phrase: whole(before)) to \(phrase: whole(place))"
    }
    guard before.agreement != place.agreement else { return "moved it" }
    return "moved it from \(phrase: cover(before)) to \(phrase: cover(place))"
  }

  private func whole(_ place: Placement) -> Phrase {
    let client = view.place.clientNames[place.client].map { "\($0)" as Phrase }
    return "\(phrase: client ?? "another client") (\(phrase: cover(place)))"
  }

  private func cover(_ place: Placement) -> Phrase {
    guard let agreement = place.agreement else { return "no agreement" }
    return view.place.agreementNames[agreement].map { "\($0)" } ?? "another agreement"
  }

  /// A mail as long as a book would keep everybody waiting: its beginning, and the way to the rest.
  func shown(_ letter: Letter) -> HTML {
    let words = letter.shownWords
    guard let rest = words.rest else { return Prose(words.start).html }
    let path = "\(view.ticket.path)/letters/\(letter.id)/mail"
    return
      "\(Prose(words.start))<p>\(say: rest) <a href=\"\(path)\">\(say: "Keep the mail")</a></p>"
  }
}

extension TicketStory {
  /// Whether what was done in the same go was a reply, which its reader has.
  package func isReply(_ recorded: RecordedTicketEvent) -> Bool {
    history.act(of: recorded.sequence).contains { other in
      if case .replied = other.event { true } else { false }
    }
  }
}

extension Letter {
  /// How much of a mail stands on a page.
  private static let most = 20_000

  /// What a page shows of its words; `rest` says where the others are.
  package var shownWords: (start: String, rest: Phrase?) {
    let size = words.utf8.count
    guard rawFile != nil, size > Letter.most else { return (words, nil) }
    let start = String(words[..<words.utf8.index(words.startIndex, offsetBy: Letter.most)])
    let left = size - Letter.most
    // Reading stops there, so how much more there is nobody has counted.
    if size >= 2_000_000 { return (start, "The rest (more than 2 MB) is in the mail as it came.") }
    return left < 1_000_000
      ? (start, "The rest (\((left + 999) / 1000) kB) is in the mail as it came.")
      : (start, "The rest (\((left + 999_999) / 1_000_000) MB) is in the mail as it came.")
  }
}
