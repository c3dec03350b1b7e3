// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// Calendars as people check them: the week, and the dates that differ.
enum CalendarPages {
  private static let crumbs: [(title: Phrase, path: String)] = [("Calendars", "/calendars")]

  static func list(_ calendars: [Calendar], mayEdit: Bool) -> Page {
    let add = Button("Add a calendar", to: "/calendars/new", weight: .main, key: "c")
    let table = Table(
      [Table.Column("Name", isHead: true), Table.Column("Time zone"), Table.Column("Versions")],
      rows: calendars.map {
        Table.Row([
          "<a href=\"\($0.path)\">\($0.name)</a>", "\($0.zone)", "\($0.versions.count)",
        ])
      })
    let empty = Empty("No calendar yet. A promise counts the hours of one, so write it first.")
    return Page(
      "Calendars", menu: "/calendars",
      """
      \(Head("Calendars", toolbar: mayEdit ? Toolbar(add.html) : nil))\(calendars.isEmpty ? empty.html : table.html)
      """)
  }

  static func new(_ shape: Shape, _ typed: Typed, _ calendars: [Calendar]) -> Page {
    let choices = calendars.filter(\.allOf.isEmpty).map {
      Field.Choice($0.id.text, "\($0.name)")
    }
    let form = Form(
      post: "/calendars", shape, typed, send: "Save", advanced: ["exceptions", "allOf"],
      back: ("All calendars", "/calendars")
    ) { $0.name == "allOf" ? $0.options(choices) : $0 }
    return Page(
      "Add a calendar", menu: "/calendars",
      "\(Head("Add a calendar", crumbs: crumbs))\(form)")
  }

  static func newVersion(
    _ calendar: Calendar, _ shape: Shape, _ typed: Typed, recount: RecountNotice?
  ) -> Page {
    let form = Form(
      post: "\(calendar.path)/versions", shape, typed, send: "Save as a new version",
      advanced: ["filed"],
      back: ("Back", calendar.path), version: calendar.version
    ) { $0.name == ReachesBack.field && recount == nil ? $0.leftOut : $0 }
    return Page(
      "\(calendar.name)", menu: "/calendars",
      """
      \(Head("New hours for \(calendar.name)", crumbs: [("\(calendar.name)", calendar.path)]))\(recount)\(form)
      """)
  }

  static func show(
    _ calendar: Calendar, parts: [Calendar], zone: Zone, now: Instant, mayEdit: Bool
  ) throws -> Page {
    let change: HTML = """
      \(Button("Holidays from a file", to: "\(calendar.path)/holiday-files/new"))\(Button("New hours", to: "\(calendar.path)/versions/new", weight: .main))
      """
    let edits = mayEdit && calendar.allOf.isEmpty
    let body: HTML =
      parts.isEmpty
      ? try calendar.versions.reversed().map { try version($0, zone, now) }.joined()
      : made(of: parts)
    return Page(
      "\(calendar.name)", menu: "/calendars",
      """
      \(Head("\(calendar.name)", crumbs: crumbs, toolbar: edits ? Toolbar(change) : nil))<p>\(say: "Readings are local time in \(calendar.zone) (time-zone data \(zone.dataVersion)).")</p>\(body)
      """)
  }

  private static func made(of parts: [Calendar]) -> HTML {
    let links: [HTML] = parts.map { "<li><a href=\"\($0.path)\">\($0.name)</a></li>" }
    return "<p>\(say: "Open only when all of these are open:")</p><ul>\(links.joined())</ul>"
  }

  private static func version(
    _ version: CalendarVersion, _ zone: Zone, _ now: Instant
  ) throws -> HTML {
    let hours = try version.hours(in: zone)
    let week = Table(
      [Table.Column("Day", isHead: true), Table.Column("Hours, split at midnight")],
      rows: Weekday.allCases.map { day in
        let open = hours.ordinaryHours(on: day)
        let text = OpeningHours.Interval.text(open)
        return Table.Row([
          "\(say: day.label)", open.isEmpty ? "\(say: "closed")" : "\(text)",
        ])
      })
    let holidays = hours.holidaysToCome(from: zone.day(at: now))
    return Section(
      "Version \(version.number), from \(day: zone.day(at: version.effectiveFrom))",
      "\(week)\(if: !holidays.isEmpty, dates(holidays))\(if: !hours.exceptions.isEmpty, exceptions(hours))"
    ).html
  }

  private static func dates(_ holidays: [(day: Day, name: String)]) -> HTML {
    let table = Table(
      [Table.Column("Date", isHead: true), Table.Column("Weekday"), Table.Column("Holiday")],
      rows: holidays.map {
        Table.Row(["\(day: $0.day)", "\(say: $0.day.weekday.label)", "\($0.name)"])
      })
    return "<h3>\(say: "Holidays of the next three years")</h3>\(table)"
  }

  private static func exceptions(_ hours: OpeningHours) -> HTML {
    let table = Table(
      [Table.Column("Date", isHead: true), Table.Column("Hours")],
      rows: hours.exceptions.sorted { $0.key < $1.key }.map {
        Table.Row(["\(day: $0.key)", "\(OpeningHours.Interval.text($0.value))"])
      })
    return "<h3>\(say: "Exceptions")</h3>\(table)"
  }
}

extension OpeningHours {
  /// The holidays of the next three years, today among them.
  func holidaysToCome(from today: Day) -> [(day: Day, name: String)] {
    let year = today.year + 3
    let end =
      Day(year: year, month: today.month, day: today.day) ?? Day(year: year, month: 3, day: 1)!
    return holidayDates(from: today.year, years: 4).filter { today <= $0.day && $0.day < end }
  }
}
