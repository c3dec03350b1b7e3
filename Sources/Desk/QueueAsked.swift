// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Clients
import Rules
import Storage
import Web

/// What the queue's address asks for, with the people and clients its filters offer.
struct QueueAsked: Sendable {
  private(set) var list = TicketList()
  let client: ClientField
  /// Whose tickets can be asked for: who works here, and whoever the address names besides.
  let holders: [Member]

  init(_ call: Call<Staff>, in db: Connection) throws {
    let named = call.input.optionalText("client")
    client = try ClientField(naming: named, for: call.who.scope, in: db)
    let asked = call.input.optionalText("holder")
    let members = try Member.all(in: db)
    holders = members.filter { $0.active || $0.id.text == asked }
    list.clients = try client.narrowing(named)
    list.holder = try QueueAsked.holding(asked, call.who, among: members)
    list.isCovered = call.input.optionalText("cover").map { $0 == "some" }
    list.priority = call.input.optionalText("priority").map { Priority($0) }
    list.words = call.input.text("q")
    list.order = call.input.optionalChoice("sort") ?? .due
    switch call.input.optionalText("state") {
    case nil, TicketList.States.live: list.live = true
    case TicketList.States.all: break
    case let state?: list.state = Ticket.State(rawValue: state)
    }
  }

  private static func holding(
    _ asked: String?, _ who: Staff, among members: [Member]
  ) throws -> TicketList.Holding? {
    switch asked {
    case nil: return nil
    case "me": return .member(who.member)
    case "nobody": return .nobody
    case let id?:
      guard let member = members.first(where: { $0.id.text == id }) else {
        throw UnknownChoice(in: "holder")
      }
      return .member(member.id)
    }
  }
}

extension TicketList {
  /// Which tickets are listed by where they stand; the open ones where nothing is said.
  enum States {
    static let live = "live"
    static let all = "all"

    static var choices: [Field.Choice] {
      [Field.Choice(live, "Open ones")] + Ticket.State.choices + [Field.Choice(all, "All")]
    }
  }

  static let covers = [
    Field.Choice("some", "Under an agreement"), Field.Choice("none", "Under no agreement"),
  ]

  static func holders(_ members: [Member]) -> [Field.Choice] {
    [Field.Choice("me", "Mine"), Field.Choice("nobody", "Nobody's")]
      + members.map { Field.Choice($0.id.text, "\($0.name)") }
  }
}
