// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A JSON value, its keys in the order they were given. Whole numbers only: the house has no others;
/// a decimal is kept as it was written so that it can be refused with its text.
package enum JSON: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Int)
  case decimal(String)
  case text(String)
  /// Words for a person, written in the reader's language.
  case words(Phrase)
  case list([JSON])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package let key: String
    package let value: JSON

    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  package subscript(key: String) -> JSON? {
    if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
  }

  package subscript(index: Int) -> JSON? {
    if case .list(let items) = self, items.indices.contains(index) { items[index] } else { nil }
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var number: Int? { if case .number(let number) = self { number } else { nil } }
  package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  package var list: [JSON]? { if case .list(let list) = self { list } else { nil } }
}

extension JSON {
  package static func say(_ phrase: Phrase) -> JSON { .words(phrase) }
  package static func moment(_ instant: Instant) -> JSON { .text("\(instant)") }
  package static func day(_ day: Day) -> JSON { .text("\(day)") }
  package static func id<Noun>(_ id: ID<Noun>) -> JSON { .text(id.text) }

  /// The object with one more member behind the others.
  package func adding(_ key: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(key, value)])
  }

  /// `null` when there is nothing.
  package static func optional<Value>(_ value: Value?, _ write: (Value) -> JSON) -> JSON {
    value.map(write) ?? .null
  }

  package static func optional(_ text: String?) -> JSON { text.map(JSON.text) ?? .null }
  package static func optional(_ number: Int?) -> JSON { number.map(JSON.number) ?? .null }

  package static func list<Items: Sequence>(
    _ items: Items, _ write: (Items.Element) throws -> JSON
  ) rethrows -> JSON {
    .list(try items.map(write))
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral
{
  package init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }
  package init(arrayLiteral items: JSON...) { self = .list(items) }
  package init(stringLiteral text: String) { self = .text(text) }
  package init(integerLiteral number: Int) { self = .number(number) }
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }
  package init(nilLiteral: ()) { self = .null }
}
