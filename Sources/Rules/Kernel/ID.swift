// SPDX-License-Identifier: AGPL-3.0-or-later

/// The identity of one noun: time-ordered text made by us, 26 characters of Crockford's base 32
/// (48 bits of milliseconds, 80 bits of chance).
package struct ID<Noun>: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func < (a: ID, b: ID) -> Bool { a.text < b.text }

  package var description: String { text }
}
