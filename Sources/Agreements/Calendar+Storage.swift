// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Calendar {
  private static let columns: SQL = "c.id, c.name, c.zone, c.all_of, c.version"

  package static func find(_ id: ID<Calendar>, in db: Connection) throws -> Calendar {
    guard let calendar = try load([id], in: db)[id] else { throw Absent() }
    return calendar
  }

  package static func find(named name: String, in db: Connection) throws -> Calendar? {
    try complete(
      db.all("SELECT \(columns) FROM calendars c WHERE c.name = \(name)", read), in: db
    ).first
  }

  /// Every calendar, by name. A provider has a handful.
  package static func all(in db: Connection) throws -> [Calendar] {
    try complete(
      db.all("SELECT \(columns) FROM calendars c ORDER BY c.name, c.id LIMIT 1000", read), in: db)
  }

  /// These and those they are made of.
  package static func load(
    _ ids: Set<ID<Calendar>>, in db: Connection
  ) throws -> [ID<Calendar>: Calendar] {
    guard !ids.isEmpty else { return [:] }
    let found = try complete(
      db.all("SELECT \(columns) FROM calendars c WHERE c.id IN \(list: ids.sorted())", read),
      in: db)
    let parts = Set(found.flatMap(\.allOf)).subtracting(ids)
    let more = try load(parts, in: db)
    return more.merging(found.map { ($0.id, $0) }) { $1 }
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

  private static func read(_ row: Row) throws -> Calendar {
    let parts: String = try row[3]
    return Calendar(
      id: try row[0], name: try row[1], zone: try row[2], versions: [],
      allOf: parts.split(separator: " ").map { ID(String($0)) }, version: try row[4])
  }

  private static func complete(_ found: [Calendar], in db: Connection) throws -> [Calendar] {
    guard !found.isEmpty else { return [] }
    let versions = Dictionary(
      grouping: try db.all(
        """
        SELECT calendar_id, number, effective_from, week, holidays, exceptions
        FROM calendar_versions WHERE calendar_id IN \(list: found.map(\.id))
        ORDER BY calendar_id, number
        """
      ) { (owner: try $0[0] as ID<Calendar>, version: try CalendarVersion(row: $0)) },
      by: \.owner)
    return found.map {
      Calendar(
        id: $0.id, name: $0.name, zone: $0.zone,
        versions: versions[$0.id]?.map(\.version) ?? [], allOf: $0.allOf, version: $0.version)
    }
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

extension CalendarVersion {
  fileprivate init(row: Row) throws {
    let week: String = try row[3]
    self.init(
      number: try row[1], effectiveFrom: try row[2],
      week: week.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
      holidays: try row[4], exceptions: try row[5])
  }

  fileprivate func insert(for calendar: ID<Calendar>, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO calendar_versions
        (calendar_id, number, effective_from, week, holidays, exceptions)
      VALUES (\(calendar), \(number), \(effectiveFrom), \(week.joined(separator: "\n")),
        \(holidays), \(exceptions))
      """)
  }
}
