// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The signed link by which a contact acts without an account: whom it is for, at which address and
/// until when, sealed with the installation's key. It can't be guessed, it opens only what is
/// theirs, and it dies with the address it was sent to (TRUST C9).
package struct ContactLink: Sendable {
  package let contact: ID<Contact>
  package let expiresAt: Instant
  /// A digest: whoever reads the link need not learn the address.
  private let address: String

  /// A link lives a quarter of a year; then it renews itself by mail.
  package static let lifetime = 90 * 86_400

  package init(to contact: ID<Contact>, email: String?, at now: Instant) {
    self.contact = contact
    expiresAt = now.advanced(by: ContactLink.lifetime)
    address = digest(email)
  }

  /// Nil when the seal is not ours.
  package init?(_ text: String, secrets: Secrets) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let seconds = Int(parts[1], radix: 36),
      let code = bytes(hexadecimal: parts[3]),
      ContactLink.key(secrets).confirms(
        code, for: Array(parts.prefix(3).joined(separator: "_").utf8))
    else { return nil }
    contact = ID(parts[0])
    expiresAt = Instant(seconds: seconds)
    address = parts[2]
  }

  package func text(secrets: Secrets) -> String {
    let words = "\(contact)_\(String(expiresAt.seconds, radix: 36))_\(address)"
    return "\(words)_\(hexadecimal(ContactLink.key(secrets).code(for: Array(words.utf8))))"
  }

  private static func key(_ secrets: Secrets) -> Secret { secrets.key(for: "contact links") }

  /// Who acts by it; nil when it has expired, they have left, or their address is another now.
  package func visitor(at now: Instant, house: House, in db: Connection) throws -> Visitor? {
    guard now < expiresAt, let found = try found(house, in: db), digest(found.email) == address
    else { return nil }
    return found.visitor
  }

  /// Who it is for, ended or not.
  package func visitor(house: House, in db: Connection) throws -> Visitor? {
    try found(house, in: db)?.visitor
  }

  private func found(
    _ house: House, in db: Connection
  ) throws -> (visitor: Visitor, email: String?)? {
    let found = try db.first(
      """
      SELECT p.client_id, p.name, c.language, COALESCE(s.zone, ''), p.email,
        \(Provider.nameColumn) FROM contacts p
      JOIN clients c ON c.id = p.client_id LEFT JOIN sites s ON s.id = p.site_id
      WHERE p.id = \(contact) AND p.active = 1 AND c.archived = 0
      """
    ) {
      (
        client: try $0[0] as ID<Client>, name: try $0[1] as String,
        language: try $0[2] as Language, zone: try $0[3] as String,
        email: try $0[4] as String?, provider: try $0[5] as String
      )
    }
    guard let found else { return nil }
    let zone = try house.zones.zone(named: found.zone.isEmpty ? house.config.zone : found.zone)
    let visitor = Visitor(
      contact: contact, client: found.client, name: found.name, provider: found.provider,
      reader: Reader(language: found.language, zone: zone))
    return (visitor, found.email)
  }
}

/// Who stands behind a contact's link.
package struct Links: Sendable {
  let house: House

  package init(_ house: House) { self.house = house }

  package func visitor(_ text: String, at now: Instant) async throws -> Visitor? {
    guard let link = ContactLink(text, secrets: house.secrets) else { return nil }
    return try await house.db.read { try link.visitor(at: now, house: house, in: $0) }
  }
}

private func digest(_ email: String?) -> String {
  hexadecimal(Array(fingerprint(Array((email ?? "").lowercased().utf8)).prefix(8)))
}
