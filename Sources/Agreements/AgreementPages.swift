// SPDX-License-Identifier: AGPL-3.0-or-later

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
    _ shape: Shape, _ typed: Typed, clients: [(id: ID<Client>, name: String)],
    calendars: [Calendar]
  ) -> Page {
    let form = Form(
      post: "/agreements", shape, typed, send: "Make a draft", advanced: ["zone"],
      back: ("All agreements", "/agreements")
    ) { field in
      switch field.name {
      case "client": field.options(clients.map { Field.Choice($0.id.text, "\($0.name)") })
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
    let shown = agreement.inForce(at: now) ?? agreement.draft ?? agreement.versions.last
    let body: HTML =
      try shown.map { version in
        """
        \(promises(version, view))\(Section("Coverage", try coverage(version, view, zone, zones, now)))\(Section("How clocks are taken", rules(version)))
        """
      } ?? .empty
    let begin =
      agreement.draft == nil && who.may(.agreementsEdit)
      ? Toolbar(Button("Begin the next version", to: "\(agreement.path)/draft").html) : nil
    return Page(
      "\(agreement.name)", menu: "/agreements",
      """
      \(Head("\(agreement.name)", crumbs: crumbs, beside: parties(view, zone), toolbar: begin))\(drafting(agreement, sign, typed, who))\(body)\(Section("Versions", AgreementVersions.table(agreement, zone)))
      """)
  }

  private static func parties(_ view: AgreementView, _ zone: Zone) -> HTML {
    """
    <p><a href="\(view.client.path)">\(view.client.name)</a> · \(say: "months in \(view.agreement.zone)")</p>
    """
  }

  /// What waits for a signature, and the two doors out of it.
  private static func drafting(
    _ agreement: Agreement, _ sign: Shape, _ typed: Typed, _ who: Staff
  ) -> HTML {
    guard let draft = agreement.draft, who.may(.agreementsEdit) || who.may(.agreementsSign) else {
      return .empty
    }
    let edit = Button("Change the draft", to: "\(agreement.path)/draft", key: "p")
    let discard = ActButton(
      "Discard the draft", post: "\(agreement.path)/draft/discard", weight: .quiet,
      version: agreement.version)
    let signing = Form(
      post: "\(agreement.path)/signature", sign, typed, send: "Record the signature",
      version: agreement.version)
    return Section(
      "Version \(draft.number) waits for a signature",
      beside: "\(who.may(.agreementsEdit) ? edit : nil)\(who.may(.agreementsEdit) ? discard : nil)",
      "\(who.may(.agreementsSign) ? signing : nil)"
    ).html
  }

  private static func promises(_ version: AgreementVersion, _ view: AgreementView) -> HTML {
    let clocks = ClockKind.allCases.filter { clock in
      version.level.targets.values.contains { $0[clock]?.seconds != nil }
    }
    let table = Table(
      [Table.Column("Priority", isHead: true)] + clocks.map { Table.Column.number($0.label) },
      rows: Priority.all.map { priority in
        Table.Row(
          ["\(say: priority.label)"]
            + clocks.map { cell(version.level.targets[priority]?[$0], version, view) })
      }, narrow: .scroll)
    return Section(
      "Promises of version \(version.number)",
      "\(table)<p>\(say: "Times are hours of the calendar \(view.name(version.level.calendar)).")</p>"
    ).html
  }

  private static func cell(
    _ target: ServiceLevel.Target?, _ version: AgreementVersion, _ view: AgreementView
  ) -> HTML {
    guard let target, let seconds = target.seconds else { return "\(say: "best effort")" }
    guard let other = target.calendar else { return "\(duration: seconds)" }
    return "\(duration: seconds) <small>\(view.name(other))</small>"
  }

  private static func coverage(
    _ version: AgreementVersion, _ view: AgreementView, _ zone: Zone,
    _ zones: (String) throws -> Zone, _ now: Instant
  ) throws -> HTML {
    try version.level.calendars.map { id in
      guard let calendar = view.calendars[ID(id)] else { return HTML.empty }
      let index = HoursIndex(try calendar.timetable(zone: zones, others: view.calendars))
      return """
        <h3><a href="\(calendar.path)">\(calendar.name)</a></h3>\(CoverageWeek(index, in: zone, after: now).grid)
        """
    }.joined()
  }

  private static func rules(_ version: AgreementVersion) -> HTML {
    let level = version.level
    let stops = ClockKind.allCases.compactMap { clock -> (name: Phrase, value: HTML)? in
      guard let reasons = level.pauses[clock], !reasons.isEmpty else { return nil }
      return ("Stops \(phrase: clock.label)", reasons.words)
    }
    let marks = level.escalations.map { "\($0) %" }.joined(separator: ", ")
    return Definitions(
      lined: true,
      stops + [
        ("Somebody is told at", "\(marks)"),
        ("A reopened ticket", "\(say: level.reopen.label)"),
        ("When the priority changes", "\(say: level.onPriorityChange.label)"),
        ("When it moves to another agreement", "\(say: level.onAgreementChange.label)"),
      ]
    ).html
  }

  static func compare(
    _ agreement: Agreement, _ before: AgreementVersion, _ after: AgreementVersion,
    calendars: [Calendar]
  ) -> Page {
    let names = Dictionary(uniqueKeysWithValues: calendars.map { ($0.id.text, $0.name) })
    let lines = before.difference(to: after)
    let table = Table(
      [
        Table.Column("Term", isHead: true), Table.Column("Version \(before.number)"),
        Table.Column("Version \(after.number)"),
      ],
      rows: lines.map {
        Table.Row([
          "\(say: $0.term.label)", $0.before.words(names), $0.after.words(names),
        ])
      })
    let same = Empty("The two versions say the same.")
    return Page(
      "\(agreement.name)", menu: "/agreements",
      """
      \(Head("What changed in \(agreement.name)", crumbs: [("\(agreement.name)", agreement.path)]))\(lines.isEmpty ? same.html : table.html)
      """)
  }
}

extension AgreementView {
  fileprivate func name(_ calendar: String) -> String {
    calendars[ID(calendar)]?.name ?? calendar
  }
}
