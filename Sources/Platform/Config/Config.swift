// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Everything an installation can be told. Variables win over the file, the file over what is
/// standard.
package struct Config: Sendable {
  /// Each setting once: name, kind, what is standard, and help. `config show` prints this page.
  package static let settings: [Setting] = [
    Setting(
      "data", .folder, standard: "~/.local/share/mainstay",
      "The folder Mainstay writes to. Nothing is ever written elsewhere."),
    Setting(
      "database", .database, standard: "(data)/mainstay.sqlite",
      "An SQLite file, or postgres://user@host/name."),
    Setting(
      "database_password_file", .secretFile,
      "A file with the password for PostgreSQL, readable by its owner only."),
    Setting(
      "installation_key_file", .secretFile, standard: "(data)/installation.key",
      "The key of this installation, made at the first start. All nodes need the same one."),
    Setting("listen", .host, standard: "127.0.0.1", "The address the server listens on."),
    Setting("port", .whole(0...65_535), standard: "8080", "Its port. 0 takes any free one."),
    Setting(
      "base_url", .origin, standard: "http://localhost:(port)",
      "How people reach the server. Links in letters begin with it."),
    Setting(
      "trusted_proxies", .hosts,
      "Addresses of proxies in front of the server whose X-Forwarded headers are believed."),
    Setting("zone", .zone, standard: "UTC", "The provider's time zone, until set-up asks."),
    Setting(
      "language", .choice(["en", "de"]), standard: "en", "The language, until somebody chooses."),
    Setting(
      "smtp", .relay,
      "The relay for outgoing mail, smtp://host:port or smtps://host:port. Without one, letters wait in the outbox."
    ),
    Setting(
      "smtp_tls", .choice(["required", "off"]), standard: "required",
      "Whether mail may only leave encrypted. Off is for a relay on this machine."),
    Setting("smtp_user", .text, "The user name at the relay."),
    Setting("smtp_password_file", .secretFile, "A file with the password at the relay."),
    Setting("from", .sender, "Whom letters come from, Our Desk <desk@example.org>."),
    Setting(
      "public", .folder, standard: "(program)/Public", "The folder with style sheets and scripts."),
    Setting(
      "zoneinfo", .folder, standard: "/usr/share/zoneinfo",
      "The system's time-zone data, read when the house opens."),
    Setting(
      "audit_heads", .file, standard: "(data)/audit-heads.log",
      "Where the head of the audit chain is noted each hour. Best on another disk or machine."),
    Setting(
      "log_format", .choice(["lines", "json"]), standard: "lines", "Log lines for people or JSON."),
    Setting(
      "log_level", .choice(Log.Level.allCases.map(\.rawValue)), standard: "info",
      "The least serious kind of event that is logged."),
  ]

  /// Every setting's value and where it was said, in the order of `settings`.
  package let said: [Said]
  package let databasePassword: Secret?
  package let smtpPassword: Secret?

  /// One setting as it holds.
  package struct Said: Sendable {
    package let setting: Setting
    package let value: String
    package let origin: Origin
  }

  /// Who said it.
  package enum Origin: Sendable, Equatable {
    case standard
    case line(Int, of: String)
    case variable
  }
}

extension Config {
  package var dataFolder: String { self["data"] }
  package var installationKeyFile: String { self["installation_key_file"] }
  package var listen: String { self["listen"] }
  package var port: Int { Int(self["port"])! }
  /// Never ends with a slash.
  package var baseURL: String { self["base_url"] }
  package var servesTLS: Bool { baseURL.hasPrefix("https://") }
  package var trustedProxies: [String] { hostList(self["trusted_proxies"]) }
  package var zone: String { self["zone"] }
  package var language: Language { Language(rawValue: self["language"])! }
  package var relay: MailRelay? { MailRelay(self["smtp"]) }
  package var relayNeedsTLS: Bool { self["smtp_tls"] == "required" }
  package var relayUser: String { self["smtp_user"] }
  /// Empty until somebody says it.
  package var from: String { self["from"] }
  package var publicFolder: String { self["public"] }
  package var zoneinfoFolder: String { self["zoneinfo"] }
  package var auditHeads: String { self["audit_heads"] }
  package var logFormat: Log.Format { Log.Format(rawValue: self["log_format"])! }
  package var logLevel: Log.Level { Log.Level(rawValue: self["log_level"])! }

  package var database: DatabaseAddress {
    let value = self["database"]
    guard isPostgres(value) else { return .sqlite(value) }
    return .postgres(databasePassword.map { $0.reveal { withPassword($0, in: value) } } ?? value)
  }

  private subscript(_ name: String) -> String {
    said.first { $0.setting.name == name }!.value
  }
}

/// The address with the password as a parameter, which libpq prefers to one before the `@`.
private func withPassword(_ password: [UInt8], in address: String) -> String {
  let escaped = password.map { byte in
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte])
  }
  return address + (address.contains("?") ? "&" : "?") + "password=" + escaped.joined()
}
