// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Rules
import Web

/// A ticket's story as a log: who did what, when, in whose words; what happened last comes first,
/// whenever it was written down.
struct TicketTale: Sendable {
  let view: TicketView
  let zone: Zone
  private let now: Instant
  private let undoable: Int?

  /// `reader` is whose page it is.
  init(_ view: TicketView, for reader: Staff, at now: Instant) {
    self.view = view
    zone = reader.reader.zone
    self.now = now
    undoable = Self.undoable(view, by: reader.member, at: now)
  }

  var html: HTML {
    let gone = Set(view.story.history.map(\.sequence))
      .subtracting(view.story.history.withoutVoided.map(\.sequence))
    let entries = view.story.history
      .sorted { ($0.occurredAt, $0.sequence) > ($1.occurredAt, $1.sequence) }
      .compactMap { entry($0, isVoid: gone.contains($0.sequence)) }
    return Timeline(entries, zone: zone).html
  }

  private func entry(_ recorded: RecordedTicketEvent, isVoid: Bool) -> Timeline.Entry? {
    guard let told = tell(recorded) else { return nil }
    let did: Phrase = isVoid ? "\(phrase: told.did) (taken back)" : told.did
    return Timeline.Entry(
      at: recorded.occurredAt, told.kind, who: view.name(recorded.actor), did: did,
      isVoid ? .empty : told.body, foot: isVoid ? .empty : foot(recorded))
  }

  /// The way back from the last thing the reader did: it stands at the first line of that act and
  /// takes back the whole of it. A key is enough for what was done just now.
  private func foot(_ recorded: RecordedTicketEvent) -> HTML {
    guard recorded.sequence == undoable else { return .empty }
    let isFresh = recorded.recordedAt >= now.advanced(by: -600)
    return ActButton(
      "Take back", post: "\(view.ticket.path)/undo", weight: .quiet, key: isFresh ? "z" : nil,
      version: view.ticket.version, values: [("sequence", "\(recorded.sequence)")]
    ).html
  }

  private static func undoable(
    _ view: TicketView, by member: ID<Member>, at now: Instant
  ) -> Int? {
    let history = view.story.history
    guard view.ticket.end == nil, let first = history.ownLastAct(of: member, at: now) else {
      return nil
    }
    let letters = history.act(of: first).compactMap(\.event.letter).compactMap {
      view.letters[$0]?.letter.state
    }
    return letters.contains(where: \.isGone) ? nil : first
  }

  private typealias Told = (kind: Timeline.Entry.Kind, did: Phrase, body: HTML)

  private func tell(_ recorded: RecordedTicketEvent) -> Told? {
    switch recorded.event {
    case .opened(let opening) where view.story.splitFrom != nil:
      (.change, "made this a ticket of its own", "\(words(opening.letter))\(split)")
    case .opened(let opening):
      (
        .client, reached(opening, by: recorded.actor),
        "\(words(opening.letter))\(opening.origin.map(origin))"
      )
    case .resolved(let fix, let letter):
      (.change, "resolved it", "\(paragraphs(fix))\(told(letter, of: recorded))")
    case .clientWrote(let letter, _, let automatic):
      (.client, automatic ? "an automatic mail came" : "wrote", words(letter))
    case .replied(let letter): (.reply, "replied", words(letter))
    case .wroteAutomatically(let letter): (.change, "wrote automatically", words(letter))
    case .receiptWithheld: (.change, "sent no receipt", TicketTale.withheld)
    case .noted(let text): (.note, "noted, for us only", paragraphs(text))
    case .asked(let ask): (.ask, "asked, due \(moment: ask.dueAt)", paragraphs(ask.sentence))
    case .askSettled(_, let how, let text): (.ask, how.told, paragraphs(text))
    case .moved(let place, let why): moved(to: place, by: recorded, why)
    default: change(recorded.event)
    }
  }

  private static let withheld: HTML =
    "<p>\(say: "They had \(Acknowledgement.most) within the hour. More would let two machines write to each other without end.")</p>"

  private func change(_ event: TicketEvent) -> Told? {
    switch event {
    case .acknowledged: (.change, "acknowledged it", .empty)
    case .timeLogged(_, let minutes): (.change, "logged \(duration: minutes * 60)", .empty)
    case .handedOver(let member, let note):
      (
        .change, view.name(member).map { "handed it to \($0)" } ?? "put it back for anybody",
        paragraphs(note)
      )
    case .reprioritised(let priority, _, _, let why):
      (.change, "changed the priority to \(phrase: priority.label)", paragraphs(why))
    case .waitedOnThirdParty(let name, let reference):
      (.change, "waits on \(name), their reference \(reference)", .empty)
    case .thirdPartyAnswered(let text):
      (.change, "recorded the third party's answer", paragraphs(text))
    case .importedWait(let text):
      (.change, "waited for the client, as it was brought in", paragraphs(text))
    case .importedWaitEnded: (.change, "waited no longer, as it was brought in", .empty)
    case .visitNeeded(let why): (.change, "said that somebody has to go there", paragraphs(why))
    case .visitArrived: (.change, "arrived on site", .empty)
    case .visitCancelled(let why): (.change, "cancelled the visit", paragraphs(why))
    case .marked(let clock, _, let percent):
      (
        .change,
        "\(phrase: ClockKind(rawValue: clock)?.label ?? "A clock") reached \(percent) % of its time",
        .empty
      )
    case .dueChanged(let due):
      (
        .change,
        "found \(phrase: due.clock.label) due \(moment: due.to), no longer \(moment: due.from)",
        "<p>\(say: due.reason) <a href=\"\(due.listed)\">\(say: "Dues that changed")</a></p>"
      )
    default: ending(event)
    }
  }

