// SPDX-License-Identifier: AGPL-3.0-or-later

/// Something that happened and can't be taken back: one line of the journal. Later rooms listen to
/// facts; clocks and stories are folds over them.
package struct Fact: Sendable, Equatable {
  /// Noun and participle, `ticket.opened`.
  package let kind: String
  package let subject: Subject
  /// The client it concerns; nil for facts of the house itself.
  package let client: ID<Client>?
  /// When it happened, which may be before it was recorded (SLA 47).
  package let occurredAt: Instant
  package let body: [String: Value]

  package enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([String])
  }

  package init(
    _ kind: String, about subject: Subject, client: ID<Client>? = nil, at occurredAt: Instant,
    _ body: [String: Value] = [:]
  ) {
    self.kind = kind
    self.subject = subject
    self.client = client
    self.occurredAt = occurredAt
    self.body = body
  }
}

extension Fact {
  package func text(_ key: String) -> String? {
    if case .text(let value)? = body[key] { value } else { nil }
  }

  package func number(_ key: String) -> Int? {
    if case .number(let value)? = body[key] { value } else { nil }
  }

  package func flag(_ key: String) -> Bool {
    if case .flag(let value)? = body[key] { value } else { false }
  }

  package func list(_ key: String) -> [String] {
    if case .list(let value)? = body[key] { value } else { [] }
  }
}

/// The noun a fact is about, written `ticket/01HZ…`.
package struct Subject: Hashable, Sendable, CustomStringConvertible {
  package let kind: String
  package let id: String

  package init(_ kind: String, _ id: String) {
    self.kind = kind
    self.id = id
  }

  package var description: String { "\(kind)/\(id)" }
}

/// Who did it.
package enum Actor: Hashable, Sendable {
  case member(ID<Member>)
  case contact(ID<Contact>)
  /// The house itself: schedules, clocks, automatic letters.
  case system
  /// History brought in from another product, by its name.
  case imported(String)

  package var text: String {
    switch self {
    case .member(let id): "member/\(id)"
    case .contact(let id): "contact/\(id)"
    case .system: "system"
    case .imported(let source): "imported/\(source)"
    }
  }

  package init?(text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count) {
    case ("member", 2): self = .member(ID(parts[1]))
    case ("contact", 2): self = .contact(ID(parts[1]))
    case ("imported", 2): self = .imported(parts[1])
    case ("system", 1): self = .system
    default: return nil
    }
  }
}

/// What a pure verb returns: the new value, and the facts that say what happened.
package struct Change<Noun: Sendable>: Sendable {
  package let value: Noun
  package let facts: [Fact]

  package init(_ value: Noun, _ facts: Fact...) {
    self.init(value, facts: facts)
  }

  package init(_ value: Noun, facts: [Fact]) {
    self.value = value
    self.facts = facts
  }
}
