// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Notices that the house reads newer time-zone data than its clocks were counted with, and has the
/// open ones counted again (SLA 6).
enum ZoneDataWatch {
  static let kind = "desk.zoneData"
  static let fact = "zoneData.renewed"
  static let subject = Subject("zoneData", "house")

  /// The data is read when the house opens, so the first look finds what there is to find.
  static func schedule(_ house: House) -> Recurring {
    Recurring(kind, every: 60) { db, _ in try house.hasNewerZoneData(in: db) }
  }

  static let handler = JobHandler(kind) { house, _, db in
    guard try house.hasNewerZoneData(in: db) else { return }
    let now = house.clock.now()
    try db.append(
      [Fact(fact, about: subject, at: now, ["version": .text(house.zones.version)])],
      by: .system, at: now)
  }
}

extension House {
  /// Only newer data is news: of two nodes of which one was not brought up to date, both would else
  /// undo what the other has counted. Where no clock ever ran, none was counted with older data.
  fileprivate func hasNewerZoneData(in db: Connection) throws -> Bool {
    guard zones.isVersionKnown,
      try db.first("SELECT 1 FROM clock_cycles LIMIT 1", { _ in true }) == true
    else { return false }
    let counted = try db.facts(about: ZoneDataWatch.subject).last?.fact.text("version")
    return counted.map { $0 < zones.version } ?? true
  }

  /// The version the fact at this place tells of, or a newer one if this node has it. Throws on a
  /// node that was not brought up to date: another one does the work, or this one later.
  func zoneDataCounted(at place: Int, in db: Connection) throws -> String {
    let facts = try db.facts(about: ZoneDataWatch.subject)
    let version = facts.first { $0.sequence == place }?.fact.text("version") ?? ""
    guard zones.version >= version else {
      throw OldZoneData(known: zones.version, wanted: version)
    }
    return zones.version
  }
}

/// This machine's time-zone data is older than what another node counted the clocks with.
struct OldZoneData: Error, CustomStringConvertible {
  let known: String
  let wanted: String

  var description: String {
    """
    This machine has the time-zone data \(known), the open clocks are counted with \(wanted). \
    Bring the package tzdata up to date here and start again.
    """
  }
}
