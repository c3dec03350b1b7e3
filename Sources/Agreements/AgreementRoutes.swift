// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage
import Web

/// Agreements: begun from a preset, changed as drafts, signed, and followed by later versions.
struct AgreementRoutes: Sendable {
  let house: House
  let foresight: TermsRecount.Foresight
  let countUncovered: UncoveredTickets.Count

  private static let newShape = Shape(
    .text("name", label: "Name", max: 120), ClientField.field(),
    .text("zone", label: "Time zone its months are counted in", max: 60),
    .day("effectiveFrom", label: "Holds from"), .id("calendar", label: "Calendar"),
    .choice("preset", label: "Service level", Preset.choices))

  private static let query = Shape(.id("client", label: "Client").optional).paged

  var routes: [Route] {
    [list, listing, new, add, show, reading, terms, draft, sign, discard, compare]
      + VersionRoutes(house: house).routes
  }

  private var list: Route {
    .page(
      .staff, "agreements", may: .agreementsRead, scope: .client, query: AgreementRoutes.query,
      summary: "Agreements by name."
    ) { call in
      let (page, next, clients) = try await rows(call)
      let older = next.map {
        let query = ["client", "limit"].map { ($0, call.asked.value($0)) }
        return Address("/agreements", Dictionary(uniqueKeysWithValues: query), cursor: $0).text
      }
      return AgreementPages.list(
        page, clients, older: older, now: call.now, mayEdit: call.who.may(.agreementsEdit))
    }
  }

