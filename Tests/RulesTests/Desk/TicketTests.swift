// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

/// What a ticket lets people do, and what it adds up to afterwards.
@Suite struct TicketTests {
  let nine = Instant("2026-03-02T09:00:00Z")!
  let ask = Ask(
    id: ID("ask-1"), sentence: "May we restart the server?", contact: ID("cleo"),
    dueAt: Instant("2026-03-02T15:00:00Z")!, way: .approve)

  func fresh(_ number: Int = 1042, client: String = "harbour") -> Ticket {
    Ticket.opened(opening(client), id: ID("t-\(number)"), number: number, at: nine).value
  }

  func opening(_ client: String = "harbour") -> Opening {
    Opening(
      channel: .mail, subject: "VPN drops", placement: Placement(client: ID(client)),
      priority: .p2, impact: .several, urgency: .normal, letter: ID("letter-1"))
  }

  @Test func `a new ticket is ours to move`() {
    #expect(fresh().state == .new)
    #expect(fresh().move == .us)
  }

  @Test func `an ask makes it the client's move until any human message of theirs`() throws {
    let asked = try fresh().asked(ask, at: nine).value
    #expect(asked.state == .waitingOnClient)
    #expect(asked.move == .client)
    let automatic = try asked.heard(ID("l2"), from: nil, automatic: true, at: nine)
    #expect(automatic.value.state == .waitingOnClient)
    let human = try asked.heard(ID("l3"), from: ID("cleo"), automatic: false, at: nine)
    #expect(human.value.state == .open)
    #expect(human.facts.map(\.kind) == ["ticket.clientWrote", "ticket.askSettled"])
  }

  @Test func `an ask is due in the future and offers choices when it asks to choose`() {
    let late = Ask(id: ID("a"), sentence: "?", contact: ID("c"), dueAt: nine, way: .done)
    #expect(throws: Ticket.Refused.askDueInPast) { try fresh().asked(late, at: nine) }
    let empty = Ask(
      id: ID("a"), sentence: "?", contact: ID("c"), dueAt: nine.advanced(by: 60), way: .choose,
      choices: ["one"])
    #expect(throws: Ticket.Refused.askNeedsChoices) { try fresh().asked(empty, at: nine) }
  }

  @Test func `resolving withdraws what we asked and ends the waits`() throws {
    let waiting = try fresh().asked(ask, at: nine).value
      .waitingOnThirdParty("Carrier", reference: "C-77", at: nine).value
    let resolved = try waiting.resolved(fix: "Replaced the cable", at: nine)
    #expect(resolved.value.state == .resolved)
    #expect(resolved.value.asks.isEmpty && resolved.value.thirdParty == nil)
    #expect(resolved.facts.map(\.kind) == ["ticket.askSettled", "ticket.resolved"])
    #expect(resolved.value.version == waiting.version + 2)
  }

  @Test func `merging and cancelling withdraw what we asked`() throws {
    let waiting = try fresh().asked(ask, at: nine).value
    let merged = try waiting.merged(into: fresh(7), at: nine)
    #expect(merged.absorbed.facts.map(\.kind) == ["ticket.askSettled", "ticket.merged"])
    #expect(merged.survivor.facts.map(\.kind) == ["ticket.absorbed"])
    let cancelled = try waiting.cancelled(why: "A double", at: nine)
    #expect(cancelled.facts.map(\.kind) == ["ticket.askSettled", "ticket.cancelled"])
    for ended in [merged.absorbed.value, cancelled.value] {
      #expect(ended.asks.isEmpty && ended.version == waiting.version + 2)
    }
  }

  @Test func `a thank-you after resolving asks for a decision and reopens nothing`() throws {
    let resolved = try fresh().resolved(fix: "Done", at: nine).value
    let again = try resolved.heard(ID("l"), from: ID("cleo"), automatic: false, at: nine).value
    #expect(again.state == .resolved && again.wroteAgain && again.move == .us)
    #expect(try again.reopened(why: "Not fixed", at: nine).value.state == .new)
  }

  @Test func `a closed ticket says no and points to a new one`() throws {
    let closed = try fresh().resolved(fix: "Done", at: nine).value.closed(at: nine).value
    #expect(throws: Ticket.Refused.closed("T-1042")) { try closed.reopened(why: "", at: nine) }
    #expect(throws: Ticket.Refused.closed("T-1042")) { try closed.replied(ID("l"), at: nine) }
  }

