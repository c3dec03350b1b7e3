// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Web

/// Agreements as a list, and one read from top to bottom like a contract.
enum AgreementPages {
  private static let crumbs: [(title: Phrase, path: String)] = [("Agreements", "/agreements")]

  static func list(
    _ page: [Agreement], _ clients: [ID<Client>: String], older: String?, now: Instant,
    mayEdit: Bool
  ) -> Page {
    let add = Button("New agreement", to: "/agreements/new", weight: .main, key: "c")
    let toolbar = Toolbar(
      "\(mayEdit ? add : nil)", more: ["<a href=\"/calendars\">\(say: "Calendars")</a>"])
    let table = Table(
      [
        Table.Column("Name", isHead: true), Table.Column("Client"), Table.Column("In force"),
        Table.Column("Draft"),
      ],
      rows: page.map { agreement in
        Table.Row([
          "<a href=\"\(agreement.path)\">\(agreement.name)</a>",
          "\(clients[agreement.client] ?? "")", standing(agreement.inForce(at: now)),
          standing(agreement.draft),
        ])
      })
    let empty = Empty(
      "No agreement yet. Tickets without one are worked on, but nothing is promised for them.")
    let pager = Pager(
      "\(count: page.count, one: "# agreement", many: "# agreements")",
      older: older)
    return Page(
      "Agreements", menu: "/agreements",
      "\(Head("Agreements", toolbar: toolbar))\(page.isEmpty ? empty.html : "\(table)\(pager)")")
  }

  private static func standing(_ version: AgreementVersion?) -> HTML {
    guard let version else { return .empty }
    return "\(say: "Version \(version.number)")"
  }

  static func new(
    _ shape: Shape, _ typed: Typed, client: ClientField, calendars: [Calendar]
  ) -> Page {
    let form = Form(
      post: "/agreements", shape, typed, send: "Make a draft", advanced: ["zone"],
      back: ("All agreements", "/agreements")
    ) { field in
      switch field.name {
      case "client": client.draw(field)
      case "calendar": field.options(calendars.map { Field.Choice($0.id.text, "\($0.name)") })
      case "preset": field.radio
      default: field
      }
    }
    let none = Notice(
      "There is no calendar yet. Write one first: a promise counts its hours.")
    return Page(
      "New agreement", menu: "/agreements",
      "\(Head("New agreement", crumbs: crumbs))\(calendars.isEmpty ? none : nil)\(form)")
  }

  static func terms(
    _ agreement: Agreement, _ typed: Typed, calendars: [Calendar]
  ) -> Page {
    let choices = calendars.map { Field.Choice($0.id.text, "\($0.name)") }
    let isDraft = agreement.draft != nil
    let form = Form(
      post: "\(agreement.path)/draft", TermsForm.shape, typed,
      send: isDraft ? "Save the draft" : "Begin the next version",
      advanced: TermsForm.advanced, grids: TermsForm.grids, back: ("Back", agreement.path),
      version: agreement.version
    ) { $0.name.hasPrefix("calendar") ? $0.options(choices) : $0 }
    return Page(
      "\(agreement.name)", menu: "/agreements",
      """
      \(Head("Terms of \(agreement.name)", crumbs: [("\(agreement.name)", agreement.path)]))<p>\(say: "Times are hours in which somebody is there, like 4h or 30 min. Leave one empty for no promise.")</p>\(form)
      """)
  }

