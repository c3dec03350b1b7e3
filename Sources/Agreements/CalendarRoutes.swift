// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The calendars promises are counted by: weekly hours, holidays, exceptions, in versions.
struct CalendarRoutes: Sendable {
  let house: House
  let foresight: TermsRecount.Foresight

  private static let hours =
    Weekday.allCases.map {
      Field.text($0.key, label: $0.label, max: 300).optional
    } + [
      .long("holidays", label: "Holidays", max: 20_000).optional.help(
        "One a line: 12-25 Christmas Day, easter+1 Easter Monday, first mon may Early May, 2026-06-05 Company day."
      ),
      .long("exceptions", label: "Exceptions", max: 20_000).optional.help(
        "One date a line with its hours, like 2026-12-24 09:00-12:00; closed without hours."),
    ]

  private static let newShape = Shape(
    [
      .text("name", label: "Name", max: 120),
      .text("zone", label: "Time zone", max: 60).help("Like Europe/London. It never changes."),
      .day("effectiveFrom", label: "Holds from"),
    ] + hours + [
      HolidayFileRoutes.file.optional,
      .ids("allOf", label: "Only when all of these are open", max: 5),
    ])

  private static let versionShape = Shape(
    [
      .day("effectiveFrom", label: "Holds from").help(
        "For a day gone by you read first which tickets and clocks are counted again."),
      ReachesBack.tick,
    ] + hours + [
      .long("filed", label: "Holidays taken over from files", max: 200_000).optional.help(
        "As the files gave them, each with its identity there in braces. Remove a line to leave it out."
      )
    ])

  var routes: [Route] { [list, listing, new, add, show, reading, newVersion, addVersion] }

  private var list: Route {
    .page(.staff, "calendars", may: .agreementsRead, summary: "Every calendar.") { call in
      let calendars = try await house.db.read { try Calendar.all(in: $0) }
      return CalendarPages.list(calendars, mayEdit: call.who.may(.agreementsEdit))
    }
  }

  private var listing: Route {
    .read(.staff, "calendars", may: .agreementsRead, summary: "Every calendar.") { _ in
      let calendars = try await house.db.read { try Calendar.all(in: $0) }
      return Answer(calendars.map(\.json), next: nil)
    }
  }

  private var new: Route {
    .page(
      .staff, "calendars/new", may: .agreementsEdit, summary: "The form for a new calendar."
    ) { try await drawNew($0) }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let calendars = try await house.db.read { try Calendar.all(in: $0) }
    let start = CalendarVersion.usual.written.merging([
      "zone": call.reader.zone.name, "effectiveFrom": "\(call.reader.zone.day(at: call.now))",
    ]) { $1 }
    return CalendarPages.new(CalendarRoutes.newShape, call.typed.over(start), calendars)
  }

  private var add: Route {
    .act(
      .staff, "calendars", may: .agreementsEdit, input: CalendarRoutes.newShape,
      audit: "calendar.added", summary: "Adds a calendar.", redraw: drawNew
    ) { call in
      let calendar = try entered(call)
      return try await call.write(house.db) { db in
        let file = try insert(calendar, call, in: db)
        return Outcome(
          see: file.map(calendar.path(of:)) ?? calendar.path, json: calendar.json, version: 1,
          created: true,
          flash: "\(calendar.name) is ready. Look at the dates below before a promise stands on it."
        )
      }
    }
  }

  private func insert(
    _ calendar: Calendar, _ call: Call<Staff>, in db: Connection
  ) throws -> ReceivedFile? {
    let parts = try Calendar.load(Set(calendar.allOf), in: db)
    guard parts.count == Set(calendar.allOf).count else { throw UnknownChoice(in: "allOf") }
    guard parts.values.allSatisfy(\.allOf.isEmpty) else { throw NestedCalendar() }
    try calendar.insert(at: call.now, in: db)
    try db.append(
      [calendar.fact("added", at: call.now)], by: .member(call.who.member), at: call.now)
    return try call.input.file("file").map {
      try HolidayFileRoutes(house: house, foresight: foresight).received(
        $0, for: calendar, call, in: db)
    }
  }

  private func entered(_ call: Call<Staff>) throws -> Calendar {
    let zone = try house.zones.zone(named: call.input.text("zone"))
    let allOf: [ID<Calendar>] = call.input.ids("allOf")
    let first = try version(1, filed: "", in: zone, call)
    return Calendar(
      id: house.ids.next(Calendar.self, at: call.now), name: call.input.text("name"),
      zone: zone.name, versions: allOf.isEmpty ? [first] : [], allOf: allOf)
  }

  private func version(
    _ number: Int, filed: String, in zone: Zone, _ call: Call<Staff>
  ) throws -> CalendarVersion {
    let day = try call.input.required(day: "effectiveFrom")
    let version = CalendarVersion(
      number: number, effectiveFrom: zone.instant(day),
      week: Weekday.allCases.map { call.input.text($0.key) },
      holidays: call.input.text("holidays"), exceptions: call.input.text("exceptions"),
      filed: filed)
    _ = try version.hours(in: zone)
    return version
  }

