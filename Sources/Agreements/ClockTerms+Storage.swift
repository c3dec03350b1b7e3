// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// The signed terms of some agreements with their calendars, ready for the clocks.
package struct ClockTerms: Sendable {
  package let book: ClockBook
  /// Version of the time-zone data the hours were read with (SLA 56).
  package let zoneData: String
  /// The calendars by their identity.
  package let calendars: [String: Calendar]

  /// Loads what these agreements promise, whoever's they are: clocks are computed for the house,
  /// not for a reader. `since` is the earliest moment asked about.
  package static func load(
    _ agreements: Set<ID<Agreement>>, since: Instant, house: House, in db: Connection
  ) throws -> ClockTerms {
    let terms = try TermsReading(of: agreements.sorted(), withHours: true, in: db)
    var levels = terms.versions.mapValues { $0.filter { $0.signature != nil }.map(\.level) }
    levels = levels.filter { !$0.value.isEmpty }
    return try ClockTerms(
      levels: Dictionary(uniqueKeysWithValues: levels.map { ($0.key.text, $0.value) }),
      calendars: Dictionary(uniqueKeysWithValues: terms.calendars.map { ($0.id, $0) }),
      since: since, house: house)
  }

  private init(
    levels: [String: [ServiceLevel]], calendars: [ID<Calendar>: Calendar], since: Instant,
    house: House
  ) throws {
    let firstYear = Zone.utc.day(at: since).year - 1
    var indexes: [String: HoursIndex] = [:]
    for id in Set(levels.values.flatMap { $0.flatMap(\.calendars) }).map({ ID<Calendar>($0) }) {
      guard let calendar = calendars[id] else { continue }
      let timetable = try calendar.timetable(
        zone: { try house.zones.zone(named: $0) }, others: calendars)
      indexes[id.text] = HoursIndex(timetable, years: firstYear...firstYear + 5)
    }
    var agreements = levels
    agreements[Placement.uncovered] = [try ClockTerms.promisingNothing()]
    indexes[Placement.uncovered] = HoursIndex(.hours(.aroundTheClock(in: .utc)), years: 2000...2001)
    book = try ClockBook(calendars: indexes, agreements: agreements)
    zoneData = house.zones.version
    self.calendars = Dictionary(
      uniqueKeysWithValues: calendars.map { ($0.key.text, $0.value) })
  }

  /// What holds where nobody has promised anything: no clock at all.
  private static func promisingNothing() throws -> ServiceLevel {
    try ServiceLevel(
      version: "", effectiveFrom: Instant(seconds: .min / 4), calendar: Placement.uncovered,
      targets: [:])
  }
}
