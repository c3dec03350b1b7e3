// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Agreement {
  package static func find(
    _ id: ID<Agreement>, for scope: Scope, in db: Connection
  ) throws -> Agreement {
    let found = try db.first(
      """
      SELECT id, client_id, name, zone, version FROM agreements
      WHERE id = \(id) AND \(scope, client: "client_id")
      """, read)
    guard let found else { throw Absent() }
    return try complete([found], in: db)[0]
  }

  /// With the calendars its versions count by, and those they are made of.
  static func findWithHours(
    _ id: ID<Agreement>, for scope: Scope, in db: Connection
  ) throws -> WithHours {
    let found = try named(id, for: scope, in: db)
    let terms = try TermsReading(of: [id], withHours: true, in: db)
    let calendars = terms.calendars.map { ($0.id, $0) }
    return WithHours(
      agreement: found.agreement.with(terms.versions[id] ?? []), client: found.client,
      signers: found.signers, calendars: Dictionary(uniqueKeysWithValues: calendars))
  }

  static func findToSign(
    _ id: ID<Agreement>, for scope: Scope, in db: Connection
  ) throws -> ToSign {
    let found = try named(id, for: scope, in: db)
    return ToSign(
      agreement: try complete([found.agreement], in: db)[0], client: found.client,
      signers: found.signers)
  }

  /// What a page of one agreement shows.
  struct WithHours {
    let agreement: Agreement
    /// By name.
    let client: String
    let signers: [String]
    let calendars: [ID<Calendar>: Calendar]
  }

  /// Without its versions; with its client and who may sign for them: signers and approvers.
  private static func named(
    _ id: ID<Agreement>, for scope: Scope, in db: Connection
  ) throws -> ToSign {
    let found = try db.all(
      """
      SELECT a.id, a.client_id, a.name, a.zone, a.version, c.name, p.name
      FROM agreements a JOIN clients c ON c.id = a.client_id
      LEFT JOIN contacts p ON p.client_id = a.client_id AND p.active = 1
        AND (p.roles LIKE '%signer%' OR p.roles LIKE '%approver%')
      WHERE a.id = \(id) AND \(scope, client: "a.client_id")
      ORDER BY p.folded_name, p.id LIMIT 100
      """
    ) { (agreement: try read($0), client: try $0[5] as String, signer: try $0[6] as String?) }
    guard let first = found.first else { throw Absent() }
    return ToSign(
      agreement: first.agreement, client: first.client, signers: found.compactMap(\.signer))
  }

  /// The client's agreements, by name.
  package static func all(
    of client: ID<Client>, for scope: Scope, in db: Connection
  ) throws -> [Agreement] {
    try complete(
      db.all(
        """
        SELECT id, client_id, name, zone, version FROM agreements
        WHERE client_id = \(client) AND \(scope, client: "client_id") ORDER BY name, id LIMIT 500
        """, read), in: db)
  }

  /// Agreements of that name; several clients may have one.
  package static func all(
    named name: String, for scope: Scope, in db: Connection
  ) throws -> [Agreement] {
    try complete(
      db.all(
        """
        SELECT id, client_id, name, zone, version FROM agreements
        WHERE name = \(name) AND \(scope, client: "client_id") ORDER BY id LIMIT 20
        """, read), in: db)
  }

  /// Agreements of all clients in scope, or of one of them, by name, after the given one.
  package static func list(
    of client: ID<Client>? = nil, after: (name: String, id: ID<Agreement>)? = nil,
    limit: Int = 50, for scope: Scope, in db: Connection
  ) throws -> [Agreement] {
    let own: SQL = client.map { "client_id = \($0) AND" } ?? ""
    return try complete(
      db.all(
        """
        SELECT id, client_id, name, zone, version FROM agreements
        WHERE \(own) \(scope, client: "client_id")
          AND (name, id) > (\(after?.name ?? ""), \(after?.id.text ?? ""))
        ORDER BY name, id LIMIT \(limit)
        """, read), in: db)
  }

  /// Which of the client's agreements a new ticket falls under: the one in force; of several the
  /// one that was in force first, because it is the general one.
  package static func inForce(
    for client: ID<Client>, at t: Instant, scope: Scope, in db: Connection
  ) throws -> Agreement? {
    try all(of: client, for: scope, in: db).general(at: t)
  }

  package func insert(at now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO agreements (id, client_id, name, zone, version, created_at)
      VALUES (\(id), \(client), \(name), \(zone), \(version), \(now))
      """)
    for version in versions { try version.insert(for: id, in: db) }
  }

  /// Writes the draft anew and a fresh signature; signed versions are left alone.
  package func save(over known: Agreement, in db: Connection) throws {
    let changed = try db.execute(
      """
      UPDATE agreements SET name = \(name), version = \(version)
      WHERE id = \(id) AND version = \(known.version)
      """)
    guard changed == 1 else { throw Overtaken(subject: journalSubject) }
    if let draft = known.draft { try draft.delete(of: id, in: db) }
    let signed = Set(known.versions.filter { $0.signature != nil }.map(\.number))
    for version in versions where !signed.contains(version.number) {
      try version.insert(for: id, in: db)
    }
  }

  private static func read(_ row: Row) throws -> Agreement {
    Agreement(
      id: try row[0], client: try row[1], name: try row[2], zone: try row[3],
      version: try row[4])
  }

  /// Versions, targets and pauses of all of them in three further queries.
  private static func complete(_ found: [Agreement], in db: Connection) throws -> [Agreement] {
    let versions = try AgreementVersion.all(of: found.map(\.id), in: db)
    return found.map { $0.with(versions[$0.id] ?? []) }
  }

  private func with(_ versions: [AgreementVersion]) -> Agreement {
    Agreement(
      id: id, client: client, name: name, zone: zone, versions: versions, version: version)
  }
}

extension [Agreement] {
  /// Of those in force the one that was in force first.
  package func general(at t: Instant) -> Agreement? {
    compactMap { agreement in agreement.inForce(at: t).map { (agreement, $0) } }
      .min { ($0.1.level.effectiveFrom, $0.0.id) < ($1.1.level.effectiveFrom, $1.0.id) }?.0
  }
}
