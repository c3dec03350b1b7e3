// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Desk
import Platform
import Reviews
import Rules
import Storage
import Switching
import TestSupport
import Web
import Work

/// A house whose client has an agreement since before the log begins, and a small log to bring in.
enum SwitchingHouse {
  static let client = ID<Client>("01HARBOUR0000000000000000A")
  static let contact = ID<Contact>("01HARBOUR0000000000000000D")
  static let agreement = ID<Agreement>("01HARBOUR0000000000000000B")

  @discardableResult
  static func with<T>(
    on engine: Scratch.Engine, zone: String = "UTC", _ body: (House, [Room]) async throws -> T
  ) async throws -> T {
    try await TestHouse.with(on: engine) { house, clock in
      let rooms = [
        AccessRoom.room(house), ClientsRoom.room(house),
        AgreementsRoom.room(
          house, foresight: ReviewsRoom.foresight(house), uncovered: DeskRoom.uncovered),
        WorkRoom.room,
        DeskRoom.room(Pen(house, .english)), ReviewsRoom.room(house), SwitchingRoom.room(house),
      ]
      try await house.settle(rooms.map(\.workings).reduce(.ground, +))
      let now = clock.now
      try await house.db.write { try furnish($0, zone: zone, at: now) }
      return try await body(house, rooms)
    }
  }

  private static func furnish(_ db: Connection, zone: String, at now: Instant) throws {
    let start = Instant("2016-01-01T00:00:00Z")!
    let ada = Member(
      id: ID("ada"), name: "Ada", email: "ada@example.org", role: .owner)
    try ada.insert(at: now, in: db)
    try Client(id: client, name: "Harbour").insert(at: now, in: db)
    try Contact(id: contact, client: client, name: "Cleo").insert(at: now, in: db)
    let calendar = Calendar(
      id: ID("01HARBOUR0000000000000000C"), name: "Office", zone: zone,
      versions: [
        CalendarVersion(
          number: 1, effectiveFrom: start,
          week: Array(repeating: "09:00-17:00", count: 5) + ["closed", "closed"], holidays: "",
          exceptions: "")
      ])
    try calendar.insert(at: now, in: db)
    let level = try Preset.standard.level(
      version: "1", effectiveFrom: start, calendar: calendar.id.text)
    try Agreement(
      id: agreement, client: client, name: "Care", zone: zone,
      versions: [
        AgreementVersion(
          number: 1, level: level,
          signature: .init(name: "Cleo", signedAt: start, recordedBy: ada.id))
      ]
    ).insert(at: now, in: db)
  }

  /// Three incidents: fixed in time, waited for the caller, fixed too late; and a row nobody can
  /// read.
  static let log = Array(
    """
    number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,category,impact,urgency,priority,closed_code
    I1,New,TRUE,Caller 1,29-02-2016 09:00,29-02-2016 09:05,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I1,Resolved,TRUE,Caller 1,29-02-2016 09:00,29-02-2016 11:00,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I2,New,FALSE,Caller 2,01-03-2016 09:00,01-03-2016 09:05,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I2,Awaiting User Info,FALSE,Caller 2,01-03-2016 09:00,01-03-2016 10:00,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I2,Resolved,FALSE,Caller 2,01-03-2016 09:00,01-03-2016 16:00,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I3,New,TRUE,Caller 1,02-03-2016 09:00,02-03-2016 09:05,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I3,Asleep,TRUE,Caller 1,02-03-2016 09:00,02-03-2016 10:05,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1
    I3,Closed,FALSE,Caller 1,02-03-2016 09:00,02-03-2016 15:00,Category 1,2 - Medium,2 - Medium,1 - Critical,code 1

    """.utf8)

  @discardableResult
  static func bringIn(
    _ house: House, _ log: [UInt8] = SwitchingHouse.log
  ) async throws -> ServiceNowImport.Outcome {
    try await ServiceNowImport.run(log, zone: "UTC", agreement: "Care", house: house)
  }
}
