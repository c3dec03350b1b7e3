// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web

/// How a form asks for a person: by words anybody can type and, where those leave several, by the
/// one chosen of them. A program names the person by id.
package struct PersonField: Sendable {
  /// What the two fields are called: the words, and the person they leave.
  package struct Names: Sendable {
    let words: String
    let person: String

    package static let asking = Names(words: "who", person: "contact")
    static let standIn = Names(words: "standInName", person: "standIn")
  }

  package static func fields(
    _ label: Phrase, _ names: Names = .asking, help: Phrase = "A name, or a mail address."
  ) -> [Field] {
    [
      .text(names.words, label: label, max: 200).optional.help(help),
      .id(names.person, label: "Which of them").conditional,
    ]
  }

  /// Somebody nobody here knows yet.
  package static let newcomer: [Field] = [
    .text("person.name", label: "Name of the new person", max: 120).conditional,
    .email("person.email", label: "Their mail address").conditional,
  ]

  let names: Names
  /// Whose people are meant; nil for everybody's.
  let client: ID<Client>?
  /// What is offered before anything is typed.
  let offered: [PersonChoice]
  /// Whom the words may mean, where they were not clear.
  private(set) var choices: [PersonChoice] = []
  private var isChosen = false
  /// Whether the reader may add somebody who is not found.
  private let mayAdd: Bool
  /// Nobody was found, so that somebody may be added.
  package private(set) var isAdding = false

  package init(
    _ names: Names = .asking, of client: ID<Client>? = nil, offering offered: [PersonChoice],
    adding mayAdd: Bool = false
  ) {
    self.names = names
    self.client = client
    self.offered = offered
    self.mayAdd = mayAdd
  }

  /// The field of a form that was sent and has to be shown again.
  package func again(_ typed: Typed, for scope: Scope, in db: Connection) throws -> PersonField {
    var field = self
    let words = typed.value(names.words) ?? ""
    field.isAdding = mayAdd && typed.namesNobodyKnown
    if !words.isEmpty {
      let meant = try PersonMeant(words, for: scope, in: db)
      if case .several(let people, _) = meant { field.choices = people }
      if typed.message(names.words) != nil { field.choices = meant.choices }
    }
    if let text = typed.value(names.person), !text.isEmpty {
      field.isChosen = true
      if !field.choices.contains(where: { $0.id.text == text }) {
        field.choices += [try Contact.choice(ID(text), for: scope, in: db)].compactMap(\.self)
      }
    }
    return field
  }

  /// The words nobody was found by begin what is asked of a new person.
  package func filled(_ typed: Typed) -> Typed {
    guard isAdding, choices.isEmpty, let words = typed.value(names.words) else { return typed }
    return typed.filling([words.contains("@") ? "person.email" : "person.name": words])
  }

  package func draw(_ field: InputField) -> InputField {
    switch field.name {
    case "person.name", "person.email": return isAdding ? field : field.leftOut
    case names.words:
      let path = Address("/api/v1/contacts", ["client": client?.text]).text
      return field.suggesting(offered.map { ($0.written, $0.email ?? "") }, from: path)
    case names.person:
      guard isChosen || !choices.isEmpty else { return field.leftOut }
      return field.options(choices.map(\.option) + [Field.Choice("", "Somebody else")]).radio
    default: return field
    }
  }
}

extension Typed {
  fileprivate var namesNobodyKnown: Bool {
    message("who") != nil
      || PersonField.newcomer.contains { field in
        message(field.name) != nil || !(value(field.name) ?? "").isEmpty
      }
  }
}

extension PersonChoice {
  fileprivate var option: Field.Choice {
    Field.Choice(id.text, email.map { "\(written), \($0)" } ?? "\(written)")
  }
}

extension Call<Staff> {
  /// The person that was named: by id, or by words that mean nobody else. Words win over an id they
  /// don't describe, for they were typed later. `usual` is whom the form named by itself.
  package func person(
    _ usual: PersonChoice? = nil, named names: PersonField.Names = .asking, for scope: Scope,
    in db: Connection
  ) throws -> Contact? {
    let id: ID<Contact>? = input.optionalID(names.person)
    guard let words = input.optionalText(names.words) else {
      return try id.map { id in
        try chosen(in: names.person) { try Contact.find(id, for: scope, in: db) }
      }
    }
    if let usual, usual.name == words { return try Contact.find(usual.id, for: scope, in: db) }
    if let id, let choice = try Contact.choice(id, for: scope, in: db), choice.isFound(by: words) {
      return try Contact.find(id, for: scope, in: db)
    }
    switch try PersonMeant(words, for: scope, in: db) {
    case .one(let person): return try Contact.find(person.id, for: scope, in: db)
    case .several(let people, let isCut):
      throw UnclearPerson(words: words, count: people.count, isCut: isCut, field: names.words)
    case .nobody: throw UnknownPerson(words: words, field: names.words)
    }
  }
}

struct UnclearPerson: Refusal {
  let words: String
  let count: Int
  let isCut: Bool
  let field: String?
  let code = "contact.unclear"
  var message: Phrase {
    if isCut {
      return
        "More than \(count) people are found by “\(words)”. Choose one of these, or type more of the name."
    }
    return count == 1
      ? "“\(words)” may mean the person below. Choose them, or type their whole name."
      : "“\(words)” may mean several people. Choose one of them below."
  }
}

package struct UnknownPerson: Refusal {
  let words: String
  package let field: String?
  /// Whether they can be added here and now.
  package var canBeAdded = false
  package let code = "contact.unknown"
  package var message: Phrase {
    canBeAdded
      ? "Nobody is found by “\(words)”. Check the spelling, or add them here by name and mail address."
      : "Nobody is found by “\(words)”. Check the spelling, or add them to their client's people first."
  }
}
