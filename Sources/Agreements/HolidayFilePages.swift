// SPDX-License-Identifier: AGPL-3.0-or-later

import Almanac
import Rules
import Web

/// A file of holidays before it is taken over: what comes, what goes, and what was not understood.
enum HolidayFilePages {
  private static let most = 300

  static func new(_ calendar: Calendar, _ shape: Shape, _ typed: Typed) -> Page {
    let form = Form(
      post: "\(calendar.path)/holiday-files", shape, typed, send: "Read the file",
      back: ("Back", calendar.path))
    return Page(
      "Holidays from a file", menu: "/calendars",
      """
      \(Head("Holidays from a file", crumbs: [("\(calendar.name)", calendar.path)]))<p class="reading">\(say: "Nothing changes yet: you first see the dates and every entry that can’t be used.")</p>\(form)
      """)
  }

  static func show(
    _ file: ReceivedFile, of calendar: Calendar, _ zone: Zone, _ shape: Shape, _ typed: Typed,
    recount: RecountNotice?, now: Instant
  ) throws -> Page {
    let (reading, merging) = try calendar.merging(file)
    let title: Phrase = file.name.isEmpty ? "Holidays from a file" : "\(file.name)"
    let form = Form(
      post: "\(calendar.path(of: file))/versions", shape,
      typed.over(["effectiveFrom": "\(zone.day(at: now))"]), send: "Take these dates over",
      back: ("Back", calendar.path), version: calendar.version
    ) { $0.name == ReachesBack.field && recount == nil ? $0.leftOut : $0 }
    let body: HTML = """
      \(recount)\(sum(merging, reading))\(file.takenIn.map(taken))\(file.takenIn == nil && merging.isChange ? form.html : Problems(shape, typed).html)\(missing(reading.leftOut))\(going(merging.removed))\(try dates(merging, calendar, zone, now))
      """
    return Page(
      title, menu: "/calendars",
      "\(Head(title, crumbs: [("\(calendar.name)", calendar.path)]))\(body)")
  }

  private static func sum(_ merging: HolidayFile.Merging, _ file: HolidayFile) -> HTML {
    let change: Phrase =
      "\(count: merging.added.count, one: "# holiday comes", many: "# holidays come"), \(count: merging.removed.count, one: "# goes", many: "# go"), \(count: merging.kept.count, one: "# of earlier files is not mentioned and stays", many: "# of earlier files are not mentioned and stay")."
    let left: Phrase =
      "\(count: file.leftOut.count, one: "# entry is not taken over; the reason stands below.", many: "# entries are not taken over; the reasons stand below.")"
    return """
      <p class="reading">\(say: change)</p>\(if: !file.leftOut.isEmpty, Notice("\(say: left)", .risk).html)
      """
  }

  private static func taken(_ number: Int) -> HTML {
    Notice("\(say: "These dates were taken over in version \(number).")", .good).html
  }

  private static func missing(_ leftOut: [HolidayFile.LeftOut]) -> HTML {
    guard !leftOut.isEmpty else { return .empty }
    let table = Table(
      [Table.Column("Line", isHead: true), Table.Column("Entry"), Table.Column("Reason")],
      rows: leftOut.prefix(most).map {
        Table.Row(["\($0.line)", "\($0.name)", "\(say: $0.why)"])
      })
    let more = leftOut.count - most
    return Section(
      "Not taken over",
      "\(table)\(if: more > 0, "<p>\(say: "\(count: more, one: "# more is not shown.", many: "# more are not shown.")")</p>")"
    ).html
  }

  private static func going(_ removed: [Holiday]) -> HTML {
    guard !removed.isEmpty else { return .empty }
    let lines: [HTML] = removed.prefix(most).map { "<li>\($0.line)</li>" }
    return Section("Leave the calendar", "<ul>\(lines.joined())</ul>").html
  }

  private static func dates(
    _ merging: HolidayFile.Merging, _ calendar: Calendar, _ zone: Zone, _ now: Instant
  ) throws -> HTML {
    guard let last = calendar.versions.last else { return .empty }
    let today = zone.day(at: now)
    let before = Set(try last.hours(in: zone).holidaysToCome(from: today).map(\.day))
    let after = try last.with(filed: merging.all, from: last.effectiveFrom).hours(in: zone)
    let table = Table(
      [
        Table.Column("Date", isHead: true), Table.Column("Weekday"), Table.Column("Holiday"),
        Table.Column("Change"),
      ],
      rows: after.holidaysToCome(from: today).map {
        let change: Phrase = before.contains($0.day) ? "as before" : "new"
        return Table.Row([
          "\(day: $0.day)", "\(say: $0.day.weekday.label)", "\($0.name)", "\(say: change)",
        ])
      })
    return Section("The next three years, once taken over", table.html).html
  }
}

extension HolidayFile.Merging {
  fileprivate var isChange: Bool { !added.isEmpty || !removed.isEmpty }
}