  static func show(
    _ view: AgreementView, zone: Zone, zones: (String) throws -> Zone, now: Instant,
    sign: Shape, _ typed: Typed, who: Staff
  ) throws -> Page {
    let agreement = view.agreement
    let draft = who.maySettle ? agreement.draft : nil
    let signed = agreement.versions.last { $0.signature != nil }
    let shown = agreement.inForce(at: now) ?? signed ?? (draft == nil ? agreement.draft : nil)
    func read(_ version: AgreementVersion) throws -> HTML {
      try VersionReading(version: version, view: view, now: now).html(in: zone, zones)
    }
    let waiting = try draft.map { draft -> HTML in
      let recount = view.recountNotice(in: zone, at: now)
      return "\(drafting(draft, after: shown, view, recount, sign, typed, who))\(try read(draft))"
    }
    let begin =
      agreement.draft == nil && who.may(.agreementsEdit)
      ? Toolbar(Button("Begin the next version", to: "\(agreement.path)/draft").html) : nil
    return Page(
      "\(agreement.name)", menu: "/agreements",
      """
      \(Head("\(agreement.name)", crumbs: crumbs, beside: parties(view, zone), toolbar: begin))\(waiting == nil ? view.left?.notice : nil)\(waiting ?? .empty)\(try shown.map(read) ?? .empty)\(Section("Versions", AgreementVersions.table(agreement, zone)))
      """)
  }

  private static func parties(_ view: AgreementView, _ zone: Zone) -> HTML {
    """
    <p><a href="/clients/\(view.agreement.client)">\(view.client)</a> · \(say: "months in \(view.agreement.zone)")</p>
    """
  }

  /// What waits for a signature: what it changes, and the two doors out of it. Its terms follow
  /// right below, so that nobody signs what they have not seen.
  private static func drafting(
    _ draft: AgreementVersion, after before: AgreementVersion?, _ view: AgreementView,
    _ recount: HTML, _ sign: Shape, _ typed: Typed, _ who: Staff
  ) -> HTML {
    let agreement = view.agreement
    let names = Dictionary(
      uniqueKeysWithValues: view.calendars.map { ($0.key.text, $0.value.name) })
    let changes = before.map { before -> HTML in
      "<h3>\(say: "What changes from version \(before.number)")</h3>\(AgreementVersions.differences(before, draft, names))"
    }
    let edit = Button("Change the draft", to: "\(agreement.path)/draft", key: "p")
    let discard = ActButton(
      "Discard the draft", post: "\(agreement.path)/draft/discard", weight: .quiet,
      version: agreement.version)
    let signing = Form(
      post: "\(agreement.path)/signature", sign, typed, send: "Record the signature",
      version: agreement.version
    ) { field in
      switch field.name {
      case "signer": field.offering(view.signers)
      case UnknownSigner.name: typed.message(field.name) == nil ? field.leftOut : field
      default: field
      }
    }
    return Section(
      "Version \(draft.number) waits for a signature",
      beside: "\(who.may(.agreementsEdit) ? edit : nil)\(who.may(.agreementsEdit) ? discard : nil)",
      "\(changes ?? .empty)\(recount)\(view.left?.notice)\(who.may(.agreementsSign) ? signing : nil)"
    ).html
  }

  static func compare(
    _ agreement: Agreement, _ before: AgreementVersion, _ after: AgreementVersion,
    calendars: [Calendar]
  ) -> Page {
    let names = Dictionary(uniqueKeysWithValues: calendars.map { ($0.id.text, $0.name) })
    return Page(
      "\(agreement.name)", menu: "/agreements",
      """
      \(Head("What changed in \(agreement.name)", crumbs: [("\(agreement.name)", agreement.path)]))\(AgreementVersions.differences(before, after, names))
      """)
  }
}

extension AgreementView {
  /// Nil before anything is promised to the client, and where nothing is left out.
  fileprivate var left: UncoveredTickets? {
    uncovered == 0
      ? nil : UncoveredTickets(client: agreement.client, name: client, count: uncovered)
  }

  /// Said right above the signature.
  fileprivate func recountNotice(in zone: Zone, at now: Instant) -> HTML {
    guard let recount, recount.isNews(in: zone, at: now) else { return .empty }
    return RecountNotice(recount, in: zone, at: now) {
      Address("\(agreement.path)/draft/recount", ["of": $0.rawValue]).text
    }.html
  }
}

extension Staff {
  /// Drafts concern who writes them and who records that they were signed.
  var maySettle: Bool { may(.agreementsEdit) || may(.agreementsSign) }
}
