// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules

/// What came of an act: where a person looks next, and what a program gets.
package struct Outcome: Sendable {
  /// Path of our own a browser is sent to (303).
  package let see: String
  package let json: JSON
  package let version: Int?
  package let created: Bool
  /// One sentence shown on top of the page they see next.
  package let flash: Phrase?
  package let session: SessionChange?
  /// The reply as it is kept for a repeated request.
  var reply: IdempotencyKey.Reply?

  package enum SessionChange: Sendable, Equatable {
    case begin(key: String)
    case end
  }

  package init(
    see: String, json: JSON = [:], version: Int? = nil, created: Bool = false,
    flash: Phrase? = nil, session: SessionChange? = nil
  ) {
    self.see = see
    self.json = json
    self.version = version
    self.created = created
    self.flash = flash
    self.session = session
  }
}

/// What a program gets when it reads.
package struct Answer: Sendable {
  package let json: JSON
  package let version: Int?

  package init(_ json: JSON, version: Int? = nil) {
    self.json = json
    self.version = version
  }

  /// One page of a list, with the cursor of the next.
  package init(_ items: [JSON], next: Cursor?) {
    self.init(["items": .list(items), "next": .optional(next?.text)])
  }
}
