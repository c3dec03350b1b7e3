// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Calendar {
  package static func find(_ id: ID<Calendar>, in db: Connection) throws -> Calendar {
    guard let calendar = try load([id], in: db)[id] else { throw Absent() }
    return calendar
  }

  package static func find(named name: String, in db: Connection) throws -> Calendar? {
    try read("calendars.name = \(name)", in: db).first
  }

  /// Every calendar, by name. A provider has a handful.
  package static func all(in db: Connection) throws -> [Calendar] {
    try read("calendars.id IS NOT NULL", in: db)
  }

  /// The one most signed agreements count by; nil when nothing is signed.
  static func usual(in db: Connection) throws -> ID<Calendar>? {
    try db.first(
      """
      SELECT v.calendar_id FROM agreement_versions v JOIN calendars c ON c.id = v.calendar_id
      WHERE v.signer IS NOT NULL GROUP BY v.calendar_id, c.name
      ORDER BY COUNT(DISTINCT v.agreement_id) DESC, c.name LIMIT 1
      """
    ) { try $0[0] }
  }

  /// These and those they are made of.
  package static func load(
    _ ids: Set<ID<Calendar>>, in db: Connection
  ) throws -> [ID<Calendar>: Calendar] {
    guard !ids.isEmpty else { return [:] }
    let found = try read(among("whole.id IN \(list: ids.sorted())"), in: db)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
  }

  /// Calendars for which the condition on `whole` holds, and those they are made of. That text
  /// within text may hold more than was meant does no harm; there is a handful of calendars.
  static func among(_ condition: SQL) -> SQL {
    """
    EXISTS (SELECT 1 FROM calendars AS whole WHERE \(condition) AND (whole.id = calendars.id
      OR ' ' || whole.all_of || ' ' LIKE '% ' || calendars.id || ' %'))
    """
  }

  package func insert(at now: Instant, in db: Connection) throws {
    do {
      try db.execute(
        """
        INSERT INTO calendars (id, name, zone, all_of, version, created_at)
        VALUES (\(id), \(name), \(zone), \(allOf.map(\.text).joined(separator: " ")),
          \(version), \(now))
        """)
    } catch StorageError.unique { throw Refused.nameTaken(name) }
    for version in versions { try version.insert(for: id, in: db) }
  }

  /// Adds a version; the ones before it stay as they were.
  package func add(_ next: CalendarVersion, in db: Connection) throws {
    let changed = try db.execute(
      "UPDATE calendars SET version = version + 1 WHERE id = \(id) AND version = \(version)")
    guard changed == 1 else { throw Overtaken(subject: Subject("calendar", id.text)) }
    try next.insert(for: id, in: db)
  }

  private static func read(_ condition: SQL, in db: Connection) throws -> [Calendar] {
    var found: [Calendar] = []
    _ = try db.all(
      """
      SELECT calendars.id, v.number, v.effective_from, calendars.version, calendars.name,
        calendars.zone, calendars.all_of, v.week, v.holidays, v.exceptions,
        v.filed
      FROM calendars LEFT JOIN calendar_versions v ON v.calendar_id = calendars.id
      WHERE \(condition) ORDER BY calendars.name, calendars.id, v.number
      """
    ) { row in
      let next = try Calendar(
        id: row[0], number: row[1], from: row[2], version: row[3],
        texts: (4...10).map { try row[$0] })
      next.join(&found)
    }
    return found
  }

  package enum Refused: Refusal {
    case nameTaken(String)

    package var code: String { "calendar.nameTaken" }
    package var field: String? { "name" }

    package var message: Phrase {
      switch self {
      case .nameTaken(let name): "There is a calendar called \(name) already. Choose another name."
      }
    }
  }
}

extension Calendar {
  /// One row: a calendar with one of its versions, or with none. The texts are name, zone, parts,
  /// week, holidays, exceptions and holidays of files.
  init(
    id: ID<Calendar>, number: Int?, from: Instant?, version: Int, texts: [String?]
  ) throws {
    var versions: [CalendarVersion] = []
    if let number, let from {
      let week = (texts[3] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      versions = [
        CalendarVersion(
          number: number, effectiveFrom: from, week: week.map(String.init),
          holidays: texts[4] ?? "", exceptions: texts[5] ?? "",
          filed: texts[6] ?? "")
      ]
    }
    self.init(
      id: id, name: texts[0] ?? "", zone: texts[1] ?? "", versions: versions,
      allOf: (texts[2] ?? "").split(separator: " ").map { ID(String($0)) }, version: version)
  }

  /// Becomes the next of these, or gives its version to the last when that is the same calendar.
  func join(_ found: inout [Calendar]) {
    guard let last = found.last, last.id == id else { return found.append(self) }
    found[found.count - 1] = Calendar(
      id: id, name: name, zone: zone, versions: last.versions + versions, allOf: allOf,
      version: version)
  }
}

extension CalendarVersion {
  fileprivate func insert(for calendar: ID<Calendar>, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO calendar_versions
        (calendar_id, number, effective_from, week, holidays, exceptions, filed)
      VALUES (\(calendar), \(number), \(effectiveFrom), \(week.joined(separator: "\n")),
        \(holidays), \(exceptions), \(filed))
      """)
  }
}