  private var show: Route {
    .page(
      .staff, "calendars/:id", may: .agreementsRead,
      summary: "One calendar: its versions, its week, the holidays of the next three years."
    ) { call in
      let id: ID<Calendar> = try call.id()
      let found = try await house.db.read { try Calendar.load([id], in: $0) }
      guard let calendar = found[id] else { throw Absent() }
      return try page(calendar, calendar.allOf.compactMap { found[$0] }, call)
    }
  }

  private func find(_ call: Call<Staff>) async throws -> Calendar {
    let id: ID<Calendar> = try call.id()
    return try await house.db.read { try Calendar.find(id, in: $0) }
  }

  private func page(
    _ calendar: Calendar, _ parts: [Calendar], _ call: Call<Staff>
  ) throws -> Page {
    try CalendarPages.show(
      calendar, parts: parts.sorted { $0.name < $1.name },
      zone: try house.zones.zone(named: calendar.zone), now: call.now,
      mayEdit: call.who.may(.agreementsEdit))
  }

  private var reading: Route {
    .read(.staff, "calendars/:id", may: .agreementsRead, summary: "One calendar.") { call in
      let calendar = try await find(call)
      return Answer(calendar.json, version: calendar.version)
    }
  }

  private var newVersion: Route {
    .page(
      .staff, "calendars/:id/versions/new", may: .agreementsEdit,
      summary: "The form for a calendar's next version."
    ) { try await drawVersion($0) }
  }

  @Sendable private func drawVersion(_ call: Call<Staff>) async throws -> Page {
    let calendar = try await find(call)
    guard let last = calendar.versions.last else { throw ComposedCalendar() }
    let zone = try house.zones.zone(named: calendar.zone)
    let start = last.written.merging(["effectiveFrom": "\(zone.day(at: call.now))"]) { $1 }
    let recount = try await BackdatedHours(house: house, foresight: foresight)
      .notice(calendar, in: zone, call)
    return CalendarPages.newVersion(
      calendar, CalendarRoutes.versionShape, call.typed.over(start), recount: recount)
  }

  /// A version may begin in the past: a forgotten holiday is a correction, and recomputed clocks
  /// show it (SLA 44).
  private var addVersion: Route {
    .act(
      .staff, "calendars/:id/versions", may: .agreementsEdit,
      input: CalendarRoutes.versionShape, audit: "calendar.versionAdded", versioned: true,
      summary: "Gives a calendar other hours from a day on.", redraw: drawVersion
    ) { call in
      let id: ID<Calendar> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Calendar.find(id, in: db)
        try call.expect(version: known.version)
        guard let last = known.versions.last else { throw ComposedCalendar() }
        let zone = try house.zones.zone(named: known.zone)
        let next = try version(
          last.number + 1, filed: call.input.text("filed"), in: zone, call)
        return try BackdatedHours(house: house, foresight: foresight)
          .add(next, to: known, in: zone, call, in: db)
      }
    }
  }
}

struct NestedCalendar: Refusal {
  let code = "calendar.nested"
  let field: String? = "allOf"
  let message: Phrase =
    "One of these is made of calendars itself. Choose the calendars it is made of instead."
}

struct ComposedCalendar: Refusal {
  let code = "calendar.composed"
  let message: Phrase =
    "This calendar is made of others and has no hours of its own. Change one of those instead."
}

extension CalendarVersion {
  /// What a new calendar starts from: the trade's usual office hours.
  static let usual = CalendarVersion(
    number: 1, effectiveFrom: Instant(seconds: 0),
    week: Array(repeating: "09:00-17:00", count: 5) + ["closed", "closed"], holidays: "",
    exceptions: "")

  var written: [String: String] {
    var fields = ["holidays": holidays, "exceptions": exceptions, "filed": filed]
    for (day, text) in zip(Weekday.allCases, week) { fields[day.key] = text }
    return fields
  }

  fileprivate var json: JSON {
    [
      "number": .number(number), "effectiveFrom": .moment(effectiveFrom),
      "week": .object(zip(Weekday.allCases, week).map { JSON.Member($0.key, .text($1)) }),
      "holidays": .text(holidays), "exceptions": .text(exceptions),
      "filed": .text(filed),
    ]
  }
}

extension Calendar {
  var path: String { "/calendars/\(id)" }

  var json: JSON {
    [
      "id": .id(id), "name": .text(name), "zone": .text(zone),
      "allOf": .list(allOf) { .id($0) }, "versions": .list(versions) { $0.json },
      "version": .number(version),
    ]
  }

  func fact(_ happened: String, _ version: CalendarVersion? = nil, at now: Instant) -> Fact {
    Fact(
      "calendar.\(happened)", about: Subject("calendar", id.text), at: now,
      ["number": version.map { .number($0.number) }].compactMapValues { $0 })
  }
}

extension Weekday {
  package var label: Phrase {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}