  private func ending(_ event: TicketEvent) -> Told? {
    switch event {
    case .reopened(let why): (.change, "reopened it", paragraphs(why))
    case .closed: (.change, "closed it", .empty)
    case .cancelled(let why): (.change, "cancelled it", paragraphs(why))
    case .merged(let number): (.change, "merged it into T-\(String(number))", .empty)
    case .absorbed(let number): (.change, "took in the story of T-\(String(number))", link(number))
    case .splitOff(let number): (.change, "split off T-\(String(number))", link(number))
    default: nil
    }
  }

  private func link(_ number: Int) -> HTML {
    "<p><a href=\"/tickets/\(number)\">T-\(number)</a></p>"
  }

  /// To somebody else, to another agreement, or only to whoever asks.
  private func moved(
    to place: Placement, by recorded: RecordedTicketEvent, _ why: String
  ) -> Told {
    let before = view.story.history.last {
      $0.sequence < recorded.sequence && $0.event.placement != nil
    }?.event.placement
    guard let asker = view.place.person(place.contact)?.name, before?.client == place.client,
      before?.agreement == place.agreement, before?.contact != place.contact
    else { return (.change, way(from: before, to: place), paragraphs(why)) }
    return (.change, "said that \(asker) asks", paragraphs(why))
  }

  /// The ticket a member of ours took this out of.
  private var split: HTML? {
    view.story.splitFrom.map { number in
      "<p><a href=\"/tickets/\(number)\">\(say: "Split off from T-\(String(number))")</a></p>"
    }
  }

  /// The ticket this one goes on from: that one had ended.
  private func origin(_ number: Int) -> HTML {
    "<p><a href=\"/tickets/\(number)\">\(say: "Goes on from T-\(String(number))")</a></p>"
  }

  /// A letter's own words, what came with it, and what became of it.
  private func words(_ id: ID<Letter>?) -> HTML {
    guard let id, let entry = view.letters[id] else { return .empty }
    let letter = entry.letter
    let proof: HTML =
      letter.proof == .unverified
      ? "<p><small>\(say: "sender not verified: \(letter.sender)")</small></p>" : .empty
    return "\(shown(letter))\(proof)\(fate(of: letter))\(enclosed(entry))"
  }

  /// One that the client will never read must not stand there like the others.
  func fate(of letter: Letter) -> HTML {
    if letter.direction == .inbound {
      return "\(given: letter.fate, { "<p><small>\(say: $0.told)</small></p>" })"
    }
    guard letter.isLost else { return "<p><small>\(letter.standing)</small></p>" }
    let again = ActButton("Send it again", post: letter.sendingPath, weight: .quiet)
    return Notice(letter.standing, .bad, act: again.html).html
  }

  private func enclosed(_ entry: LetterEntry) -> HTML {
    let path = view.ticket.path
    let page = MailFrame(
      "The mail as it was laid out", path: "\(path)/letters/\(entry.letter.id)/page")
    return "\(FileList(entry.files.map { $0.item(under: path) }))\(if: entry.hasPage, page.html)"
  }

  private func paragraphs(_ text: String) -> HTML {
    Prose(text).html
  }
}

extension TicketEvent {
  /// Where the ticket belongs from then on.
  fileprivate var placement: Placement? {
    switch self {
    case .opened(let opening): opening.placement
    case .moved(let placement, _): placement
    default: nil
    }
  }
}

extension Channel {
  /// Inside a sentence.
  var lower: Phrase {
    switch self {
    case .mail: "by mail"
    case .phone: "on the phone"
    case .form: "through our own eyes"
    case .portal: "on their page"
    case .api: "from a program"
    case .inPerson: "in person"
    case .monitoring: "from monitoring"
    case .imported: "from another product"
    }
  }
}

extension AskSettlement {
  fileprivate var told: Phrase {
    switch self {
    case .link: "answered the ask"
    case .message: "answered the ask by a message"
    case .phone: "recorded the answer given on the phone"
    case .declined: "declined the ask"
    case .withdrawn: "withdrew the ask"
    }
  }
}

extension Letter.State {
  package var label: Phrase {
    switch self {
    case .received: "received"
    case .held: "leaves in a moment"
    case .sending: "is leaving"
    case .sent: "sent"
    case .refused: "refused by the relay"
    case .failed: "not sent"
    case .moot: "not sent"
    case .quiet: "not sent"
    case .kept: "not sent"
    case .unaddressed: "not sent"
    case .takenBack: "taken back before it left"
    }
  }
}
