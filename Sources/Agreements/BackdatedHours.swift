// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Other hours for a calendar, also from a day gone by: a forgotten holiday is a correction, and
/// recomputed clocks show it (SLA 44). A person reads first what is counted again.
struct BackdatedHours: Sendable {
  let house: House
  let foresight: TermsRecount.Foresight

  /// Keeps the version, unless a person has yet to read what it reaches back to.
  func add(
    _ next: CalendarVersion, to known: Calendar, in zone: Zone, _ call: Call<Staff>,
    in db: Connection
  ) throws -> Outcome {
    let recount = try foreseen(of: known, from: next.effectiveFrom, call, in: db)
    if let recount, recount.touchesAnything, !call.isProgram,
      !call.input.flag(ReachesBack.field)
    {
      throw ReachesBack(recount: recount, zone: zone)
    }
    try known.add(next, in: db)
    try db.append(
      [known.fact("versionAdded", next, at: call.now)], by: .member(call.who.member), at: call.now)
    let calendar = try Calendar.find(known.id, in: db)
    let told = JSON.optional(recount) { $0.json(in: zone, at: call.now) }
    return Outcome(
      see: calendar.path, json: calendar.json.adding("recount", told), version: calendar.version,
      flash: recount.flatMap { $0.touchesAnything ? $0.done(in: zone) : nil }
        ?? "The new hours hold from the day you gave. Nothing has to be counted again.")
  }

  /// What stands above the form once it was refused for it.
  func notice(
    _ calendar: Calendar, in zone: Zone, _ call: Call<Staff>
  ) async throws -> RecountNotice? {
    guard call.typed.message(ReachesBack.field) != nil,
      let day = call.typed.value("effectiveFrom").flatMap({ Day($0) })
    else { return nil }
    let recount = try await house.db.read { db in
      try foreseen(of: calendar, from: zone.instant(day), call, in: db)
    }
    return recount.map { recount in
      RecountNotice(recount, in: zone, at: call.now) {
        Address("\(calendar.path)/recount", ["from": "\(day)", "of": $0.rawValue]).text
      }
    }
  }

  private func foreseen(
    of calendar: Calendar, from: Instant, _ call: Call<Staff>, in db: Connection
  ) throws -> TermsRecount? {
    let change = try TermsChange(of: calendar, from: from, at: call.now, in: db)
    return try change.map { try foresight($0, call.who.scope, db) }
  }
}