  @Test func `a ticket is never merged with itself or across clients`() {
    #expect(throws: Ticket.Refused.mergeWithItself) { try fresh().merged(into: fresh(), at: nine) }
    #expect(throws: Ticket.Refused.mergeAcrossClients) {
      try fresh().merged(into: fresh(7, client: "kline"), at: nine)
    }
  }

  @Test func `merging ends the one and tells the other`() throws {
    let (absorbed, survivor) = try fresh(1).merged(into: fresh(2), at: nine)
    #expect(absorbed.value.mergedInto == 2 && absorbed.value.state == .closed)
    #expect(survivor.facts.map(\.kind) == ["ticket.absorbed"])
  }

  @Test func `an act is taken back as if it had not been, and can be brought back`() throws {
    var history = [recorded(1, .opened(opening())), recorded(2, .resolved(fix: "Done"), by: ben)]
    let resolved = Ticket(id: ID("t"), number: 1, history: history)!
    let undone = try resolved.undone(2, in: history, letterLeft: false, at: nine)
    #expect(undone.value.state == .new && undone.value.version == 3)
    history += [recorded(3, .voided(sequence: 2)), recorded(4, .voided(sequence: 3))]
    #expect(Ticket(id: ID("t"), number: 1, history: history)?.state == .resolved)
  }

  @Test func `what others said can't be taken back, nor a letter that has left`() throws {
    let history = [
      recorded(1, .opened(opening())), recorded(2, .replied(letter: ID("l")), by: ben),
      recorded(3, .resolved(fix: "Done"), by: ben),
      recorded(4, .reopened(why: "It is not"), by: .contact(ID("cleo"))),
      recorded(5, .handedOver(to: nil, note: ""), by: .system),
    ]
    let ticket = Ticket(id: ID("t"), number: 1, history: history)!
    for stays in [1, 4, 5, 6] {
      #expect(throws: Ticket.Refused.cannotUndo) {
        try ticket.undone(stays, in: history, letterLeft: false, at: nine)
      }
    }
    #expect(throws: Ticket.Refused.letterHasLeft) {
      try ticket.undone(2, in: history, letterLeft: true, at: nine)
    }
  }

  @Test(arguments: [2, 3, 4])
  func `what was done in one go is taken back in one go`(sequence: Int) throws {
    let history = [
      recorded(1, .opened(opening())), recorded(2, .replied(letter: ID("l")), by: ben),
      recorded(3, act: 2, .timeLogged(entry: ID("e"), minutes: 10), by: ben),
      recorded(4, act: 2, .resolved(fix: "Done"), by: ben),
      recorded(5, .noted(words: "Phew"), by: ben),
    ]
    let ticket = Ticket(id: ID("t"), number: 1, history: history)!
    let undone = try ticket.undone(sequence, in: history, letterLeft: false, at: nine)
    #expect(undone.facts.compactMap { $0.number("sequence") } == [2, 3, 4])
    #expect(undone.value.state == .new && undone.value.loggedMinutes == 0)
    #expect(undone.value.version == 8)
  }

  @Test func `a message answers what was asked before it came, and nothing later`() throws {
    let later = nine.advanced(by: 3600)
    let second = Ask(
      id: ID("ask-2"), sentence: "Which room?", contact: ID("cleo"),
      dueAt: nine.advanced(by: 7200), way: .write)
    let asked = try fresh().asked(ask, at: nine).value.asked(second, at: later).value
    let between = nine.advanced(by: 60)
    let heard = try asked.heard(ID("l"), from: ID("cleo"), automatic: false, at: between)
    #expect(heard.facts.map(\.kind) == ["ticket.clientWrote", "ticket.askSettled"])
    #expect(heard.value.asks == [second] && heard.value.move == .client)
    let history = [
      recorded(1, .opened(opening())), recorded(2, .asked(second), at: later, by: ben),
      recorded(3, .clientWrote(letter: ID("l"), by: nil, automatic: false), at: between),
    ]
    #expect(history.forClocks.events.last?.kind == .pauseStart(.client))
  }

  @Test func `moving to another client withdraws what the first one was asked`() throws {
    let asked = try fresh().asked(ask, at: nine).value
    let away = try asked.moved(to: Placement(client: ID("kline")), why: "Theirs", at: nine)
    #expect(away.facts.map(\.kind) == ["ticket.askSettled", "ticket.moved"])
    #expect(away.facts.map(\.client) == [ID("harbour"), ID("kline")])
    #expect(away.value.asks.isEmpty && away.value.move == .us)
    let desk = Placement(client: ID("harbour"), contact: ID("dora"))
    let within = try asked.moved(to: desk, why: "Her desk", at: nine)
    #expect(within.facts.map(\.kind) == ["ticket.moved"] && within.value.asks == [ask])
  }

  @Test func `verbs and the fold over the journal agree`() throws {
    let changes: [(Ticket) throws -> Change<Ticket>] = [
      { try $0.acknowledged(at: nine) }, { try $0.asked(ask, at: nine) },
      { try $0.settled(ask.id, how: .phone, words: "Go ahead", at: nine) },
      { try $0.handedOver(to: ID("ben"), note: "Yours", at: nine) },
      { try $0.reprioritised(.everyone, .high, by: .standard, why: "All down", at: nine) },
      { try $0.visitNeeded(why: "Cable", at: nine) }, { try $0.visitArrived(at: nine) },
      { try $0.resolved(fix: "New cable", at: nine) }, { try $0.closed(at: nine) },
    ]
    let first = Ticket.opened(opening(), id: ID("t"), number: 5, at: nine)
    var (ticket, facts) = (first.value, first.facts)
    for verb in changes {
      let change = try verb(ticket)
      ticket = change.value
      facts += change.facts
    }
    let history = facts.enumerated().map { recorded($0.offset + 1, TicketEvent($0.element)!) }
    #expect(Ticket(id: ID("t"), number: 5, history: history) == ticket)
  }

  @Test(arguments: TicketTests.everyEvent)
  func `every event survives the journal`(event: TicketEvent) {
    let fact = event.fact(about: Subject("ticket", "t"), client: ID("c"), at: nine)
    #expect(TicketEvent(fact) == event)
  }

  let ben = Actor.member(ID("ben"))

  func recorded(
    _ sequence: Int, act: Int? = nil, _ event: TicketEvent, at: Instant? = nil,
    by actor: Actor = .system
  ) -> RecordedTicketEvent {
    RecordedTicketEvent(
      sequence: sequence, act: act, event: event, occurredAt: at ?? nine, recordedAt: at ?? nine,
      actor: actor)
  }

  static let everyEvent: [TicketEvent] = [
    .opened(
      Opening(
        channel: .phone, subject: "Printer",
        placement: Placement(
          client: ID("c"), site: ID("s"), contact: ID("p"), agreement: ID("a")),
        priority: .p3, impact: .one, urgency: .low, letter: nil, origin: 7)),
    .acknowledged, .replied(letter: ID("l")),
    .clientWrote(letter: ID("l"), by: ID("p"), automatic: true),
    .wroteAutomatically(letter: ID("l")), .receiptWithheld, .noted(words: "Seen before"),
    .timeLogged(entry: ID("e"), minutes: 15), .handedOver(to: nil, note: ""),
    .handedOver(to: ID("m"), note: "Please"),
    .reprioritised(.p1, .everyone, .high, why: "All down"),
    .asked(
      Ask(
        id: ID("k"), sentence: "Which?", contact: ID("p"), dueAt: Instant(seconds: 9),
        way: .choose, choices: ["red", "blue"])),
    .asked(
      Ask(
        id: ID("k"), sentence: "Done?", contact: ID("p"), dueAt: Instant(seconds: 9), way: .done,
        letter: ID("l"))),
    .askSettled(ID("k"), how: .phone, words: "Red"),
    .waitedOnThirdParty(name: "Carrier", reference: "C-1"), .thirdPartyAnswered(words: "Done"),
    .visitNeeded(why: "Cable"), .visitArrived, .visitCancelled(why: "Fixed remotely"),
    .resolved(fix: "Cable"), .reopened(why: "No"), .closed, .cancelled(why: "Spam"),
    .merged(into: 4), .absorbed(5), .splitOff(6),
    .moved(Placement(client: ID("d")), why: "Wrong client"),
    .marked(clock: "resolution", cycle: 1, percent: 75),
    .dueChanged(
      DueChange(
        .resolution, cycle: 2, from: Instant(seconds: 7), to: Instant(seconds: 9),
        because: .zoneData, of: "2026c")), .voided(sequence: 3),
  ]
}
