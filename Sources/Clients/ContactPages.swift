// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// One person of a client: their form, or their facts for those who only read.
enum ContactPages {
  static func form(
    _ contact: Contact?, of company: Company, _ shape: Shape, _ typed: Typed
  ) -> Page {
    let client = company.client
    let title: Phrase = contact.map { "\($0.name)" } ?? "Add a person"
    let sites = company.sites.map { Field.Choice($0.id.text, "\($0.name)") }
    let form = Form(
      post: contact.map { "/contacts/\($0.id)" } ?? "\(client.path)/contacts", shape, typed,
      send: "Save", back: ("Back", client.path), version: contact?.version
    ) { field in
      field.name == "site" ? field.options(sites) : company.field.draw(field)
    }
    return Page(
      title, menu: "/clients",
      "\(Head(title, crumbs: [("\(client.name)", client.path)]))\(form)")
  }

  static func facts(_ contact: Contact, of company: Company) -> Page {
    let standIn = company.standIn?.name ?? ""
    let site = company.sites.first { $0.id == contact.site }?.name ?? ""
    return Page(
      "\(contact.name)", menu: "/clients",
      """
      \(Head("\(contact.name)", crumbs: [("\(company.client.name)", company.client.path)]))\(Definitions([
        ("Mail address", "\(contact.email ?? "")"), ("Phone", "\(contact.phone)"),
        ("What they are", contact.rolesHTML), ("Site", "\(site)"), ("Stand-in", "\(standIn)"),
      ]))
      """)
  }
}

/// A client's people on its page.
enum PersonList {
  static func table(_ people: [Contact], _ sites: [Site]) -> Table {
    let places = Dictionary(uniqueKeysWithValues: sites.map { ($0.id, $0.name) })
    return Table(
      [
        Table.Column("Name", isHead: true), Table.Column("Mail address"), Table.Column("Phone"),
        Table.Column("What they are"), Table.Column("Site"),
      ],
      rows: people.map { person in
        Table.Row([
          "<a href=\"/contacts/\(person.id)\">\(person.name)</a>\(if: !person.active, left)",
          "\(person.email ?? "")", "\(person.phone)", person.rolesHTML,
          "\(person.site.flatMap { places[$0] } ?? "")",
        ])
      })
  }

  private static let left: HTML = " <small>\(say: "has left")</small>"
}

extension Contact {
  fileprivate var rolesHTML: HTML {
    Duty.allCases.filter(roles.contains).map { "\(say: $0.label)" as HTML }.joined(by: ", ")
  }
}

extension Contact.Duty {
  package var label: Phrase {
    switch self {
    case .signer: "Signs"
    case .siteContact: "On site"
    case .approver: "Approves"
    case .billing: "Billing"
    case .decisionMaker: "Decides"
    }
  }

  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}
