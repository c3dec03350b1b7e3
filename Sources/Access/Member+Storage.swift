// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Member {
  private static let columns: SQL =
    "id, name, email, role, tier, hours_zone, hours_lines, language, restricted, active, version"

  package static func find(_ id: ID<Member>, in db: Connection) throws -> Member {
    guard
      let member = try complete(
        db.first(
          "SELECT \(columns) FROM members WHERE id = \(id)", read
        ).map { [$0] } ?? [], in: db
      ).first
    else { throw Absent() }
    return member
  }

  /// Whom the query names, as they act, with the provider's zone. Every request asks this, so it is
  /// one query and leaves the skills out; only a member for some clients costs a second.
  static func acting(
    _ identity: SQL, in db: Connection
  ) throws -> (member: Member, zone: String?)? {
    let found = try db.first(
      "SELECT \(columns), (SELECT zone FROM provider) FROM members WHERE id = (\(identity))"
    ) { (try read($0), try $0[11] as String?) }
    guard let found else { return nil }
    var member = found.0.member
    if found.0.restricted {
      member.clients = Set(
        try db.all("SELECT client_id FROM member_clients WHERE member_id = \(member.id)") {
          try $0[0] as ID<Client>
        })
    }
    return (member, found.1)
  }

  package static func find(email: String, in db: Connection) throws -> Member? {
    let found = try db.first(
      "SELECT \(columns) FROM members WHERE email = \(email.lowercased())", read)
    return try complete(found.map { [$0] } ?? [], in: db).first
  }

  /// Everybody, by name. A provider has 3 to 50 people: one page holds them.
  package static func all(in db: Connection) throws -> [Member] {
    try complete(db.all("SELECT \(columns) FROM members ORDER BY name, id", read), in: db)
  }

  package static func exists(in db: Connection) throws -> Bool {
    try db.first("SELECT 1 FROM members LIMIT 1") { _ in true } ?? false
  }

  package func insert(at now: Instant, in db: Connection) throws {
    _ = try refusingClash {
      try db.execute(
        """
        INSERT INTO members (id, name, email, role, tier, hours_zone, hours_lines, language,
          restricted, active, version, created_at)
        VALUES (\(id), \(name), \(email.lowercased()), \(role), \(tier), \(hours.zone),
          \(hours.lines), \(language), \(clients != nil), \(active), \(version), \(now))
        """)
    }
    try saveParts(in: db)
  }

  /// Saves over the version it was read as; a stale one is refused.
  package func update(in db: Connection) throws {
    let changed = try refusingClash {
      try db.execute(
        """
        UPDATE members SET name = \(name), email = \(email.lowercased()), role = \(role),
          tier = \(tier), hours_zone = \(hours.zone), hours_lines = \(hours.lines),
          language = \(language), restricted = \(clients != nil), active = \(active),
          version = version + 1
        WHERE id = \(id) AND version = \(version)
        """)
    }
    guard changed == 1 else { throw Overtaken(subject: Subject("member", id.text)) }
    try saveParts(in: db)
  }

  /// Lets a member who works for some clients only work for this one too.
  package static func grant(
    _ client: ID<Client>, to member: ID<Member>, in db: Connection
  ) throws {
    try db.execute(
      """
      INSERT INTO member_clients (member_id, client_id) VALUES (\(member), \(client))
      ON CONFLICT (member_id, client_id) DO NOTHING
      """)
  }

  private func saveParts(in db: Connection) throws {
    try db.execute("DELETE FROM member_skills WHERE member_id = \(id)")
    for skill in skills {
      try db.execute(
        "INSERT INTO member_skills (member_id, name, level) VALUES (\(id), \(skill.name), \(skill.level))"
      )
    }
    try db.execute("DELETE FROM member_clients WHERE member_id = \(id)")
    for client in (clients ?? []).sorted() {
      try db.execute(
        "INSERT INTO member_clients (member_id, client_id) VALUES (\(id), \(client))")
    }
  }

  private func refusingClash<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch StorageError.unique { throw Refused.emailTaken(email) }
  }

  private static func read(_ row: Row) throws -> (member: Member, restricted: Bool) {
    (
      Member(
        id: try row[0], name: try row[1], email: try row[2], role: try row[3],
        tier: try row[4], hours: WorkingHours(zone: try row[5], lines: try row[6]),
        language: try row[7], active: try row[9], version: try row[10]), try row[8]
    )
  }

  /// Skills and clients for all of them in two further queries.
  private static func complete(
    _ found: [(member: Member, restricted: Bool)], in db: Connection
  ) throws -> [Member] {
    let ids = found.map(\.member.id)
    guard !ids.isEmpty else { return [] }
    let skills = Dictionary(
      grouping: try db.all(
        """
        SELECT member_id, name, level FROM member_skills
        WHERE member_id IN \(list: ids) ORDER BY level DESC, name
        """
      ) { (owner: try $0[0] as ID<Member>, skill: Skill(try $0[1], level: try $0[2])) },
      by: \.owner)
    let clients = Dictionary(
      grouping: try db.all(
        "SELECT member_id, client_id FROM member_clients WHERE member_id IN \(list: ids)"
      ) { (owner: try $0[0] as ID<Member>, client: try $0[1] as ID<Client>) }, by: \.owner)
    return found.map { member, restricted in
      var member = member
      member.skills = skills[member.id]?.map(\.skill) ?? []
      member.clients = restricted ? Set(clients[member.id]?.map(\.client) ?? []) : nil
      return member
    }
  }
}

extension Member {
  package enum Refused: Refusal {
    case emailTaken(String)
    case lastOwner
    case weakPassword
    case wrongPassword

    package var code: String { "member." + String(describing: self).prefix { $0 != "(" } }

    package var field: String? {
      switch self {
      case .emailTaken: "email"
      case .lastOwner: "role"
      case .weakPassword: "password"
      case .wrongPassword: "current"
      }
    }

    package var message: Phrase {
      switch self {
      case .emailTaken(let email):
        "Somebody already signs in with \(email). Use another address or change theirs."
      case .lastOwner:
        "This is the only active owner, so nobody could manage the house any more. Make somebody else an owner first."
      case .weakPassword:
        "A password needs at least 12 characters and must not be a common one. A few words in a row are easiest to remember."
      case .wrongPassword: "That is not your present password. Type it again."
      }
    }
  }
}
