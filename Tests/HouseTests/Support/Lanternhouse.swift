// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Desk
import Home
import Platform
import Portal
import Reviews
import Rules
import Storage
import Switching
import TestSupport
import Web
import Work

/// Lanternhouse IT with every room open and its small cast: who works there, Harbour Dental with a
/// signed agreement, and Kline, who are strangers to Harbour's people.
struct Lanternhouse: Sendable {
  let house: House
  let clock: SetClock
  let tray: Mailer.Tray
  let rooms: [Room]
  let site: Website
  let worker: Worker

  /// Who works there; Rex may do everything, but for Harbour only.
  enum Person: String, CaseIterable {
    case ada, dee, ben, amy, bob, eve, rex

    var role: Role {
      switch self {
      case .ada, .rex: .owner
      case .dee: .dispatcher
      case .ben: .technician
      case .amy: .accountManager
      case .bob: .bookkeeper
      case .eve: .auditor
      }
    }
  }

  static func with<T>(
    relay: Bool = true, on engine: Scratch.Engine? = nil, mailer: Mailer? = nil,
    log: Log = .silent, _ body: (Lanternhouse) async throws -> T
  ) async throws -> T {
    let tray = Mailer.Tray()
    var settings = ["MAINSTAY_FROM": "desk@lanternhouse.example"]
    if relay { settings["MAINSTAY_SMTP"] = "smtps://relay.example:465" }
    return try await TestHouse.with(
      on: engine, settings: settings, mailer: mailer ?? .recording(tray), log: log
    ) { house, clock in
      let world = try Lanternhouse(house, clock, tray)
      try await house.settle(world.workings)
      try await world.settle()
      return try await body(world)
    }
  }

  private init(_ house: House, _ clock: SetClock, _ tray: Mailer.Tray) throws {
    let pen = Pen(house, .english)
    rooms = [
      AccessRoom.room(house), ClientsRoom.room(house),
      AgreementsRoom.room(
        house, foresight: ReviewsRoom.foresight(house), uncovered: DeskRoom.uncovered),
      WorkRoom.room,
      DeskRoom.room(pen), HomeRoom.room(house), PortalRoom.room(pen),
      ReviewsRoom.room(house), SwitchingRoom.room(house),
    ]
    self.house = house
    self.clock = clock
    self.tray = tray
    let keys = Keys(house)
    let links = Links(house)
    site = Website(
      routes: rooms.flatMap(\.routes), menu: rooms.flatMap(\.menu),
      settings: WebsiteSettings(
        baseURL: "http://localhost:8080", key: Secret(Array(repeating: 7, count: 32)))!,
      sessions: Sessions(
        member: keys.member, token: keys.token, visitor: links.visitor, nobody: keys.guest,
        renewal: PortalRoom.renewal),
      now: house.clock.now)
    worker = Worker(house: house, workings: rooms.map(\.workings).reduce(.ground, +))
  }

  /// The same house, closed and a minute later opened where the system has other time-zone data.
  func restarted(with zones: Zones) throws -> Lanternhouse {
    clock.advance(by: 60)
    let again = House(
      db: house.db, clock: house.clock, ids: house.ids, zones: zones, config: house.config,
      secrets: house.secrets, files: house.files, mailer: house.mailer, log: house.log)
    return try Lanternhouse(again, clock, tray)
  }

  private var workings: Workings { rooms.map(\.workings).reduce(.ground, +) }
}

/// The people at their browsers.
extension Lanternhouse {
  /// Somebody who came in by a link that works once.
  func signedIn(_ person: Person) async throws -> Browser {
    let now = clock.now
    let key = try await house.db.write {
      try SignInLink.make(for: ID(person.rawValue), validFor: 600, at: now, in: $0)
    }
    let browser = Browser(site)
    try await browser.submit("/sign-in/\(key)/use", from: "/sign-in/\(key)")
    try await browser.get("/me")
    return browser
  }

  /// The key by which a contact acts; at the address the cast knows them by, if no other is said.
  func link(of contact: String, at email: String? = nil) -> String {
    let known = [
      "cleo": "cleo@harbourdental.example", "dov": "dov@kline.example",
      "una": "una@harbourdental.example",
    ][contact]
    return ContactLink(to: ID(contact), email: email ?? known, at: clock.now)
      .text(secrets: house.secrets)
  }

  /// A token of Ada's that may do just this.
  func token(_ permissions: Permission...) async throws -> String {
    let words = permissions.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    let reply = try await signedIn(.ada).api(
      "POST", "/api/v1/me/tokens", "{\"name\":\"Test\",\"permissions\":[\(words)]}")
    return try reply.json["secret"]?.text ?? ""
  }

  /// Does every job that is due now.
  func runJobs() async throws {
    while try await worker.runDue(at: clock.now) > 0 {}
  }

