// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

extension HolidayFile {
  /// Reads iCalendar. `zone` is the zone of the calendar the holidays are for: midnight there is as
  /// good as a date.
  package init(
    iCalendar bytes: [UInt8], zone: String
  ) throws(HolidayFileRefusal) {
    var scan = CalendarScan()
    for line in try CalendarLines(bytes).lines { try scan.read(line) }
    try scan.finish()
    var reading = HolidayReading(zone: zone, isCancelling: scan.isCancelling)
    reading.take(scan.entries)
    guard reading.entries.reduce(0, { $0 + $1.holidays.count }) <= 2000 else {
      throw .tooMany(2000)
    }
    self.init(
      entries: reading.entries, leftOut: scan.foreign + reading.leftOut,
      cancelled: reading.cancelled)
  }
}

/// Goes through the lines and gathers the entries; what lies inside them is skipped.
struct CalendarScan {
  private(set) var entries: [CalendarEntry] = []
  private(set) var foreign: [HolidayFile.LeftOut] = []
  private(set) var isCancelling = false
  private var open: [(name: String, line: Int)] = []

  mutating func read(_ line: CalendarLines.Line) throws(HolidayFileRefusal) {
    switch line.name {
    case "BEGIN": try begin(line.value.uppercased(), line.number)
    case "END": try end(line.value.uppercased(), line.number)
    case let name where open.isEmpty:
      throw name.hasPrefix("BEGIN") || entries.isEmpty
        ? .noCalendar : .unbalanced(line: line.number)
    case let name where open.count == 1: try head(name, line)
    case let name where open.count == 2 && open[1].name == "VEVENT":
      if CalendarProperty.known.contains(name) { entries[entries.count - 1].add(line) }
    default: break
    }
  }

  private mutating func begin(_ name: String, _ line: Int) throws(HolidayFileRefusal) {
    let isOutermost = name == "VCALENDAR"
    guard isOutermost || !open.isEmpty else { throw .noCalendar }
    guard isOutermost == open.isEmpty, open.count < 20, name != "VEVENT" || open.count == 1 else {
      throw .unbalanced(line: line)
    }
    open.append((name, line))
    if name == "VEVENT" { entries.append(CalendarEntry(line: line)) }
    if open.count == 2, !["VEVENT", "VTIMEZONE"].contains(name) {
      foreign.append(
        HolidayFile.LeftOut(
          line: line, name: "", why: "\(String(name.prefix(40))) is not an event, so no holiday."))
    }
  }

  private mutating func end(_ name: String, _ line: Int) throws(HolidayFileRefusal) {
    guard open.popLast()?.name == name else {
      throw open.isEmpty && entries.isEmpty ? .noCalendar : .unbalanced(line: line)
    }
  }

  private mutating func head(_ name: String, _ line: CalendarLines.Line) throws(HolidayFileRefusal)
  {
    let value = line.value.uppercased()
    switch name {
    case "VERSION" where value == "1.0": throw .oldVersion(line: line.number)
    case "CALSCALE" where value != "GREGORIAN":
      throw .otherScale(String(value.prefix(40)), line: line.number)
    case "METHOD" where value == "CANCEL": isCancelling = true
    default: break
    }
  }

  func finish() throws(HolidayFileRefusal) {
    if let last = open.last { throw .cutOff(line: last.line) }
  }
}

/// Turns entries into holidays, the entries of one identity together.
struct HolidayReading {
  let zone: String
  let isCancelling: Bool
  private(set) var entries: [HolidayFile.Entry] = []
  private(set) var leftOut: [HolidayFile.LeftOut] = []
  private(set) var cancelled: Set<String> = []

  init(zone: String, isCancelling: Bool) {
    self.zone = zone
    self.isCancelling = isCancelling
  }

  mutating func take(_ found: [CalendarEntry]) {
    let current = latest(found)
    let overrides = Dictionary(grouping: current.filter(\.isOverride), by: \.uid)
    for entry in current where !entry.isOverride {
      take(entry, changedBy: entry.uid.isEmpty ? [] : overrides[entry.uid] ?? [])
    }
    let masters = Set(current.filter { !$0.isOverride }.map(\.uid))
    for entry in current where entry.isOverride && !masters.contains(entry.uid) {
      take(entry, changedBy: [])
    }
  }

  /// Of several entries that say the same thing anew, the one with the highest sequence, else the
  /// last, counts.
  private mutating func latest(_ found: [CalendarEntry]) -> [CalendarEntry] {
    var best: [String: Int] = [:]
    for (index, entry) in found.enumerated() {
      guard let key = entry.key else { continue }
      if let other = best[key], found[other].sequence > entry.sequence { continue }
      best[key] = index
    }
    return found.enumerated().compactMap { index, entry in
      guard let key = entry.key, let chosen = best[key], chosen != index else { return entry }
      leftOut.append(
        HolidayFile.LeftOut(
          line: entry.line, name: entry.name,
          why: "The entry on line \(found[chosen].line) says it anew."))
      return nil
    }
  }

  private mutating func take(_ entry: CalendarEntry, changedBy overrides: [CalendarEntry]) {
    do throws(Unusable) {
      if isCancelling || entry.isCancelled {
        if !entry.uid.isEmpty { cancelled.insert(entry.uid) }
        throw Unusable(entry.line, "The entry is cancelled.")
      }
      if let problem = entry.problem { throw problem }
      let moved = try overrides.map { (change) throws(Unusable) in try day(movedBy: change) }
      let holidays = try holidays(of: entry, without: moved)
      entries.append(HolidayFile.Entry(uid: entry.uid, line: entry.line, holidays: holidays))
      for change in overrides { takeChange(change) }
    } catch {
      leftOut.append(entry.leftOut(error))
      for change in overrides {
        leftOut.append(
          change.leftOut(
            Unusable(change.line, "It changes the entry on line \(entry.line), which is left out."))
        )
      }
    }
  }

  /// The date of a series one entry replaces.
  private func day(movedBy change: CalendarEntry) throws(Unusable) -> Day {
    guard let property = change.single["RECURRENCE-ID"] else { throw Unusable(change.line, "") }
    if let range = property.range {
      throw Unusable(property.line, "RECURRENCE-ID: RANGE=\(range) is not understood.")
    }
    return try property.date(in: zone)
  }

  private mutating func takeChange(_ change: CalendarEntry) {
    do throws(Unusable) {
      if change.isCancelled { throw Unusable(change.line, "The entry is cancelled.") }
      if let problem = change.problem { throw problem }
      let holidays = try holidays(of: change, without: [])
      entries.append(HolidayFile.Entry(uid: change.uid, line: change.line, holidays: holidays))
    } catch {
      leftOut.append(change.leftOut(error))
    }
  }

  private func holidays(
    of entry: CalendarEntry, without moved: [Day]
  ) throws(Unusable) -> [Holiday] {
    let (first, days) = try entry.stretch(zone)
    let gone = Set(try entry.dates("EXDATE", zone) + moved)
    let more = try entry.dates("RDATE", zone)
    let name = entry.name
    let dated = { (start: Day) in
      Holiday(days == 1 ? .on(start) : .between(start, start.advanced(by: days - 1)), name)
    }
    var starts = [first]
    if let property = entry.single["RRULE"] {
      let rule = try RepeatRule(property)
      guard rule.hasEnd else {
        let endless = try rule.holiday(named: name, from: first, days: days, without: gone)
        return [endless] + Set(more).subtracting(gone).sorted().map(dated)
      }
      starts = try rule.starts(from: first)
    }
    return Set(starts + more).subtracting(gone).sorted().map(dated)
  }
}
