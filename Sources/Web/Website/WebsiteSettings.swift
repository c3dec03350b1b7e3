// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform

/// What the house knows of its own address and surroundings.
package struct WebsiteSettings: Sendable {
  /// The only origin links are made from: `https://desk.example.org`, no path.
  package let baseURL: String
  let scheme: String
  /// Host and port as a browser writes them.
  let authority: String
  /// Addresses whose `X-Forwarded-…` headers are believed.
  let trustedProxies: Set<String>
  let seals: Seals
  /// The folder with css, js and img.
  let publicFolder: String?
  /// Assets are read again on each request.
  let isDevelopment: Bool

  package init?(
    baseURL: String, key: Secret, trustedProxies: Set<String> = [],
    publicFolder: String? = nil, isDevelopment: Bool = false
  ) {
    guard let url = URLComponents(string: baseURL), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = url.host?.lowercased(), !host.isEmpty,
      url.path.isEmpty || url.path == "/", url.user == nil, url.query == nil, url.fragment == nil
    else { return nil }
    let usual = scheme == "https" ? 443 : 80
    self.scheme = scheme
    authority = url.port.map { $0 == usual ? host : "\(host):\($0)" } ?? host
    self.baseURL = "\(scheme)://\(authority)"
    self.trustedProxies = trustedProxies
    seals = Seals(key: key)
    self.publicFolder = publicFolder
    self.isDevelopment = isDevelopment
  }

  /// As the house was configured; its configuration has checked the address.
  package init(_ house: House, isDevelopment: Bool) {
    let config = house.config
    self.init(
      baseURL: config.baseURL, key: house.secrets.key(for: "web"),
      trustedProxies: Set(config.trustedProxies), publicFolder: config.publicFolder,
      isDevelopment: isDevelopment)!
  }

  private static let loopbackHosts = ["localhost", "127.0.0.1", "[::1]"]

  /// True when the house is meant for this machine only.
  var isLoopback: Bool { scheme == "http" && Self.loopbackHosts.contains(Self.host(authority)) }

  /// Whether a request names us. On loopback any port will do: a tunnel or a free port chosen at start.
  func isOurs(_ authority: String) -> Bool {
    let named = authority.lowercased()
    if named == self.authority { return true }
    if scheme == "https", named == self.authority + ":443" { return true }
    return isLoopback && Self.loopbackHosts.contains(Self.host(named))
  }

  private static func host(_ authority: String) -> String {
    guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
      return authority
    }
    return String(authority[..<colon])
  }
}