  /// Takes a mail in, as the mail server hands it over; reading it is a job's business.
  func receive(_ mail: String) async throws {
    let lines = mail.split(separator: "\n", omittingEmptySubsequences: false)
    _ = try await Receiving.receive(
      Array(lines.joined(separator: "\r\n").utf8), at: clock.now, house: house)
  }

  /// Opens a ticket as Ada would on the phone; its number.
  func ticket(
    _ subject: String = "The scanner is dark", for contact: String = "cleo"
  ) async throws -> Int {
    let reply = try await signedIn(.ada).api(
      "POST", "/api/v1/tickets",
      "{\"contact\":\"\(contact)\",\"subject\":\"\(subject)\",\"words\":\"It was fine.\"}")
    return try reply.json["number"]?.number ?? 0
  }

  /// An act on a ticket as it stands now.
  func act(
    _ path: String, _ json: String = "{}", on number: Int, as browser: Browser
  ) async throws -> Reply {
    let version = try await browser.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
    return try await browser.api(
      "POST", "/api/v1/tickets/\(number)/\(path)", json, headers: [("If-Match", version)])
  }

  /// Takes back what was done on the ticket last.
  func undo(on number: Int, as browser: Browser) async throws -> Reply {
    let last = try await browser.api("GET", "/api/v1/tickets/\(number)").json["version"]?.number
    return try await act("undo", #"{"sequence":\#(last ?? 0)}"#, on: number, as: browser)
  }

  /// Asks somebody of the ticket for something as Ada; the ask's identity.
  func ask(_ contact: String, on number: Int) async throws -> String {
    let ada = try await signedIn(.ada)
    let version = try await ada.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
    let due = clock.now.advanced(by: 86_400)
    let reply = try await ada.api(
      "POST", "/api/v1/tickets/\(number)/asks",
      "{\"sentence\":\"Which room?\",\"contact\":\"\(contact)\",\"dueAt\":\"\(due)\",\"way\":\"write\"}",
      headers: [("If-Match", version)])
    return try reply.json["asks"]?.list?.first?["id"]?.text ?? ""
  }
}

/// The world as it stands before anything happens, with identities older than any made later.
extension Lanternhouse {
  private func settle() async throws {
    let now = clock.now
    let house = house
    let london = try house.zones.zone(named: "Europe/London")
    try await house.db.write { db in
      try Provider(name: "Lanternhouse IT", zone: "Europe/London", language: .english)
        .save(at: now, in: db)
      try Lanternhouse.clients(at: now, in: db)
      try Lanternhouse.staff(at: now, in: db)
      let office = Calendar(
        id: ID("office"), name: "Office hours", zone: "Europe/London",
        versions: [
          CalendarVersion(
            number: 1, effectiveFrom: london.instant(Day("2026-01-01")!),
            week: Array(repeating: "09:00-17:00", count: 5) + ["closed", "closed"], holidays: "",
            exceptions: "")
        ])
      try office.insert(at: now, in: db)
      try Lanternhouse.agreement("promises", with: "harbour", at: now, in: db)
      try Lanternhouse.agreement("klinepromises", with: "kline", at: now, in: db)
    }
  }

  private static func clients(at now: Instant, in db: Connection) throws {
    for (id, name, domain) in [
      ("harbour", "Harbour Dental", "harbourdental.example"), ("kline", "Kline", "kline.example"),
    ] {
      try Client(id: ID(id), name: name, domains: [domain]).insert(at: now, in: db)
      try Site(id: ID("\(id)site"), client: ID(id), name: "Main", zone: "Europe/London")
        .insert(at: now, in: db)
    }
    try Contact(
      id: ID("cleo"), client: ID("harbour"), name: "Cleo", email: "cleo@harbourdental.example",
      roles: [.approver], site: ID("harboursite")
    ).insert(at: now, in: db)
    try Contact(id: ID("dov"), client: ID("kline"), name: "Dov", email: "dov@kline.example")
      .insert(at: now, in: db)
  }

  private static func staff(at now: Instant, in db: Connection) throws {
    for person in Person.allCases {
      try Member(
        id: ID(person.rawValue), name: person.rawValue.capitalized,
        email: "\(person.rawValue)@lanternhouse.example", role: person.role,
        clients: person == .rex ? [ID("harbour")] : nil
      ).insert(at: now, in: db)
    }
  }

  private static func agreement(
    _ id: String, with client: String, at now: Instant, in db: Connection
  ) throws {
    let level = try Preset.standard.level(
      version: "1", effectiveFrom: Instant("2026-01-01T00:00:00Z")!, calendar: "office")
    let agreement = Agreement(
      id: ID(id), client: ID(client), name: "Standard for \(client)", zone: "Europe/London")
    let drafted = try agreement.drafted(level, matrix: .standard, note: "", at: now)
    let signed = try drafted.value.signed(
      by: "Their director", on: now, recordedBy: ID("ada"), at: now, opens: { _ in true })
    try signed.value.insert(at: now, in: db)
    try db.append(drafted.facts + signed.facts, by: .system, at: now)
  }
}
