// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

extension APIToken {
  /// Begins every token, so that one left lying about is recognised by scanners.
  static let prefix = "mst_"

  private static let columns: SQL =
    "id, member_id, name, permissions, created_at, used_at, revoked_at"

  /// Their tokens, newest first.
  static func all(of member: ID<Member>, in db: Connection) throws -> [APIToken] {
    try db.all(
      """
      SELECT \(columns) FROM api_tokens WHERE member_id = \(member)
      ORDER BY created_at DESC, id DESC
      """, read)
  }

  /// Stores it and returns the secret, which is shown once.
  func insert(in db: Connection) throws -> String {
    let secret = APIToken.prefix + Token.random()
    let words = permissions.map(\.rawValue).sorted().joined(separator: " ")
    try db.execute(
      """
      INSERT INTO api_tokens (id, member_id, name, token_hash, permissions, created_at)
      VALUES (\(id), \(member), \(name), \(Token.hash(secret)), \(words), \(createdAt))
      """)
    return secret
  }

  static func find(secret: String, in db: Connection) throws -> APIToken? {
    try db.first(
      """
      SELECT \(columns) FROM api_tokens
      WHERE token_hash = \(Token.hash(secret)) AND revoked_at IS NULL
      """, read)
  }

  /// Remembers the last use to the hour: a write for each request would cost more than it tells.
  static func touch(_ token: APIToken, at now: Instant, in db: Connection) throws {
    try db.execute("UPDATE api_tokens SET used_at = \(now) WHERE id = \(token.id)")
  }

  func isDueForTouch(at now: Instant) -> Bool {
    guard let usedAt else { return true }
    return now.since(usedAt) >= 3600
  }

  static func revoke(
    _ id: ID<APIToken>, of member: ID<Member>, at now: Instant, in db: Connection
  ) throws {
    let changed = try db.execute(
      """
      UPDATE api_tokens SET revoked_at = \(now)
      WHERE id = \(id) AND member_id = \(member) AND revoked_at IS NULL
      """)
    guard changed == 1 else { throw Absent() }
  }

  private static func read(_ row: Row) throws -> APIToken {
    let words: String = try row[3]
    return APIToken(
      id: try row[0], member: try row[1], name: try row[2],
      permissions: Set(words.split(separator: " ").compactMap { Permission(rawValue: String($0)) }),
      createdAt: try row[4], usedAt: try row[5], revokedAt: try row[6])
  }
}
