// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

extension [TicketRow] {
  /// These rows with where their next promises stand now. A row keeps how things stood when its
  /// ticket last changed; what has counted since is asked of the calendar it counts by.
  package func counted(at now: Instant, house: House, in db: Connection) throws -> [TicketRow] {
    let hours = try hours(at: now, house: house, in: db)
    return map { row in
      var row = row
      row.standing = row.next.map { next in
        next.standing(at: now, by: next.calendar.flatMap { hours[$0] })
      }
      return row
    }
  }

  private func hours(
    at now: Instant, house: House, in db: Connection
  ) throws -> [ID<Calendar>: HoursIndex] {
    let running = compactMap(\.next).filter { $0.state == .running }
    let calendars = try Calendar.load(Set(running.compactMap(\.calendar)), in: db)
    let earliest = running.compactMap(\.dueAt).min().map { Swift.min($0, now) } ?? now
    let first = Zone.utc.day(at: earliest).year - 1
    return try calendars.mapValues { calendar in
      let timetable = try calendar.timetable(
        zone: { try house.zones.zone(named: $0) }, others: calendars)
      return HoursIndex(timetable, years: first...Zone.utc.day(at: now).year + 2)
    }
  }
}

extension TicketRow.NextPromise {
  fileprivate func standing(at now: Instant, by hours: HoursIndex?) -> PromiseStanding {
    PromiseStanding(
      state: state, dueAt: dueAt, target: target, left: left(at: now, by: hours),
      open: hours?.openSeconds(from: now))
  }

  /// A running clock has counted every open second since; a waiting one none.
  private func left(at now: Instant, by hours: HoursIndex?) -> Int? {
    guard state == .running, let dueAt else { return remaining }
    guard let hours else { return nil }
    return now < dueAt
      ? hours.elapsed(from: now, to: dueAt) : -hours.elapsed(from: dueAt, to: now)
  }
}
