// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One input an act or a list understands: its name on the wire, its label for people and what counts
/// as a value. Forms are drawn, read and described to programs from it.
package struct Field: Sendable {
  /// Dots nest it in JSON: `targets.p1.firstResponse`.
  package let name: String
  package let label: Phrase
  package let kind: Kind
  package private(set) var isOptional = false
  /// Left out where another answer stands for it; where none does, it is needed.
  package private(set) var isConditional = false
  /// What people write before such a number: `T-`.
  package private(set) var sign: String?
  package private(set) var help: Phrase?

  package indirect enum Kind: Sendable {
    case text(max: Int)
    /// Several lines.
    case long(max: Int)
    case email
    /// A password or token: never drawn again, never logged.
    case secret
    case choice([Choice])
    case int(ClosedRange<Int>)
    /// Seconds: `4h`, `30 min` or plain minutes in a form, whole seconds in JSON.
    case duration(ClosedRange<Int>)
    case day
    /// A date and clock reading in the reader's zone in a form, ISO 8601 in JSON.
    case moment
    case flag
    case id
    /// A file of at most so many bytes; `accept` tells a browser which to offer.
    case file(max: Int, accept: String)
    /// Any number of values of one kind under one name.
    case several(Kind, max: Int)
  }

  /// One of the values to choose from.
  package struct Choice: Sendable {
    package let value: String
    package let label: Phrase

    package init(_ value: String, _ label: Phrase) {
      self.value = value
      self.label = label
    }
  }

  private init(_ name: String, _ label: Phrase, _ kind: Kind) {
    self.name = name
    self.label = label
    self.kind = kind
  }

  /// The same field, allowed to be left out.
  package var optional: Field {
    var field = self
    field.isOptional = true
    return field
  }

  /// The same field, allowed to be left out where another answer stands for it. Nobody is told that
  /// it is optional; its help, or its place, says when it is needed.
  package var conditional: Field {
    var field = optional
    field.isConditional = true
    return field
  }

  /// The same number, which people may write with the sign before it.
  package func signed(_ sign: String) -> Field {
    var field = self
    field.sign = sign
    return field
  }

  /// The same field with a sentence under it.
  package func help(_ phrase: Phrase) -> Field {
    var field = self
    field.help = phrase
    return field
  }
}

extension Field {
  package static func text(_ name: String, label: Phrase, max: Int = 200) -> Field {
    Field(name, label, .text(max: max))
  }
  package static func long(_ name: String, label: Phrase, max: Int = 20_000) -> Field {
    Field(name, label, .long(max: max))
  }
  package static func email(_ name: String, label: Phrase) -> Field { Field(name, label, .email) }
  package static func secret(_ name: String, label: Phrase) -> Field { Field(name, label, .secret) }
  package static func choice(_ name: String, label: Phrase, _ choices: [Choice]) -> Field {
    Field(name, label, .choice(choices))
  }
  package static func int(_ name: String, label: Phrase, _ range: ClosedRange<Int>) -> Field {
    Field(name, label, .int(range))
  }
  package static func duration(
    _ name: String, label: Phrase, _ seconds: ClosedRange<Int> = 0...31_536_000
  ) -> Field {
    Field(name, label, .duration(seconds))
  }
  package static func day(_ name: String, label: Phrase) -> Field { Field(name, label, .day) }
  package static func moment(_ name: String, label: Phrase) -> Field { Field(name, label, .moment) }
  package static func flag(_ name: String, label: Phrase) -> Field { Field(name, label, .flag) }
  package static func file(
    _ name: String, label: Phrase, max: Int = 1_048_576, accept: String
  ) -> Field {
    Field(name, label, .file(max: max, accept: accept))
  }
  package static func id(_ name: String, label: Phrase) -> Field { Field(name, label, .id) }

  package static func choices(_ name: String, label: Phrase, _ choices: [Choice]) -> Field {
    Field(name, label, .several(.choice(choices), max: choices.count)).optional
  }
  package static func ids(_ name: String, label: Phrase, max: Int = 200) -> Field {
    Field(name, label, .several(.id, max: max)).optional
  }
  package static func texts(_ name: String, label: Phrase, max: Int = 50) -> Field {
    Field(name, label, .several(.text(max: 200), max: max)).optional
  }
}
