// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage
import Web

/// Somebody new at a client: their name and mail address, added together with what they ask for.
struct Newcomer: Sendable {
  let name: String
  let email: String
  let client: ID<Client>

  func add(by member: ID<Member>, at now: Instant, house: House, in db: Connection) throws
    -> Contact
  {
    let contact = Contact(
      id: house.ids.next(Contact.self, at: now), client: client, name: name,
      email: email.lowercased())
    do { try contact.insert(at: now, in: db) } catch is Contact.Refused {
      throw AddressKnown(email: email)
    }
    try db.append([contact.fact("added", at: now)], by: .member(member), at: now)
    return contact
  }
}

extension Call<Staff> {
  /// Who asks: somebody known, or a person new to the client, who is added.
  func asker(
    at client: ID<Client>?, for scope: Scope, house: House, in db: Connection
  ) throws -> Contact? {
    let name = input.optionalText("person.name")
    guard let name, let email = input.optionalText("person.email") else {
      let known = try known(for: scope, in: db)
      guard known == nil, name != nil || input.optionalText("person.email") != nil else {
        return known
      }
      throw HalfNewcomer(field: name == nil ? "person.name" : "person.email")
    }
    guard who.may(.clientsEdit) else { throw MayNotAdd() }
    guard let client else { throw NewcomerNowhere() }
    _ = try chosen(in: "client") { try Client.find(client, for: scope, in: db) }
    if let other = try named(at: client, in: db) {
      guard other.email == email.lowercased() else { throw TwoAskers(known: other.name) }
      return try Contact.find(other.id, for: scope, in: db)
    }
    return try Newcomer(name: name, email: email, client: client)
      .add(by: who.member, at: now, house: house, in: db)
  }

  private func known(for scope: Scope, in db: Connection) throws -> Contact? {
    do { return try person(for: scope, in: db) } catch var unknown as UnknownPerson {
      unknown.canBeAdded = who.may(.clientsEdit)
      throw unknown
    }
  }

  /// Somebody the form names besides the new person.
  private func named(at client: ID<Client>, in db: Connection) throws -> PersonChoice? {
    let theirs = Scope.clients([client])
    if let id = input.optionalID("contact", of: Contact.self) {
      return try Contact.choice(id, for: theirs, in: db)
    }
    guard let words = input.optionalText("who"),
      case .one(let person) = try PersonMeant(words, for: theirs, in: db)
    else { return nil }
    return person
  }
}

struct HalfNewcomer: Refusal {
  let field: String?
  let code = "contact.half"
  let message: Phrase = "A new person needs a name and a mail address. Give both, or neither."
}

struct NewcomerNowhere: Refusal {
  let code = "contact.nowhere"
  let field: String? = "client"
  let message: Phrase = "Nobody knows yet where the new person belongs. Choose their client."
}

struct AddressKnown: Refusal {
  let email: String
  let code = "contact.emailTaken"
  let field: String? = "person.email"
  var message: Phrase {
    "\(email) is the address of somebody at this client already. Type it under “Who asks”, or use another."
  }
}

struct TwoAskers: Refusal {
  let known: String
  let code = "ticket.twoAskers"
  let field: String? = "person.name"
  var message: Phrase {
    "\(known) is named, and a new person too. Empty one of the two, so that it is clear who asks."
  }
}

struct MayNotAdd: Refusal {
  let code = "contact.mayNotAdd"
  let field: String? = "person.name"
  let message: Phrase =
    "Adding people is not for your role. Open the ticket for their client and name nobody, or ask a colleague who keeps its people."
}
