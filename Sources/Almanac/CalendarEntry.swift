// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One `VEVENT`: its properties as far as a holiday needs them.
struct CalendarEntry {
  /// The line its `BEGIN` stands on.
  let line: Int
  private(set) var single: [String: CalendarProperty] = [:]
  private(set) var lists: [CalendarProperty] = []
  /// The first thing that makes it useless.
  private(set) var problem: Unusable?

  init(line: Int) { self.line = line }

  mutating func add(_ line: CalendarLines.Line) {
    guard problem == nil || line.name == "SUMMARY" || line.name == "UID" else { return }
    do throws(Unusable) {
      let property = try CalendarProperty(line)
      if property.name == "EXDATE" || property.name == "RDATE" {
        lists.append(property)
      } else if property.name == "EXRULE" {
        throw Unusable(line.number, "EXRULE is not understood: list the dates as EXDATE.")
      } else if single.updateValue(property, forKey: property.name) != nil {
        throw Unusable(line.number, "\(property.name) stands there twice.")
      }
    } catch {
      problem = problem ?? error
    }
  }

  var uid: String { single["UID"]?.text ?? "" }
  var name: String { Holiday.name(filing: single["SUMMARY"]?.text ?? "") }
  var isCancelled: Bool { single["STATUS"]?.raw.uppercased() == "CANCELLED" }
  var isOverride: Bool { single["RECURRENCE-ID"] != nil }
  var sequence: Int { Int(single["SEQUENCE"]?.raw ?? "") ?? 0 }

  /// Entries of one key say the same thing anew.
  var key: String? { uid.isEmpty ? nil : uid + "\n" + (single["RECURRENCE-ID"]?.raw ?? "") }

  func leftOut(_ problem: Unusable) -> HolidayFile.LeftOut {
    HolidayFile.LeftOut(line: problem.line, name: name, why: problem.why)
  }

  /// The first day and how many there are.
  func stretch(_ zone: String) throws(Unusable) -> (first: Day, days: Int) {
    guard let start = single["DTSTART"] else {
      throw Unusable(line, "The entry has no DTSTART, so nobody knows its date.")
    }
    let first = try start.date(in: zone)
    let days = try length(from: first, zone)
    guard days > 0 else { throw Unusable(line, "The entry ends before it begins.") }
    guard days <= 366 else { throw Unusable(line, "The entry lasts longer than a year.") }
    return (first, days)
  }

  /// `DTEND` is the first day after.
  private func length(from first: Day, _ zone: String) throws(Unusable) -> Int {
    if let end = single["DTEND"] {
      guard single["DURATION"] == nil else {
        throw Unusable(end.line, "DTEND and DURATION can’t stand together.")
      }
      return try end.date(in: zone).since(first)
    }
    guard let duration = single["DURATION"] else {
      let isClock = single["DTSTART"]?.raw.contains("T") == true
      return isClock ? 0 : 1
    }
    guard let days = duration.days else {
      throw Unusable(duration.line, "DURATION: \(duration.raw) is not made of whole days.")
    }
    return days
  }

  /// The dates of its `EXDATE` or `RDATE` lines.
  func dates(_ name: String, _ zone: String) throws(Unusable) -> [Day] {
    var days: [Day] = []
    for list in lists where list.name == name { days += try list.dates(in: zone) }
    return days
  }
}
