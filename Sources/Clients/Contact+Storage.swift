// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

extension Contact {
  private static let columns: SQL =
    "id, client_id, name, email, phone, roles, site_id, stand_in_id, active, version"

  package static func find(
    _ id: ID<Contact>, for scope: Scope, in db: Connection
  ) throws -> Contact {
    let found = try db.first(
      """
      SELECT \(columns) FROM contacts
      WHERE id = \(id) AND \(scope, client: "client_id", contact: "id")
      """, read)
    guard let contact = found else { throw Absent() }
    return contact
  }

  /// Whose address this is. The same address may be known at two clients (a shared consultant);
  /// then mail from it does not say whose request it is.
  package static func all(
    withEmail email: String, for scope: Scope, in db: Connection
  ) throws -> [Contact] {
    try db.all(
      """
      SELECT \(columns) FROM contacts
      WHERE email = \(email.lowercased()) AND active = 1 AND \(scope, client: "client_id")
      ORDER BY client_id LIMIT 20
      """, read)
  }

  /// Some of the client's people by name, those who have left at the end; with words those found by
  /// them, after the given one.
  static func list(
    of client: ID<Client>, matching words: String = "", after: ContactPlace? = nil, limit: Int,
    for scope: Scope, in db: Connection
  ) throws -> [Contact] {
    let found: SQL = words.isEmpty ? "" : "AND \(contactWords.match(words, id: "id", in: db))"
    let rest: SQL =
      after.map {
        """
        AND (active < \($0.active)
          OR active = \($0.active) AND (folded_name, id) > (\($0.folded), \($0.id)))
        """
      } ?? ""
    return try db.all(
      """
      SELECT \(columns) FROM contacts
      WHERE client_id = \(client) AND \(scope, client: "client_id", contact: "id") \(found) \(rest)
      ORDER BY active DESC, folded_name, id LIMIT \(limit)
      """, read)
  }

  package func insert(at now: Instant, in db: Connection) throws {
    _ = try refusingClash {
      try db.execute(
        """
        INSERT INTO contacts (id, client_id, name, folded_name, email, phone, roles, site_id,
          stand_in_id, active, version, created_at)
        VALUES (\(id), \(client), \(name), \(SearchWords.folded(name)), \(email?.lowercased()),
          \(phone), \(roleWords), \(site), \(standIn), \(active), \(version), \(now))
        """)
    }
    try Contact.index("p.id = \(id)", in: db)
  }

  /// Saves over the version it was read as; a stale one is refused.
  package func update(in db: Connection) throws {
    let changed = try refusingClash {
      try db.execute(
        """
        UPDATE contacts SET name = \(name), folded_name = \(SearchWords.folded(name)),
          email = \(email?.lowercased()), phone = \(phone), roles = \(roleWords),
          site_id = \(site), stand_in_id = \(standIn), active = \(active), version = version + 1
        WHERE id = \(id) AND version = \(version)
        """)
    }
    guard changed == 1 else { throw Overtaken(subject: Subject("contact", id.text)) }
    try Contact.index("p.id = \(id)", in: db)
  }

  /// A stand-in and a site are the same client's; a stand-in is somebody else.
  package func checkCompany(in db: Connection) throws {
    if let standIn {
      guard standIn != id else { throw Refused.ownStandIn(in: "standIn") }
      _ = try chosen(in: "standIn") {
        try Contact.find(standIn, for: .clients([client]), in: db)
      }
    }
    guard let site else { return }
    _ = try chosen(in: "site") { try Site.find(site, for: .clients([client]), in: db) }
  }

  private var roleWords: String { roles.map(\.rawValue).sorted().joined(separator: " ") }

  private func refusingClash<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch StorageError.unique {
      throw Refused.emailTaken(email ?? "")
    }
  }

  private static func read(_ row: Row) throws -> Contact {
    let roles: String = try row[5]
    return Contact(
      id: try row[0], client: try row[1], name: try row[2], email: try row[3],
      phone: try row[4],
      roles: Set(roles.split(separator: " ").compactMap { Duty(rawValue: String($0)) }),
      site: try row[6], standIn: try row[7], active: try row[8], version: try row[9])
  }

  package enum Refused: Refusal {
    case emailTaken(String)
    case ownStandIn(in: String)

    package var code: String { "contact." + String(describing: self).prefix { $0 != "(" } }

    package var field: String? {
      switch self {
      case .emailTaken: "email"
      case .ownStandIn(let field): field
      }
    }

    package var message: Phrase {
      switch self {
      case .emailTaken(let email):
        "\(email) is the address of somebody else at this client, so mail from it could not be told apart. Use another address or change theirs."
      case .ownStandIn:
        "Nobody can stand in for themselves. Choose somebody else, or leave it empty."
      }
    }
  }
}

/// Where a list of people goes on.
struct ContactPlace: Sendable {
  let active: Bool
  let folded: String
  let id: ID<Contact>

  var cursor: Cursor { Cursor(active ? "1" : "0", folded, id.text) }
}

extension ContactPlace {
  init(_ contact: Contact) {
    self.init(
      active: contact.active, folded: SearchWords.folded(contact.name), id: contact.id)
  }

  init(_ cursor: Cursor) throws {
    self.init(
      active: try cursor.number(0) == 1, folded: cursor.parts[1], id: ID(cursor.parts[2]))
  }
}
