// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A value with one way into a column and back.
package protocol Storable {
  init(stored: SQL.Value) throws
  var stored: SQL.Value { get }
}

extension String: Storable {
  package init(stored: SQL.Value) throws {
    guard case .text(let text) = stored else { throw Unreadable("text", stored) }
    self = text
  }

  package var stored: SQL.Value { .text(self) }
}

extension Int: Storable {
  package init(stored: SQL.Value) throws {
    guard case .integer(let number) = stored else { throw Unreadable("a whole number", stored) }
    self = number
  }

  package var stored: SQL.Value { .integer(self) }
}

extension Bool: Storable {
  package init(stored: SQL.Value) throws {
    switch stored {
    case .integer(0): self = false
    case .integer(1): self = true
    default: throw Unreadable("0 or 1", stored)
    }
  }

  package var stored: SQL.Value { .integer(self ? 1 : 0) }
}

extension [UInt8]: Storable {
  package init(stored: SQL.Value) throws {
    guard case .bytes(let bytes) = stored else { throw Unreadable("bytes", stored) }
    self = bytes
  }

  package var stored: SQL.Value { .bytes(self) }
}

extension Instant: Storable {
  package init(stored: SQL.Value) throws { self.init(seconds: try Int(stored: stored)) }
  package var stored: SQL.Value { .integer(seconds) }
}

extension Day: Storable {
  package init(stored: SQL.Value) throws { self.init(number: try Int(stored: stored)) }
  package var stored: SQL.Value { .integer(number) }
}

extension ID: Storable {
  package init(stored: SQL.Value) throws { self.init(try String(stored: stored)) }
  package var stored: SQL.Value { .text(text) }
}

extension Optional: Storable where Wrapped: Storable {
  package init(stored: SQL.Value) throws {
    self = stored == .null ? nil : try Wrapped(stored: stored)
  }

  package var stored: SQL.Value { self?.stored ?? .null }
}

extension Storable where Self: RawRepresentable, RawValue: Storable {
  package init(stored: SQL.Value) throws {
    let raw = try RawValue(stored: stored)
    guard let word = Self(rawValue: raw) else { throw Unreadable("one of \(Self.self)", stored) }
    self = word
  }

  package var stored: SQL.Value { rawValue.stored }
}

/// A column holds something else than the program expects: the schema and the code disagree.
struct Unreadable: Error, CustomStringConvertible {
  let description: String

  init(_ expected: String, _ found: SQL.Value) {
    // The value itself may be a secret; its kind is enough to find the mistake.
    let kind =
      switch found {
      case .null: "nothing"
      case .integer: "a whole number"
      case .text: "text"
      case .bytes: "bytes"
      }
    description = "A column holds \(kind) where \(expected) was expected."
  }

  init(_ description: String) { self.description = description }
}
