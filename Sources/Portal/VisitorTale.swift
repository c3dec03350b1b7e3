// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Rules
import Web

/// What was said on a request, as its contact reads it: the letters between us, what we asked and
/// what they answered, and what fixed it; the latest first.
struct VisitorTale: Sendable {
  private let view: VisitorView
  private let path: String
  private let who: Visitor

  init(_ view: VisitorView, path: String, who: Visitor) {
    self.view = view
    self.path = path
    self.who = who
  }

  var html: HTML {
    // An ask and a fix stand here by themselves, so their letters would say it twice.
    let letters = view.letters.filter {
      $0.isForContact && $0.letter.kind != .ask && $0.letter.kind != .resolution
    }
    let said = letters.map(entry) + deeds
    let sorted = said.sorted { $0.at < $1.at }.reversed()
    return Timeline(sorted.map(\.entry), zone: who.reader.zone).html
  }

  private typealias Told = (at: Instant, entry: Timeline.Entry)

  private func told(
    _ at: Instant, _ kind: Timeline.Entry.Kind, who: String = "", _ did: Phrase,
    _ body: HTML = .empty
  ) -> Told {
    (at, Timeline.Entry(at: at, kind, who: who, did: did, body))
  }
}

/// The letters.
extension VisitorTale {
  private func entry(_ entry: LetterEntry) -> Told {
    let letter = entry.letter
    let (words, rest) = letter.shownWords
    let more: HTML = rest.map { "<p>\(say: $0)</p>" } ?? .empty
    let body: HTML =
      "\(Prose(words))\(more)\(FileList(entry.files.map { $0.item(under: path) }))"
    if letter.kind == .request, view.story.splitFrom != nil {
      return told(letter.writtenAt, .reply, "We made this a request of its own", body)
    }
    if let member = view.story.takenDown(letter) {
      return told(
        letter.writtenAt, .client, who: view.members[member] ?? "", "wrote down", body)
    }
    let isTheirs = letter.direction == .inbound && letter.contact == who.contact
    return told(
      letter.writtenAt, letter.direction == .inbound ? .client : .reply,
      who: isTheirs ? who.name : "", did(letter), body)
  }

  private func did(_ letter: Letter) -> Phrase {
    switch letter.kind {
    case .request, .message, .alarm, .link: "wrote"
    case .acknowledgement: "We confirmed your request"
    case .reply: "We replied"
    case .ask: "We asked"
    case .reminder: "We reminded you"
    case .resolution: "said that it is fixed"
    }
  }
}

/// What was done without a letter.
extension VisitorTale {
  private var deeds: [Told] {
    var asks: [ID<Ask>: Ask] = [:]
    var asker: ID<Contact>?
    return view.story.history.withoutVoided.compactMap { recorded in
      switch recorded.event {
      case .opened(let opening): asker = opening.placement.contact
      case .moved(let place, _): asker = place.contact
      case .asked(let ask) where ask.contact == who.contact:
        asks[ask.id] = ask
        return told(recorded.occurredAt, .ask, "We asked", Prose(ask.sentence).html)
      case .askSettled(let id, let how, let words):
        return asks[id].flatMap { settled($0, how, words, recorded) }
      case .resolved(let fix, _) where asker == who.contact: return fixed(fix, recorded)
      default: break
      }
      return nil
    }
  }

  /// What they answered by a message stands there as their message.
  private func settled(
    _ ask: Ask, _ how: AskSettlement, _ words: String, _ recorded: RecordedTicketEvent
  ) -> Told? {
    let isOwn = recorded.actor == .contact(who.contact)
    let did: Phrase
    switch how {
    case .message: return nil
    case .withdrawn: did = "We no longer need an answer"
    case .link, .declined, .phone:
      if isOwn {
        did = "You answered"
      } else if case .member(let member) = recorded.actor {
        did = "\(view.members[member] ?? "") wrote down your answer"
      } else {
        did = "Your stand-in answered"
      }
    }
    let decision: Phrase? =
      how == .declined ? "No." : how == .link && ask.way == .approve ? "Yes." : nil
    let short: HTML = decision.map { "<p>\(say: $0)</p>" } ?? .empty
    return told(
      recorded.occurredAt, .client, did,
      "<p><small>\(ask.sentence)</small></p>\(short)\(Prose(words))")
  }

  /// What the reply of the same act said is read there; what another product noted was for nobody
  /// outside.
  private func fixed(_ fix: String, _ recorded: RecordedTicketEvent) -> Told? {
    guard case .member(let member) = recorded.actor else { return nil }
    return told(
      recorded.occurredAt, .reply, who: view.members[member] ?? "", "said that it is fixed",
      view.story.isReply(recorded) ? .empty : Prose(fix).html)
  }
}
