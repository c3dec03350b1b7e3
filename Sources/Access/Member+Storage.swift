// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Member {
  private static let columns: SQL =
    """
    m.id, m.name, m.email, m.role, m.tier, m.hours_zone, m.hours_lines, m.language, m.restricted,
    m.active, m.version, m.theme
    """

  package static func find(_ id: ID<Member>, in db: Connection) throws -> Member {
    guard let found = try load("m.id = \(id)", in: db).first else { throw Absent() }
    return found.member
  }

  /// Whom the query names, as they act, with the provider's zone. Every request asks this, so it is
  /// one query and leaves the skills out.
  static func acting(
    _ identity: SQL, in db: Connection
  ) throws -> (member: Member, zone: String?)? {
    let found = try db.all(
      """
      SELECT \(columns), (SELECT zone FROM provider), w.client_id FROM members m
      LEFT JOIN member_clients w ON w.member_id = m.id AND m.restricted = 1
      WHERE m.id = (\(identity))
      """
    ) { (member: try read($0), zone: try $0[12] as String?, client: try $0[13] as ID<Client>?) }
    guard let first = found.first else { return nil }
    var member = first.member
    if member.clients != nil { member.clients = Set(found.compactMap(\.client)) }
    return (member, first.zone)
  }

  package static func find(email: String, in db: Connection) throws -> Member? {
    try load("m.email = \(email.lowercased())", in: db).first?.member
  }

  /// Everybody, by name. A provider has 3 to 50 people: one page holds them.
  package static func all(in db: Connection) throws -> [Member] {
    try load(in: db).map(\.member)
  }

  /// Everybody, by name, with a number each has elsewhere; `m.id` names the member in its query.
  package static func all(
    counting count: SQL, in db: Connection
  ) throws -> [(member: Member, count: Int)] {
    try load(counting: count, in: db)
  }

  package static func exists(in db: Connection) throws -> Bool {
    try db.first("SELECT 1 FROM members LIMIT 1") { _ in true } ?? false
  }

  package func insert(at now: Instant, in db: Connection) throws {
    _ = try refusingClash {
      try db.execute(
        """
        INSERT INTO members (id, name, email, role, tier, hours_zone, hours_lines, language,
          theme, restricted, active, version, created_at)
        VALUES (\(id), \(name), \(email.lowercased()), \(role), \(tier), \(hours.zone),
          \(hours.lines), \(language), \(theme), \(clients != nil), \(active), \(version), \(now))
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
          language = \(language), theme = \(theme), restricted = \(clients != nil), active = \(active),
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

  /// A member for some clients only has none yet.
  private static func read(_ row: Row) throws -> Member {
    let isRestricted: Bool = try row[8]
    return Member(
      id: try row[0], name: try row[1], email: try row[2], role: try row[3], tier: try row[4],
      hours: WorkingHours(zone: try row[5], lines: try row[6]), language: try row[7],
      theme: try row[11], clients: isRestricted ? [] : nil, active: try row[9], version: try row[10]
    )
  }

  /// With skills and clients, which stand in tables of their own, in one query.
  private static func load(
    _ condition: SQL = "m.id IS NOT NULL", counting count: SQL = "0", in db: Connection
  ) throws -> [(member: Member, count: Int)] {
    var found: [(member: Member, count: Int)] = []
    _ = try db.all(
      """
      SELECT \(columns), (\(count)), part.kind, part.word, part.level
      FROM members m LEFT JOIN (
        SELECT member_id, 'skill' AS kind, name AS word, level FROM member_skills
        UNION ALL
        SELECT member_id, 'client', client_id, 0 FROM member_clients
      ) AS part ON part.member_id = m.id
      WHERE \(condition) ORDER BY m.name, m.id, part.level DESC, part.word
      """
    ) { row in
      let member = try read(row)
      if found.last?.member.id != member.id { found.append((member, try row[12])) }
      try found[found.count - 1].member.take(row[13], row)
    }
    return found
  }

  /// A skill or a client of theirs.
  private mutating func take(_ kind: String?, _ row: Row) throws {
    switch kind {
    case "skill": skills.append(Skill(try row[14], level: try row[15]))
    case "client": clients?.insert(ID(try row[14]))
    default: break
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
