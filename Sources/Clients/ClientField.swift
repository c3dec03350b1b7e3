// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web

/// How a form asks for a client: from a list where there are few, by typing a name where there are
/// many. A program names the client by id.
package struct ClientField: Sendable {
  package static func field(_ name: String = "client", label: Phrase = "Client") -> Field {
    .text(name, label: label, max: 200)
  }

  /// A list longer than this is searched by typing, not read.
  private static let few = 50

  /// Nil where there are too many for a list.
  private let offered: [ClientChoice]?
  /// Whom the value means, if it is clear.
  package let named: ClientChoice?
  private let search: ClientSearch

  /// `value` is what stands in the field: an identity, or words.
  package init(naming value: String?, for scope: Scope, in db: Connection) throws {
    search = try ClientSearch(value ?? "", listing: ClientField.few, for: scope, in: db)
    offered = search.first.count > ClientField.few ? nil : search.first
    named = search.meant
  }

  var isList: Bool { offered != nil }

  /// Those of the list, and beside them the ones chosen already, by name.
  func choices(with chosen: [ID<Client>: String]) -> [Field.Choice] {
    var names = chosen
    for client in offered ?? [] { names[client.id] = client.written }
    let order = names.sorted {
      (SearchWords.folded($0.value), $0.key) < (SearchWords.folded($1.value), $1.key)
    }
    return order.map { Field.Choice($0.key.text, "\($0.value)") }
  }

  package func draw(_ field: InputField) -> InputField {
    guard let offered else {
      return field.suggesting(from: "/api/v1/clients?limit=12", by: "name")
        .showing(named?.written)
    }
    return field.options(offered.map { Field.Choice($0.id.text, "\($0.written)") })
      .showing(named?.id.text)
  }

  /// The clients a list is narrowed to by that value: the one that is meant, else all whose names
  /// begin so; nil where nothing was said.
  package func narrowing(_ value: String?) throws -> [ID<Client>]? {
    guard let value else { return nil }
    if let named { return [named.id] }
    guard search.begun.count <= ClientSearch.most else {
      throw UnclearClient(value, search, in: "client")
    }
    return search.begun.map(\.id)
  }

  /// Why the words in an address name nobody; nil where they do, or where there are none.
  package func problem(with value: String?) -> Phrase? {
    guard named == nil, let value, !value.isEmpty else { return nil }
    return search.begun.isEmpty
      ? UnknownClient(in: "client").message
      : UnclearClient(value, search, in: "client").message
  }
}

extension Call<Staff> {
  /// The client that was named, by id or by words that mean no other; nil when none was.
  package func client(
    named field: String = "client", in db: Connection
  ) throws -> ID<Client>? {
    guard let value = input.optionalText(field) else { return nil }
    let search = try ClientSearch(value, for: who.scope, in: db)
    if let meant = search.meant { return meant.id }
    if search.begun.isEmpty { throw UnknownClient(in: field) }
    throw UnclearClient(value, search, in: field)
  }

  /// The client a field names that has to be filled in.
  package func requiredClient(in db: Connection) throws -> ID<Client> {
    guard let client = try client(in: db) else { throw UnknownClient(in: "client") }
    return client
  }
}

/// Nobody is told whether there is such a client whom they may not see.
struct UnknownClient: Refusal {
  let field: String?
  let code = "choice.unknown"
  let message: Phrase =
    "No client is found by that. Check the spelling, or add the client first."

  init(in field: String) { self.field = field }
}

struct UnclearClient: Refusal {
  let field: String?
  let code = "client.unclear"
  private let words: String
  private let search: ClientSearch

  init(_ words: String, _ search: ClientSearch, in field: String) {
    self.field = field
    self.words = words
    self.search = search
  }

  var message: Phrase {
    let found = search.begun
    if found.count > ClientSearch.most {
      return
        "More than \(ClientSearch.most) clients are found by “\(words)”. Type more of the name."
    }
    let names = found.map(\.written).joined(separator: ", ")
    return "“\(words)” may mean \(names). Type the whole name."
  }
}
