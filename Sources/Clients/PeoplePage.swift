// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web

/// A client's people, page by page or found by words.
struct PeoplePage: Sendable {
  static let query = Shape(.text("q", label: "Find a person", max: 200).optional).paged

  let people: [Contact]
  let next: Cursor?
  let asked: Typed

  /// Read in the caller's transaction.
  static func reader(_ call: Call<Staff>) throws -> @Sendable (Connection) throws -> PeoplePage {
    let (limit, after) = try call.paging(parts: 3)
    let place = try after.map { try ContactPlace($0) }
    let client: ID<Client> = try call.id()
    return { db in
      let found = try Contact.list(
        of: client, matching: call.input.text("q"), after: place, limit: limit + 1,
        for: call.who.scope, in: db)
      let people = Array(found.prefix(limit))
      return PeoplePage(
        people: people,
        next: found.count > limit ? people.last.map { ContactPlace($0).cursor } : nil,
        asked: call.asked)
    }
  }

  /// Who has all their people before them needs no search.
  private var isAll: Bool { next == nil && asked.isEmpty }

  func html(of client: Client, _ sites: [Site]) -> HTML {
    if isAll { return PersonList.table(people, sites).html }
    let filters = Filters(
      client.path, region: "people", fields: [InputField(Self.query["q"]!, asked)])
    let list: HTML =
      people.isEmpty
      ? Empty("Nobody is found by these words.").html
      : "\(PersonList.table(people, sites))\(pager(client))"
    return "\(filters)<div id=\"people\">\(list)</div>"
  }

  private func pager(_ client: Client) -> Pager {
    let query = ["q": asked.value("q"), "limit": asked.value("limit")]
    return Pager(
      "\(count: people.count, one: "# person", many: "# people")",
      older: next.map { Address(client.path, query, cursor: $0).text })
  }
}
