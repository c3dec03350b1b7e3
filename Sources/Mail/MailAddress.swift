// SPDX-License-Identifier: AGPL-3.0-or-later

/// One address of a mail with the name that stood beside it.
package struct MailAddress: Hashable, Sendable {
  package let name: String?
  package let address: String

  package init(name: String? = nil, address: String) {
    self.name = name
    self.address = address
  }

  /// What stands before the last `@`, as written.
  package var local: String {
    guard let at = address.lastIndex(of: "@") else { return address }
    return String(address[..<at])
  }

  /// What stands after the last `@`, in lower case; empty when there is none.
  package var domain: String {
    guard let at = address.lastIndex(of: "@") else { return "" }
    return address[address.index(after: at)...].lowercased()
  }

  /// The address as a key: nobody has two mailboxes that differ in case only.
  package var key: String { address.lowercased() }
}
