// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// What a ticket's clocks hear of its history.
@Suite struct TicketClocksTests {
  static let nine = Instant("2026-03-02T09:00:00Z")!
  static let letter = ID<Letter>("l")

  static func ask(_ id: String) -> TicketEvent {
    .asked(
      Ask(
        id: ID(id), sentence: "May we?", contact: ID("cleo"), dueAt: nine.advanced(by: 3600),
        way: .approve))
  }

  /// A minute apart, in the order of the list.
  private func heard(_ events: [TicketEvent]) -> [SLAEvent.Kind] {
    let history = events.enumerated().map { index, event in
      RecordedTicketEvent(
        sequence: index + 1, event: event, occurredAt: Self.nine.advanced(by: 60 * index),
        recordedAt: Self.nine, actor: .system)
    }
    return history.forClocks.events.map(\.kind)
  }

  static let client = TicketEvent.clientWrote(letter: letter, by: ID("cleo"), automatic: false)
  static let robot = TicketEvent.clientWrote(letter: letter, by: nil, automatic: true)

  @Test(
    arguments: [
      ([.acknowledged], [.acknowledged]), ([.handedOver(to: ID("ben"), note: "")], [.acknowledged]),
      ([.handedOver(to: nil, note: "")], []), ([.replied(letter: letter)], [.agentReply]),
      ([.wroteAutomatically(letter: letter)], [.autoReply]), ([robot], [.autoReply]),
      ([.receiptWithheld], []), ([.noted(words: "Hm")], [.internalNote]),
      ([client], [.clientReply]), ([.closed], []),
      ([.timeLogged(entry: ID("e"), minutes: 9)], []),
    ] as [([TicketEvent], [SLAEvent.Kind])])
  func `SLA 27: a clock hears people's words, and knows automatic mail for what it is`(
    told: [TicketEvent], kinds: [SLAEvent.Kind]
  ) {
    #expect(heard(told) == kinds)
  }

  @Test(
    arguments: [
      (
        [ask("a"), client], [.agentReply, .pauseStart(.client), .clientReply, .pauseStop(.client)]
      ),
      ([ask("a"), robot], [.agentReply, .pauseStart(.client), .autoReply]),
      ([ask("a"), ask("b")], [.agentReply, .pauseStart(.client), .agentReply]),
      ([client], [.clientReply]),
      (
        [ask("a"), .resolved(fix: "Done")],
        [.agentReply, .pauseStart(.client), .pauseStop(.client), .resolved]
      ),
      (
        [ask("a"), ask("b"), .askSettled(ID("a"), how: .withdrawn, words: "")],
        [.agentReply, .pauseStart(.client), .agentReply]
      ),
      (
        [ask("a"), .askSettled(ID("a"), how: .withdrawn, words: "")],
        [.agentReply, .pauseStart(.client), .pauseStop(.client)]
      ),
      (
        [ask("a"), .askSettled(ID("a"), how: .link, words: "Yes")],
        [.agentReply, .pauseStart(.client), .clientReply, .pauseStop(.client)]
      ),
      (
        [ask("a"), client, .askSettled(ID("a"), how: .message, words: "")],
        [.agentReply, .pauseStart(.client), .clientReply, .pauseStop(.client)]
      ),
      (
        [.importedWait(words: "Awaiting user"), .importedWaitEnded],
        [.pauseStart(.client), .pauseStop(.client)]
      ),
    ] as [([TicketEvent], [SLAEvent.Kind])])
  func `SLA 35: only an ask waits for the client, and any human answer of theirs ends it`(
    told: [TicketEvent], kinds: [SLAEvent.Kind]
  ) {
    #expect(heard(told) == kinds)
  }

  @Test func `SLA 47: clocks go by when things happened, and skip what was taken back`() {
    let history = [
      (TicketEvent.replied(letter: Self.letter), 120), (.acknowledged, 60),
      (.resolved(fix: ""), 180),
      (.voided(sequence: 3), 240), (.noted(words: "Same second"), 60),
    ].enumerated().map { index, told in
      RecordedTicketEvent(
        sequence: index + 1, event: told.0, occurredAt: Self.nine.advanced(by: told.1),
        recordedAt: Self.nine, actor: .system)
    }
    #expect(history.forClocks.events.map(\.kind) == [.acknowledged, .internalNote, .agentReply])
    #expect(history.forClocks.origins == [2, 5, 1])
  }
}
