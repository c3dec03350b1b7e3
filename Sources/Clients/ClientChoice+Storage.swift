// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A client as a form offers and names them.
package struct ClientChoice: Sendable {
  package let id: ID<Client>
  package let name: String
  fileprivate let folded: String
  /// Another one found beside them is called the same.
  fileprivate(set) var hasTwin = false

  /// As a form writes them, and understands them when it is sent.
  package var written: String { hasTwin ? "\(name) (\(id))" : name }
}

/// The clients some words find, and those of a list where there are few: one question for both.
struct ClientSearch: Sendable {
  /// So many can be told apart at a glance.
  static let most = 12

  /// The first of all by name, one more than asked for when there are more.
  private(set) var first: [ClientChoice] = []
  /// Named by identity, archived or not.
  private(set) var named: ClientChoice?
  /// Those whose names begin so.
  private(set) var begun: [ClientChoice] = []
  private let words: String

  init(
    _ value: String, listing few: Int = 0, for scope: Scope, in db: Connection
  ) throws {
    words = SearchWords.folded(value)
    let columns: SQL = "c.id, c.name, c.folded_name FROM clients c WHERE \(scope, client: "c.id")"
    let listed: SQL = """
      SELECT 0, few.* FROM (SELECT \(columns) AND c.archived = 0
        ORDER BY c.folded_name, c.id LIMIT \(few + 1)) AS few
      """
    let found: SQL = """
      SELECT 1, \(columns) AND c.id = \(ClientSearch.identity(value))
      UNION ALL SELECT 2, begun.* FROM (SELECT \(columns) AND c.archived = 0
        AND c.folded_name >= \(words) AND c.folded_name < \(words + "\u{10FFFF}")
        ORDER BY c.folded_name, c.id LIMIT \(ClientSearch.most + 1)) AS begun
      """
    let asked: SQL =
      few == 0 ? found : words.isEmpty ? listed : "\(listed) UNION ALL \(found)"
    for (kind, client) in try db.all(asked, ClientSearch.read) { add(client, kind) }
    first = first.markingTwins()
    begun = begun.markingTwins()
  }

  /// `Name (identity)` where two are called the same.
  private static func identity(_ value: String) -> String {
    guard value.hasSuffix(")"), let open = value.lastIndex(of: "(") else { return value }
    return String(value[value.index(after: open)...].dropLast())
  }

  private static func read(_ row: Row) throws -> (Int, ClientChoice) {
    (try row[0], ClientChoice(id: try row[1], name: try row[2], folded: try row[3]))
  }

  private mutating func add(_ client: ClientChoice, _ kind: Int) {
    switch kind {
    case 0: first.append(client)
    case 1: named = client
    default: begun.append(client)
    }
  }

  /// The only one that can be meant: named by identity, called just so, or the only one whose name
  /// goes on after these words.
  var meant: ClientChoice? {
    if let named { return named }
    let exact = begun.filter { $0.folded == words }
    if !exact.isEmpty { return exact.count == 1 ? exact[0] : nil }
    return begun.count == 1 && begun[0].folded.hasPrefix(words + " ") ? begun[0] : nil
  }
}

extension [ClientChoice] {
  fileprivate func markingTwins() -> [ClientChoice] {
    let names = Dictionary(grouping: self, by: \.folded)
    return map { client in
      var client = client
      client.hasTwin = (names[client.folded]?.count ?? 0) > 1
      return client
    }
  }
}
