// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation

/// An address of our own with what a list is narrowed to and where it goes on.
package struct Address: Sendable {
  package let text: String

  /// Empty values are left out; names come in order, so that the same view has one address.
  package init(_ path: String, _ query: [String: String?] = [:], cursor: Cursor? = nil) {
    var pairs = query.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : (name, $0) }
    }
    if let cursor { pairs.append(("cursor", cursor.text)) }
    let written = pairs.sorted { $0.0 < $1.0 }.map { "\($0.0)=\(Self.escaped($0.1))" }
    text = written.isEmpty ? path : path + "?" + written.joined(separator: "&")
  }

  private static let plain = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  private static func escaped(_ value: String) -> String {
    value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
