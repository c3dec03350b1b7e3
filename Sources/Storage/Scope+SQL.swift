// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

extension SQL.Statement {
  /// The rows a reader may see: `WHERE \(scope, client: "t.client_id", contact: "t.contact_id")`.
  /// Without a contact column a contact sees their client's rows; say so only where that is meant.
  package mutating func appendInterpolation(_ scope: Scope, client: SQL, contact: SQL? = nil) {
    switch scope {
    case .everyClient:
      appendInterpolation("\(client) IS NOT NULL" as SQL)
    case .clients(let some):
      let ids = some.sorted()
      appendInterpolation("\(client) IN \(list: ids)" as SQL)
    case .contact(let person, of: let own):
      appendInterpolation("\(client) = \(own)" as SQL)
      if let contact { appendInterpolation(" AND \(contact) = \(person)" as SQL) }
    }
  }
}
