// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Web

/// How a form asks for a person: by words anybody can type and, where those leave several, by the
/// one chosen of them. A program names the person by id.
struct PersonField: Sendable {
  static func fields(_ label: Phrase) -> [Field] {
    [
      .text("who", label: label, max: 200).optional.help("A name, or a mail address."),
      .id("contact", label: "Which of them").optional,
    ]
  }

  /// Whose people are meant; nil for everybody's.
  let client: ID<Client>?
  /// What is offered before anything is typed.
  let offered: [PersonChoice]
  /// Whom the words may mean, where they were not clear.
  private(set) var choices: [PersonChoice] = []
  private var isChosen = false

  init(of client: ID<Client>? = nil, offering offered: [PersonChoice]) {
    self.client = client
    self.offered = offered
  }

  /// The field of a form that was sent and has to be shown again.
  func again(_ typed: Typed, for scope: Scope, in db: Connection) throws -> PersonField {
    var field = self
    let words = typed.value("who") ?? ""
    if !words.isEmpty {
      let meant = try PersonMeant(words, for: scope, in: db)
      if case .several(let people, _) = meant { field.choices = people }
      if typed.message("who") != nil { field.choices = meant.choices }
    }
    if let text = typed.value("contact"), !text.isEmpty {
      field.isChosen = true
      if !field.choices.contains(where: { $0.id.text == text }) {
        field.choices += [try Contact.choice(ID(text), for: scope, in: db)].compactMap(\.self)
      }
    }
    return field
  }

  func draw(_ field: InputField) -> InputField {
    switch field.name {
    case "who":
      let path = Address("/api/v1/contacts", ["client": client?.text]).text
      return field.suggesting(offered.map { ($0.written, $0.email ?? "") }, from: path)
    case "contact":
      guard isChosen || !choices.isEmpty else { return field.leftOut }
      return field.options(choices.map(\.option) + [Field.Choice("", "Somebody else")]).radio
    default: return field
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
  func person(
    _ usual: PersonChoice? = nil, for scope: Scope, in db: Connection
  ) throws -> Contact? {
    let id: ID<Contact>? = input.optionalID("contact")
    guard let words = input.optionalText("who") else {
      return try id.map { id in
        try chosen(in: "contact") { try Contact.find(id, for: scope, in: db) }
      }
    }
    if let usual, usual.name == words { return try Contact.find(usual.id, for: scope, in: db) }
    if let id, let choice = try Contact.choice(id, for: scope, in: db), choice.isFound(by: words) {
      return try Contact.find(id, for: scope, in: db)
    }
    switch try PersonMeant(words, for: scope, in: db) {
    case .one(let person): return try Contact.find(person.id, for: scope, in: db)
    case .several(let people, let isCut):
      throw UnclearPerson(words: words, count: people.count, isCut: isCut)
    case .nobody: throw UnknownPerson(words: words)
    }
  }
}

struct UnclearPerson: Refusal {
  let words: String
  let count: Int
  let isCut: Bool
  let code = "contact.unclear"
  let field: String? = "who"
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

struct UnknownPerson: Refusal {
  let words: String
  let code = "contact.unknown"
  let field: String? = "who"
  var message: Phrase {
    "Nobody is found by “\(words)”. Check the spelling, or add them to their client's people first."
  }
}