  private var listing: Route {
    .read(
      .staff, "agreements", may: .agreementsRead, scope: .client, query: AgreementRoutes.query,
      summary: "Agreements by name."
    ) { call in
      let (page, next, _) = try await rows(call)
      return Answer(page.map(\.json), next: next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (
    page: [Agreement], next: Cursor?, clients: [ID<Client>: String]
  ) {
    let (limit, after) = try call.paging()
    let scope = call.who.scope
    let (found, names) = try await house.db.read { db in
      let from = after.map { (name: $0.parts[0], id: ID<Agreement>($0.parts[1])) }
      let found = try Agreement.list(
        of: call.input.optionalID("client"), after: from, limit: limit + 1, for: scope, in: db)
      return (found, try Client.names(of: Set(found.map(\.client)), for: scope, in: db))
    }
    let page = Array(found.prefix(limit))
    let next = found.count > limit ? page.last.map { Cursor($0.name, $0.id.text) } : nil
    return (page, next, names)
  }

  private var new: Route {
    .page(
      .staff, "agreements/new", may: .agreementsEdit, scope: .client,
      query: Shape(.id("client", label: "Client").optional),
      summary: "The form for a new agreement."
    ) { call in
      try await drawNew(call, client: call.input.optionalText("client"))
    }
  }

  @Sendable private func redrawNew(_ call: Call<Staff>) async throws -> Page {
    try await drawNew(call, client: nil)
  }

  private func drawNew(_ call: Call<Staff>, client: String?) async throws -> Page {
    try await house.db.read { db in
      let calendars = try Calendar.all(in: db)
      let usual = try Calendar.usual(in: db) ?? calendars.first?.id
      let typed = call.typed.over([
        "client": client ?? "", "zone": call.reader.zone.name,
        "effectiveFrom": "\(call.reader.zone.day(at: call.now))", "preset": "standard",
        "calendar": usual?.text ?? "",
      ])
      let field = try ClientField(naming: typed.value("client"), for: call.who.scope, in: db)
      return AgreementPages.new(
        AgreementRoutes.newShape, typed, client: field, calendars: calendars)
    }
  }

  private var add: Route {
    .act(
      .staff, "agreements", may: .agreementsEdit, scope: .client,
      input: AgreementRoutes.newShape, audit: "agreement.drafted",
      summary: "Begins an agreement from a preset, as a draft.", redraw: redrawNew
    ) { call in
      let zone = try house.zones.zone(named: call.input.text("zone"))
      let day = try call.input.required(day: "effectiveFrom")
      let preset: Preset = call.input.choice("preset")
      let level = try preset.level(
        version: "1", effectiveFrom: zone.instant(day), calendar: call.input.text("calendar"))
      return try await call.write(house.db) { db in
        let empty = Agreement(
          id: house.ids.next(Agreement.self, at: call.now),
          client: try call.requiredClient(in: db), name: call.input.text("name"), zone: zone.name)
        let change = try empty.drafted(level, matrix: .standard, note: "", at: call.now)
        try ChosenCalendars(house: house, now: call.now).check(level, in: db)
        try change.value.insert(at: call.now, in: db)
        try db.append(change.facts, by: .member(call.who.member), at: call.now)
        return change.value.outcome(created: true, "A draft is ready. Look it over, then sign it.")
      }
    }
  }

  private var show: Route {
    .page(
      .staff, "agreements/:id", may: .agreementsRead, scope: .client,
      summary: "One agreement: what is promised, when somebody is there, every version."
    ) { try await draw($0) }
  }

  @Sendable func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Agreement> = try call.id()
    let view = try await house.db.read { db in
      var view = AgreementView(try Agreement.findWithHours(id, for: call.who.scope, in: db))
      view.recount = call.who.maySettle ? try foreseen(view.agreement, call, in: db) : nil
      view.uncovered = try uncovered(view.agreement, call, in: db)
      return view
    }
    let zone = try house.zones.zone(named: view.agreement.zone)
    return try AgreementPages.show(
      view, zone: zone, zones: { try house.zones.zone(named: $0) }, now: call.now,
      sign: AgreementRoutes.signShape,
      call.typed.over(["signedOn": "\(zone.day(at: call.now))"]), who: call.who)
  }

  /// What the draft's signature would count again; nil when it has no draft that reaches back.
  func foreseen(
    _ agreement: Agreement, _ call: Call<Staff>, in db: Connection
  ) throws -> TermsRecount? {
    try TermsChange(signing: agreement, at: call.now).map {
      try foresight($0, call.who.scope, db)
    }
  }

  /// Of no concern to who doesn't see tickets.
  func uncovered(
    _ agreement: Agreement, _ call: Call<Staff>, in db: Connection
  ) throws -> Int {
    call.who.may(.deskRead) ? try countUncovered(agreement.client, call.who.scope, db) : 0
  }

  private var reading: Route {
    .read(
      .staff, "agreements/:id", may: .agreementsRead, scope: .client,
      summary:
        "One agreement; `recount` is what signing its draft would count again, `uncoveredTickets` the client's open tickets under no agreement."
    ) { call in
      let id: ID<Agreement> = try call.id()
      let (agreement, recount, left) = try await house.db.read { db in
        let agreement = try Agreement.find(id, for: call.who.scope, in: db)
        let recount = call.who.maySettle ? try foreseen(agreement, call, in: db) : nil
        return (agreement, recount, try uncovered(agreement, call, in: db))
      }
      let zone = try house.zones.zone(named: agreement.zone)
      let told = JSON.optional(recount) { $0.json(in: zone, at: call.now) }
      return Answer(
        agreement.json.adding("recount", told).adding("uncoveredTickets", .number(left)),
        version: agreement.version)
    }
  }

  private var terms: Route {
    .page(
      .staff, "agreements/:id/draft", may: .agreementsEdit, scope: .client,
      summary: "The terms of the draft, or of the version that would follow."
    ) { try await drawTerms($0) }
  }

  @Sendable private func drawTerms(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Agreement> = try call.id()
    let (agreement, calendars) = try await house.db.read { db in
      (try Agreement.find(id, for: call.who.scope, in: db), try Calendar.all(in: db))
    }
    let zone = try house.zones.zone(named: agreement.zone)
    var start = agreement.versions.last.map { TermsForm.written($0, zone: zone) } ?? [:]
    if agreement.draft == nil {
      start["effectiveFrom"] = "\(zone.day(at: call.now).advanced(by: 1))"
      start["note"] = ""
    }
    return AgreementPages.terms(agreement, call.typed.over(start), calendars: calendars)
  }

  private var draft: Route {
    .act(
      .staff, "agreements/:id/draft", may: .agreementsEdit, scope: .client,
      input: TermsForm.shape, audit: "agreement.redrafted", versioned: true,
      summary: "Writes the draft's terms, or begins the next version.", redraw: drawTerms
    ) { call in
      try await change(call, "The draft is saved. Nothing holds until it is signed.") {
        known, db in
        let zone = try house.zones.zone(named: known.zone)
        let number = known.draft?.number ?? (known.versions.last?.number ?? 0) + 1
        let (level, matrix, note) = try TermsForm.terms(call.input, number: number, zone: zone)
        try ChosenCalendars(house: house, now: call.now).check(level, in: db)
        return known.draft == nil
          ? try known.drafted(level, matrix: matrix, note: note, at: call.now)
          : try known.redrafted(level, matrix: matrix, note: note, at: call.now)
      }
    }
  }

  private var discard: Route {
    .act(
      .staff, "agreements/:id/draft/discard", may: .agreementsEdit, scope: .client,
      audit: "agreement.draftDiscarded", versioned: true, summary: "Throws the draft away."
    ) { call in
      try await change(call, "The draft is gone. What was signed still holds.") { known, _ in
        try known.discarded(at: call.now)
      }
    }
  }

  private func change(
    _ call: Call<Staff>, _ flash: Phrase,
    _ verb: @escaping @Sendable (Agreement, Connection) throws -> Change<Agreement>
  ) async throws -> Outcome {
    let id: ID<Agreement> = try call.id()
    return try await call.write(house.db) { db in
      let known = try Agreement.find(id, for: call.who.scope, in: db)
      try call.expect(version: known.version)
      let change = try verb(known, db)
      try change.value.save(over: known, in: db)
      try db.append(change.facts, by: .member(call.who.member), at: call.now)
      return change.value.outcome(flash)
    }
  }

  private var compare: Route {
    .page(
      .staff, "agreements/:id/differences", may: .agreementsRead, scope: .client,
      query: Shape(
        .int("from", label: "From version", 1...10_000), .int("to", label: "To version", 1...10_000)
      ), summary: "What reads otherwise in another version."
    ) { call in
      let id: ID<Agreement> = try call.id()
      let (agreement, calendars) = try await house.db.read { db in
        (try Agreement.find(id, for: call.who.scope, in: db), try Calendar.all(in: db))
      }
      func version(_ name: String) throws -> AgreementVersion {
        let number = call.input.int(name)
        guard let found = agreement.versions.first(where: { $0.number == number }) else {
          throw Absent()
        }
        return found
      }
      return AgreementPages.compare(
        agreement, try version("from"), try version("to"), calendars: calendars)
    }
  }
}

/// An agreement with the client it is with and the calendars it stands on.
struct AgreementView: Sendable {
  let agreement: Agreement
  /// By name.
  let client: String
  /// Who may sign for the client, by name.
  let signers: [String]
  let calendars: [ID<Calendar>: Calendar]
  /// What signing the draft would count again.
  var recount: TermsRecount?
  /// The client's open tickets that stand under no agreement.
  var uncovered = 0

  init(_ found: Agreement.WithHours) {
    agreement = found.agreement
    client = found.client
    signers = found.signers
    calendars = found.calendars
  }
}

extension Agreement {
  package var path: String { "/agreements/\(id)" }

  fileprivate func outcome(created: Bool = false, _ flash: Phrase) -> Outcome {
    Outcome(see: path, json: json, version: version, created: created, flash: flash)
  }

  var json: JSON {
    [
      "id": .id(id), "client": .id(client), "name": .text(name), "zone": .text(zone),
      "versions": .list(versions) { $0.json }, "version": .number(version),
    ]
  }
}

extension AgreementVersion {
  var json: JSON {
    let targets = level.targets.sorted { $0.key < $1.key }.map { priority, clocks in
      JSON.Member(
        priority.name,
        .object(
          clocks.sorted { $0.key < $1.key }.map { clock, target in
            JSON.Member(
              clock.rawValue,
              ["seconds": .optional(target.seconds), "calendar": .optional(target.calendar)])
          }))
    }
    return [
      "number": .number(number), "effectiveFrom": .moment(level.effectiveFrom),
      "calendar": .text(level.calendar), "targets": .object(targets),
      "marks": .list(level.escalations) { .number($0) },
      "signer": .optional(signature?.name),
      "signedAt": .optional(signature?.signedAt, JSON.moment), "note": .text(note),
    ]
  }
}

extension Preset {
  static var choices: [Field.Choice] {
    allCases.map { Field.Choice($0.rawValue, $0.label) }
  }

  package var label: Phrase {
    switch self {
    case .calm: "Calm: first reply 2 to 16 hours, fix within 1 to 10 working days"
    case .standard: "Standard: first reply 1 to 8 hours, fix within half a day to 5 days"
    case .urgent: "Urgent: first reply half an hour to 4 hours, fix within 2 hours to 3 days"
    }
  }
}
