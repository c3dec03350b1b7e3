// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The calendars the promises of one version stand on, each by the field in which it is chosen:
/// all must be there and open some day, or nothing counted by them could come due (SLA 14).
struct ChosenCalendars: Sendable {
  let house: House
  let now: Instant

  func check(_ level: ServiceLevel, in db: Connection) throws {
    let calendars = try Calendar.load(Set(level.calendars.map { ID($0) }), in: db)
    for (field, id) in level.chosenCalendars {
      guard calendars[ID(id)] != nil else { throw UnknownChoice(in: field) }
      guard opens(calendars, id) else { throw NeverOpens(field: field) }
    }
  }

  func opens(_ calendars: [ID<Calendar>: Calendar], _ id: String) -> Bool {
    guard let calendar = calendars[ID(id)],
      let timetable = try? calendar.timetable(  // a calendar that can't be read never opens
        zone: { try house.zones.zone(named: $0) }, others: calendars)
    else { return false }
    return HoursIndex(timetable).due(from: now, seconds: 60) != nil
  }
}

extension ServiceLevel {
  /// As the fields of the terms name them, the usual one first.
  fileprivate var chosenCalendars: [(field: String, calendar: String)] {
    let others = Priority.all.flatMap { priority in
      ClockKind.allCases.compactMap { clock in
        targets[priority]?[clock]?.calendar.map {
          (field: "calendars.\(priority.name).\(clock.rawValue)", calendar: $0)
        }
      }
    }
    return [(field: "calendar", calendar: calendar)] + others
  }
}

/// A promise was to stand on hours that never come.
struct NeverOpens: Refusal {
  let field: String?
  let code = "agreement.neverOpens"
  var message: Phrase { Agreement.Refused.neverOpens("").message }
}
