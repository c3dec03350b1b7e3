// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The declared inputs of an act or a list. Nothing else is accepted.
package struct Shape: Sendable {
  package let fields: [Field]

  package init(_ fields: Field...) { self.init(fields) }

  package init(_ fields: [Field]) {
    precondition(Set(fields.map(\.name)).count == fields.count, "two fields of one name")
    self.fields = fields
  }

  package static let none = Shape([])

  package subscript(name: String) -> Field? { fields.first { $0.name == name } }

  /// This shape with more fields behind it.
  package func with(_ more: Field...) -> Shape { Shape(fields + more) }
}

/// What somebody typed into a form that could not be taken as it was, and what to say beside it.
package struct Typed: Sendable {
  package private(set) var values: [String: [String]]
  package private(set) var messages: [String: Phrase]
  /// What is wrong with the form as a whole.
  package private(set) var message: Phrase?
  /// The path it was sent to; nil when nobody sent it.
  package private(set) var path: String?

  package static let nothing = Typed(values: [:], messages: [:], message: nil)

  init(
    values: [String: [String]], messages: [String: Phrase], message: Phrase?, path: String? = nil
  ) {
    self.path = path
    self.values = values
    self.messages = messages
    self.message = message
  }

  /// Values to start a form with; what somebody typed afterwards wins over them.
  package static func starting(_ values: [String: String]) -> Typed {
    Typed(values: values.mapValues { [$0] }, messages: [:], message: nil)
  }

  /// What was typed, and the given values where a field was left empty.
  package func filling(_ values: [String: String]) -> Typed {
    var typed = self
    for (name, start) in values where (value(name) ?? "").isEmpty { typed.values[name] = [start] }
    return typed
  }

  /// True once somebody sent the form.
  package var isEmpty: Bool { values.isEmpty && messages.isEmpty && message == nil }

  package func value(_ name: String) -> String? { values[name]?.first }
  /// Several values of one field; those a form starts with stand one a line.
  package func values(_ name: String) -> [String] {
    (values[name] ?? []).flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
  }
  package func message(_ name: String) -> Phrase? { messages[name] }

  /// What was typed into the form that sends to this path: of several forms on a page only one was
  /// sent, and what stood in it belongs in no other.
  package func sent(to path: String) -> Typed { self.path == path ? self : .nothing }

  /// What was typed, and the given values where nothing was sent at all.
  package func over(_ start: [String: String]) -> Typed {
    isEmpty ? .starting(start) : self
  }
}

/// An input was refused before the domain saw it, field by field.
package struct InputRefused: Error, Sendable {
  package struct Item: Sendable, Equatable {
    /// Empty when it is about the whole.
    package let field: String
    package let code: String
    package let message: Phrase
    /// The place in the body, where the field's name does not tell it.
    var pointer: String?
  }
  package let items: [Item]
}
