// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Holidays from a file somebody else keeps: sent, looked at, and only then taken over as the
/// calendar's next version.
struct HolidayFileRoutes: Sendable {
  let house: House
  let foresight: TermsRecount.Foresight

  static let file = Field.file("file", label: "Calendar file", accept: ".ics,text/calendar")
    .help("Whole days of an iCalendar file (.ics), such as a list of public holidays.")
  private static let sendShape = Shape(file)
  private static let takeShape = Shape(
    .day("effectiveFrom", label: "Holds from"), ReachesBack.tick)

  var routes: [Route] { [new, send, show, reading, take] }

  private var new: Route {
    .page(
      .staff, "calendars/:id/holiday-files/new", may: .agreementsEdit,
      summary: "The form to send a file of holidays."
    ) { try await drawNew($0) }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Calendar> = try call.id()
    let calendar = try await house.db.read { try Calendar.find(id, in: $0) }
    return HolidayFilePages.new(calendar, HolidayFileRoutes.sendShape, call.typed)
  }

  private var send: Route {
    .act(
      .staff, "calendars/:id/holiday-files", may: .agreementsEdit,
      input: HolidayFileRoutes.sendShape, audit: "calendar.fileReceived",
      summary: "Sends a file of holidays to look at; nothing changes yet.", redraw: drawNew
    ) { call in
      let id: ID<Calendar> = try call.id()
      let sent = try call.input.required(file: "file")
      return try await call.write(house.db) { db in
        let calendar = try Calendar.find(id, in: db)
        let file = try received(sent, for: calendar, call, in: db)
        let merging = try calendar.merging(file)
        return Outcome(
          see: calendar.path(of: file), json: file.json(merging), version: calendar.version,
          created: true)
      }
    }
  }

  /// Keeps a file that can be read, as part of a write.
  func received(
    _ sent: SentFile, for calendar: Calendar, _ call: Call<Staff>, in db: Connection
  ) throws -> ReceivedFile {
    guard calendar.allOf.isEmpty else { throw ComposedCalendar() }
    let file = ReceivedFile(
      id: house.ids.next(ReceivedFile.self, at: call.now), calendar: calendar.id, name: sent.name,
      content: try sent.calendarText(for: calendar), receivedAt: call.now, takenIn: nil)
    try file.insert(in: db)
    try db.append(
      [calendar.fact("fileReceived", at: call.now)], by: .member(call.who.member), at: call.now)
    return file
  }

  private var show: Route {
    .page(
      .staff, "calendars/:id/holiday-files/:file", may: .agreementsEdit,
      summary: "What a file of holidays would change, and what in it is not understood."
    ) { try await drawFile($0) }
  }

  @Sendable private func drawFile(_ call: Call<Staff>) async throws -> Page {
    let (calendar, file) = try await find(call)
    let zone = try house.zones.zone(named: calendar.zone)
    let recount = try await BackdatedHours(house: house, foresight: foresight)
      .notice(calendar, in: zone, call)
    return try HolidayFilePages.show(
      file, of: calendar, zone, HolidayFileRoutes.takeShape, call.typed, recount: recount,
      now: call.now)
  }

  private func find(_ call: Call<Staff>) async throws -> (Calendar, ReceivedFile) {
    let id: ID<Calendar> = try call.id()
    let fileID: ID<ReceivedFile> = try call.id("file")
    return try await house.db.read { db in
      (try Calendar.find(id, in: db), try ReceivedFile.find(fileID, of: id, in: db))
    }
  }

  private var reading: Route {
    .read(
      .staff, "calendars/:id/holiday-files/:file", may: .agreementsEdit,
      summary: "What a file of holidays would change, and what in it is not understood."
    ) { call in
      let (calendar, file) = try await find(call)
      return Answer(file.json(try calendar.merging(file)), version: calendar.version)
    }
  }

  private var take: Route {
    .act(
      .staff, "calendars/:id/holiday-files/:file/versions", may: .agreementsEdit,
      input: HolidayFileRoutes.takeShape, audit: "calendar.versionAdded", versioned: true,
      summary: "Takes the dates of a file over as the calendar's next version.", redraw: drawFile
    ) { call in
      let id: ID<Calendar> = try call.id()
      let fileID: ID<ReceivedFile> = try call.id("file")
      let day = try call.input.required(day: "effectiveFrom")
      return try await call.write(house.db) { db in
        let calendar = try Calendar.find(id, in: db)
        let file = try ReceivedFile.find(fileID, of: id, in: db)
        try call.expect(version: calendar.version)
        return try takeOver(file, into: calendar, from: day, call, in: db)
      }
    }
  }

  private func takeOver(
    _ file: ReceivedFile, into calendar: Calendar, from day: Day, _ call: Call<Staff>,
    in db: Connection
  ) throws -> Outcome {
    guard let last = calendar.versions.last else { throw ComposedCalendar() }
    let (_, merging) = try calendar.merging(file)
    guard !merging.added.isEmpty || !merging.removed.isEmpty else {
      throw HolidayFileChangesNothing()
    }
    try file.markTaken(in: last.number + 1, in: db)
    let zone = try house.zones.zone(named: calendar.zone)
    return try BackdatedHours(house: house, foresight: foresight).add(
      last.with(filed: merging.all, from: zone.instant(day)), to: calendar, in: zone, call, in: db)
  }
}

extension SentFile {
  /// The text of a file that can be read for the calendar; refused with the line otherwise.
  fileprivate func calendarText(for calendar: Calendar) throws -> String {
    _ = try HolidayFile(iCalendar: bytes, zone: calendar.zone)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Calendar {
  func path(of file: ReceivedFile) -> String { "\(path)/holiday-files/\(file.id)" }

  /// What the file says, and what it would change about the dates of files so far.
  func merging(_ file: ReceivedFile) throws -> (file: HolidayFile, merging: HolidayFile.Merging) {
    let reading = try file.reading(for: self)
    return (reading, reading.merged(into: try FiledHoliday.list(versions.last?.filed ?? "")))
  }
}

extension ReceivedFile {
  fileprivate func json(_ result: (file: HolidayFile, merging: HolidayFile.Merging)) -> JSON {
    let lines = { (holidays: [Holiday]) in JSON.list(holidays) { .text($0.line) } }
    return [
      "id": .id(id), "calendar": .id(calendar), "receivedAt": .moment(receivedAt),
      "takenIn": takenIn.map { .number($0) } ?? .null, "added": lines(result.merging.added),
      "removed": lines(result.merging.removed), "kept": lines(result.merging.kept),
      "leftOut": .list(result.file.leftOut) {
        ["line": .number($0.line), "name": .text($0.name), "why": .words($0.why)]
      },
    ]
  }
}
