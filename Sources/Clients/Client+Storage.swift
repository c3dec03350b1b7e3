// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Client {
  private static let columns: SQL =
    "c.id, c.name, c.language, c.account_manager_id, c.quiet, c.archived, c.version"

  package static func find(
    _ id: ID<Client>, for scope: Scope, in db: Connection
  ) throws -> Client {
    let found = try db.all(
      """
      SELECT \(columns), d.domain FROM clients c
      LEFT JOIN client_domains d ON d.client_id = c.id
      WHERE c.id = \(id) AND \(scope, client: "c.id") ORDER BY d.domain
      """
    ) { (client: try read($0), domain: try $0[7] as String?) }
    guard var client = found.first?.client else { throw Absent() }
    client.domains = found.compactMap(\.domain)
    return client
  }

  /// One page of clients by name, after the given one; `matching` is the beginning of a name.
  package static func list(
    matching: String = "", archived: Bool = false, after: ClientRow? = nil, limit: Int = 50,
    for scope: Scope, in db: Connection
  ) throws -> [ClientRow] {
    let start = SearchWords.folded(matching)
    return try db.all(
      """
      SELECT c.id, c.name, c.folded_name, c.quiet, m.name FROM clients c
      LEFT JOIN members m ON m.id = c.account_manager_id
      WHERE c.archived = \(archived) AND \(scope, client: "c.id")
        AND c.folded_name >= \(start) AND c.folded_name < \(start + "\u{10FFFF}")
        AND (c.folded_name, c.id) > (\(after?.folded ?? ""), \(after?.id.text ?? ""))
      ORDER BY c.folded_name, c.id LIMIT \(limit)
      """
    ) {
      ClientRow(
        id: try $0[0], name: try $0[1], folded: try $0[2], quiet: try $0[3],
        accountManager: try $0[4])
    }
  }

  /// One that is called the same but for case and accents; of several the one in use, else the
  /// oldest.
  static func namesake(
    _ name: String, for scope: Scope, in db: Connection
  ) throws -> (id: ID<Client>, name: String)? {
    try db.first(
      """
      SELECT c.id, c.name FROM clients c
      WHERE c.archived IN (0, 1) AND c.folded_name = \(SearchWords.folded(name))
        AND \(scope, client: "c.id")
      ORDER BY c.archived, c.created_at, c.id LIMIT 1
      """
    ) { (id: try $0[0], name: try $0[1]) }
  }

  /// Names of some clients; those outside the scope are left out.
  package static func names(
    of ids: Set<ID<Client>>, for scope: Scope, in db: Connection
  ) throws -> [ID<Client>: String] {
    guard !ids.isEmpty else { return [:] }
    let found = try db.all(
      """
      SELECT c.id, c.name FROM clients c
      WHERE c.id IN \(list: ids.sorted()) AND \(scope, client: "c.id")
      """
    ) { (try $0[0] as ID<Client>, try $0[1] as String) }
    return Dictionary(found) { first, _ in first }
  }

  /// The client a sender's mail domain belongs to, if it is one client's only: what triage
  /// suggests.
  package static func suggested(
    forSender email: String, for scope: Scope, in db: Connection
  ) throws -> Client? {
    guard let at = email.lastIndex(of: "@") else { return nil }
    let domain = email[email.index(after: at)...].lowercased()
    let found = try db.all(
      """
      SELECT \(columns) FROM client_domains d JOIN clients c ON c.id = d.client_id
      WHERE d.domain = \(domain) AND \(scope, client: "c.id") ORDER BY c.id LIMIT 2
      """, read)
    return found.count == 1 ? found[0] : nil
  }

  package func insert(at now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO clients (id, name, folded_name, language, account_manager_id, quiet, archived,
        version, created_at)
      VALUES (\(id), \(name), \(SearchWords.folded(name)), \(language), \(accountManager),
        \(quiet), \(archived), \(version), \(now))
      """)
    try saveDomains(in: db)
  }

  /// Saves over the version it was read as; a stale one is refused.
  package func update(in db: Connection) throws {
    let old = try db.first("SELECT name FROM clients WHERE id = \(id)") { try $0[0] as String }
    let changed = try db.execute(
      """
      UPDATE clients SET name = \(name), folded_name = \(SearchWords.folded(name)),
        language = \(language), account_manager_id = \(accountManager), quiet = \(quiet),
        archived = \(archived), version = version + 1
      WHERE id = \(id) AND version = \(version)
      """)
    guard changed == 1 else { throw Overtaken(subject: Subject("client", id.text)) }
    if old != name { try Contact.index("p.client_id = \(id)", in: db) }
    try saveDomains(in: db)
  }

  private func saveDomains(in db: Connection) throws {
    try db.execute("DELETE FROM client_domains WHERE client_id = \(id)")
    for domain in Set(domains.map { $0.lowercased() }).sorted() {
      try db.execute("INSERT INTO client_domains (domain, client_id) VALUES (\(domain), \(id))")
    }
  }

  private static func read(_ row: Row) throws -> Client {
    Client(
      id: try row[0], name: try row[1], language: try row[2], accountManager: try row[3],
      quiet: try row[4], archived: try row[5], version: try row[6])
  }
}

/// A client as a list shows them.
package struct ClientRow: Sendable {
  package let id: ID<Client>
  package let name: String
  /// Where the list goes on: the name as it is sorted.
  package let folded: String
  package let quiet: Bool
  package let accountManager: String?

  package init(
    id: ID<Client>, name: String, folded: String, quiet: Bool = false,
    accountManager: String? = nil
  ) {
    self.id = id
    self.name = name
    self.folded = folded
    self.quiet = quiet
    self.accountManager = accountManager
  }
}
