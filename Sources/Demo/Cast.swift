// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Who is in the demo world. Identities are older than any made at run time.
package enum Cast {
  package static let ada = ID<Member>("demo-ada")
  package static let ben = ID<Member>("demo-ben")
  package static let dee = ID<Member>("demo-dee")
  package static let harbour = ID<Client>("demo-harbour")
  package static let kline = ID<Client>("demo-kline")
  package static let osei = ID<Client>("demo-osei")
  package static let hartley = ID<Client>("demo-hartley")
  package static let cleo = ID<Contact>("demo-cleo")
  package static let dov = ID<Contact>("demo-dov")
  package static let office = ID<Calendar>("demo-office")
  package static let long = ID<Calendar>("demo-long")

  static let members = [
    Member(
      id: ada, name: "Ada Lindqvist", email: "ada@lanternhouse.example", role: .owner,
      tier: .third, skills: [Skill("Firewall", level: 3), Skill("Network", level: 3)],
      hours: weekdays("09:00-17:00")),
    Member(
      id: dee, name: "Dee Kowalski", email: "dee@lanternhouse.example", role: .dispatcher,
      tier: .first, skills: [Skill("Printer", level: 1)], hours: weekdays("08:00-16:30")),
    Member(
      id: ben, name: "Ben Adeyemi", email: "ben@lanternhouse.example", role: .technician,
      tier: .second,
      skills: [Skill("Printer", level: 2), Skill("VPN", level: 2), Skill("Mail", level: 2)],
      hours: weekdays("08:30-12:30, 13:30-17:30")),
    Member(
      id: ID("demo-mara"), name: "Mara Ilves", email: "mara@lanternhouse.example",
      role: .technician, tier: .first, skills: [Skill("Backup", level: 2)],
      hours: weekdays("10:00-18:00")),
  ]

  private static func weekdays(_ hours: String) -> WorkingHours {
    WorkingHours(
      zone: "Europe/London",
      lines: ["mon", "tue", "wed", "thu", "fri"].map { "\($0) \(hours)" }.joined(separator: "\n"))
  }

  static let clients = [
    Client(
      id: harbour, name: "Harbour Dental", domains: ["harbourdental.example"],
      accountManager: ada),
    Client(id: kline, name: "Kline Joinery", domains: ["kline.example"], accountManager: ada),
    Client(id: osei, name: "Osei Legal", domains: ["oseilegal.example"], accountManager: ada),
    Client(
      id: hartley, name: "Hartley Foods", domains: ["hartleyfoods.example"], accountManager: ada),
  ]

  static let sites = [
    Site(
      id: ID("demo-site-harbour"), client: harbour, name: "Quay Street practice",
      address: "14 Quay Street, Brightwater", zone: "Europe/London",
      entry: "Ring at the side door; Cleo has the key to the comms cupboard."),
    Site(
      id: ID("demo-site-kline"), client: kline, name: "Workshop",
      address: "Unit 3, Mill Lane, Brightwater", zone: "Europe/London"),
    Site(
      id: ID("demo-site-osei"), client: osei, name: "Chambers", address: "2 Court Row, Brightwater",
      zone: "Europe/London"),
    Site(
      id: ID("demo-site-hartley"), client: hartley, name: "Warehouse, Dock 4",
      address: "Dock Road, Brightwater", zone: "Europe/London", entry: "Sign in at the gate."),
  ]

  /// Stand-ins before those they stand in for.
  static let contacts = [
    Contact(
      id: ID("demo-tom"), client: harbour, name: "Tom Reyes", email: "tom@harbourdental.example",
      roles: [.siteContact]),
    Contact(
      id: cleo, client: harbour, name: "Cleo Marsh", email: "cleo@harbourdental.example",
      phone: "01632 960142", roles: [.signer, .approver], standIn: ID("demo-tom")),
    Contact(
      id: dov, client: kline, name: "Dov Brandt", email: "dov@kline.example",
      roles: [.signer, .billing]),
    Contact(
      id: ID("demo-ama"), client: osei, name: "Ama Osei", email: "ama@oseilegal.example",
      roles: [.decisionMaker]),
    Contact(
      id: ID("demo-dana"), client: hartley, name: "Dana Whitlock",
      email: "dana@hartleyfoods.example", roles: [.siteContact, .approver]),
  ]

  static func calendars(from first: Instant) -> [Calendar] {
    let holidays = """
      01-01 (or next weekday) New Year's Day
      easter-2 Good Friday
      easter+1 Easter Monday
      first mon may Early May bank holiday
      last mon may Spring bank holiday
      last mon aug Summer bank holiday
      12-25 (or next weekday) Christmas Day
      12-26 (or next weekday) Boxing Day
      """
    func calendar(_ id: ID<Calendar>, _ name: String, _ hours: String, _ saturday: String)
      -> Calendar
    {
      Calendar(
        id: id, name: name, zone: "Europe/London",
        versions: [
          CalendarVersion(
            number: 1, effectiveFrom: first,
            week: Array(repeating: hours, count: 5) + [saturday, "closed"], holidays: holidays,
            exceptions: "")
        ])
    }
    return [
      calendar(office, "Office hours", "09:00-12:30, 13:00-17:00", "closed"),
      calendar(long, "Long day", "08:00-18:00", "09:00-13:00"),
    ]
  }

  static let promises: [(client: ID<Client>, preset: Preset, calendar: ID<Calendar>)] = [
    (harbour, .standard, office), (osei, .urgent, long), (hartley, .standard, long),
  ]
}
