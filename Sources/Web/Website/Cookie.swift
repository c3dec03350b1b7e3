// SPDX-License-Identifier: AGPL-3.0-or-later

/// A cookie the house sets or takes back. Scripts never see one.
enum Cookie: Sendable, Equatable {
  case set(Name, String)
  case clear(Name)

  enum Name: String, Sendable, CaseIterable {
    case session = "mainstay"
    case guest = "mainstay-guest"
    case flash = "mainstay-flash"
  }

  func header(_ rule: CookieRule) -> String? {
    guard rule != .none else { return nil }
    let attributes = "; Path=/; HttpOnly; SameSite=Lax" + (rule == .secure ? "; Secure" : "")
    return switch self {
    case .set(let name, let value): "\(name.written(rule))=\(value)\(attributes)\(name.life)"
    case .clear(let name): "\(name.written(rule))=; Max-Age=0\(attributes)"
    }
  }
}

extension Cookie.Name {
  func written(_ rule: CookieRule) -> String { rule == .secure ? "__Host-" + rawValue : rawValue }

  /// A flash is read within minutes or never; the others last as long as the browser or the lookup
  /// lets them.
  fileprivate var life: String { self == .flash ? "; Max-Age=300" : "; Max-Age=2592000" }
}

/// Under which name a cookie is safe on this connection: bound to the host over TLS, plain on
/// loopback, nowhere else.
enum CookieRule: Sendable, Equatable { case secure, loopback, none }
