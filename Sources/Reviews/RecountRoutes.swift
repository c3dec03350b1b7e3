// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Platform
import Rules
import Storage
import Web

/// The rows behind what a change of hours or terms would count again, before it is made.
struct RecountRoutes: Sendable {
  let house: House

  private static let draftShape = Shape(
    .choice("of", label: "Rows", TermsRecount.Rows.choices).optional
  ).paged

  private static let hoursShape = Shape(
    [.day("from", label: "Holds from").optional] + draftShape.fields)

  var routes: [Route] { [draft, draftReading, hours, hoursReading] }

  private var draft: Route {
    .page(
      .staff, "agreements/:id/draft/recount", may: .agreementsEdit, scope: .client,
      query: RecountRoutes.draftShape,
      summary: "The tickets and clocks that signing the draft would count again."
    ) { call in
      let (agreement, list) = try await underDraft(call)
      guard let list else { return .see(agreement.path) }
      return RecountPages.show(
        list, title: "What signing counts again", back: ("\(agreement.name)", agreement.path),
        menu: "/agreements", path: "\(agreement.path)/draft/recount", call)
    }
  }

  private var draftReading: Route {
    .read(
      .staff, "agreements/:id/draft/recount", may: .agreementsEdit, scope: .client,
      query: RecountRoutes.draftShape,
      summary: "The tickets and clocks that signing the draft would count again."
    ) { call in try await underDraft(call).list.answer(at: call.now) }
  }

  private func underDraft(
    _ call: Call<Staff>
  ) async throws -> (agreement: Agreement, list: RecountList?) {
    let id: ID<Agreement> = try call.id()
    return try await house.db.read { db in
      let agreement = try Agreement.find(id, for: call.who.scope, in: db)
      let zone = try house.zones.zone(named: agreement.zone)
      let change = TermsChange(signing: agreement, at: call.now)
      return (agreement, try change.map { try list($0, zone, call, in: db) })
    }
  }

  private var hours: Route {
    .page(
      .staff, "calendars/:id/recount", may: .agreementsEdit, query: RecountRoutes.hoursShape,
      summary: "The tickets and clocks that other hours from a day on would count again."
    ) { call in
      let (calendar, list) = try await underHours(call)
      let path = "/calendars/\(calendar.id)"
      guard let list else { return .see(path) }
      return RecountPages.show(
        list, title: "What other hours count again", back: ("\(calendar.name)", path),
        menu: "/calendars", path: "\(path)/recount", call)
    }
  }

  private var hoursReading: Route {
    .read(
      .staff, "calendars/:id/recount", may: .agreementsEdit, query: RecountRoutes.hoursShape,
      summary: "The tickets and clocks that other hours from a day on would count again."
    ) { call in try await underHours(call).list.answer(at: call.now) }
  }

  private func underHours(
    _ call: Call<Staff>
  ) async throws -> (calendar: Calendar, list: RecountList?) {
    let id: ID<Calendar> = try call.id()
    return try await house.db.read { db in
      let calendar = try Calendar.find(id, in: db)
      let zone = try house.zones.zone(named: calendar.zone)
      let day = call.input.day("from") ?? zone.day(at: call.now)
      let change = try TermsChange(
        of: calendar, from: zone.instant(day), at: call.now, in: db)
      return (calendar, try change.map { try list($0, zone, call, in: db) })
    }
  }

  /// Whoever may not see tickets is told the figures, and not which they are.
  private func list(
    _ change: TermsChange, _ zone: Zone, _ call: Call<Staff>, in db: Connection
  ) throws -> RecountList {
    guard call.who.may(.deskRead) else { throw Absent() }
    let (limit, after) = try call.paging(parts: 3)
    let of: TermsRecount.Rows = call.input.optionalChoice("of") ?? .tickets
    let place = (
      number: try after?.number(0) ?? 0, clock: after?.parts[1] ?? "",
      cycle: try after?.number(2) ?? 0
    )
    let scope = call.who.scope
    let found =
      of == .tickets
      ? try change.tickets(after: place.number, limit: limit + 1, for: scope, in: db)
      : try change.clocks(after: place, limit: limit + 1, for: scope, in: db)
    return RecountList(
      recount: try TermsRecount.foreseen(change, for: scope, house: house, in: db), zone: zone,
      of: of, rows: Array(found.prefix(limit)), goesOn: found.count > limit)
  }
}

/// Some of the rows, beside the figures they belong to.
struct RecountList: Sendable {
  let recount: TermsRecount
  let zone: Zone
  let of: TermsRecount.Rows
  let rows: [TouchedRow]
  let goesOn: Bool

  var next: Cursor? {
    guard goesOn, let last = rows.last else { return nil }
    return Cursor("\(last.number)", last.clock?.rawValue ?? "", "\(last.cycle)")
  }
}

extension RecountList? {
  /// Nothing reaches back: no rows and no figures.
  fileprivate func answer(at now: Instant) -> Answer {
    Answer([
      "recount": .optional(self) { $0.recount.json(in: $0.zone, at: now) },
      "items": .list((self?.rows ?? []).map(\.json)), "next": .optional(self?.next?.text),
    ])
  }
}

extension TouchedRow {
  fileprivate var json: JSON {
    [
      "ticket": .number(number), "subject": .text(subject),
      "clock": .optional(clock?.rawValue), "cycle": .optional(clock.map { _ in cycle }),
      "beganAt": .moment(beganAt), "stoppedAt": .optional(stoppedAt, JSON.moment),
    ]
  }
}

extension TermsRecount.Rows {
  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }

  var label: Phrase {
    switch self {
    case .tickets: "Open tickets"
    case .clocks: "Stopped clocks"
    }
  }
}
