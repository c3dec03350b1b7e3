// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Rules
import Storage

/// A member signed in on one device. Only the hash of its token is kept, so that a stolen database
/// opens no door.
package enum Session {
  /// Sessions end a week after sign-in, used or not.
  static let lifetime = 7 * 86_400

  /// Opens a session; the token goes into the cookie and nowhere else.
  static func open(for member: ID<Member>, at now: Instant, in db: Connection) throws -> String {
    let token = Token.random()
    try db.execute("DELETE FROM sessions WHERE expires_at <= \(now)")
    try db.execute(
      """
      INSERT INTO sessions (token_hash, member_id, created_at, expires_at)
      VALUES (\(Token.hash(token)), \(member), \(now), \(now.advanced(by: lifetime)))
      """)
    return token
  }

  /// The member behind a cookie; nil when it is unknown, old, or theirs no more.
  static func member(
    _ token: String, at now: Instant, in db: Connection
  ) throws -> (member: Member, zone: String?)? {
    let found = try Member.acting(
      """
      SELECT member_id FROM sessions
      WHERE token_hash = \(Token.hash(token)) AND expires_at > \(now)
      """, in: db)
    return found?.member.active == true ? found : nil
  }

  static func close(_ token: String, in db: Connection) throws {
    try db.execute("DELETE FROM sessions WHERE token_hash = \(Token.hash(token))")
  }

  /// Sign-out everywhere; also after a change of password, role or reach.
  static func closeAll(of member: ID<Member>, in db: Connection) throws {
    try db.execute("DELETE FROM sessions WHERE member_id = \(member)")
    try db.execute("DELETE FROM sign_in_links WHERE member_id = \(member)")
  }
}

/// A link that signs a member in once: invitations, forgotten passwords, the demo's cast.
package enum SignInLink {
  /// A double click sends its form twice, so for so long the browser that used a link up may use it
  /// again.
  static let grace = 60

  package static func make(
    for member: ID<Member>, validFor seconds: Int, at now: Instant, in db: Connection
  ) throws -> String {
    let token = Token.random()
    try db.execute("DELETE FROM sign_in_links WHERE expires_at <= \(now)")
    try db.execute(
      """
      INSERT INTO sign_in_links (token_hash, member_id, expires_at)
      VALUES (\(Token.hash(token)), \(member), \(now.advanced(by: seconds)))
      """)
    return token
  }

  /// Who it is for, without using it up: opening a link changes nothing. `browser` is the key of the
  /// browser that asks.
  static func member(
    _ token: String, in browser: String, at now: Instant, in db: Connection
  ) throws -> Member? {
    let id: ID<Member>? = try db.first(
      "SELECT member_id FROM sign_in_links WHERE \(isOpen(token, to: browser, at: now))"
    ) { try $0[0] }
    guard let id else { return nil }
    let member = try Member.find(id, in: db)
    return member.active ? member : nil
  }

  /// Whom it is or was for, until it expires.
  static func owner(_ token: String, at now: Instant, in db: Connection) throws -> ID<Member>? {
    try db.first(
      """
      SELECT member_id FROM sign_in_links
      WHERE token_hash = \(Token.hash(token)) AND expires_at > \(now)
      """
    ) { try $0[0] }
  }

  /// True for the one browser that used it up.
  static func redeem(
    _ token: String, in browser: String, at now: Instant, in db: Connection
  ) throws -> Bool {
    try db.execute(
      """
      UPDATE sign_in_links
      SET used_at = COALESCE(used_at, \(now)), used_by = \(Token.hash(browser))
      WHERE \(isOpen(token, to: browser, at: now))
      """) == 1
  }

  private static func isOpen(_ token: String, to browser: String, at now: Instant) -> SQL {
    """
    token_hash = \(Token.hash(token)) AND expires_at > \(now) AND (used_at IS NULL
      OR used_by = \(Token.hash(browser)) AND used_at > \(now.advanced(by: -grace)))
    """
  }
}

/// 256 bits of chance as text, and the hash that is stored in their place.
enum Token {
  static func random() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { hexadecimal($0) }
  }

  static func hash(_ token: String) -> String {
    hexadecimal(SHA256.hash(data: Array(token.utf8)))
  }
}
