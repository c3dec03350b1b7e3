// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// One version of an agreement as it is read: what is promised, when somebody is there, how clocks
/// are taken.
struct VersionReading: Sendable {
  let version: AgreementVersion
  let view: AgreementView
  let now: Instant

  func html(in zone: Zone, _ zones: (String) throws -> Zone) throws -> HTML {
    let number = version.number
    return """
      \(promises)\(Section("Priority by impact and urgency in version \(number)", matrix))\(Section("Coverage of version \(number)", try coverage(zone, zones)))\(Section("How clocks are taken by version \(number)", rules))
      """
  }

  private var standing: Badge {
    Badge(
      version.signature == nil
        ? "draft"
        : version.number == view.agreement.inForce(at: now)?.number ? "in force" : "signed", .quiet)
  }

  private var promises: HTML {
    let clocks = ClockKind.allCases.filter { clock in
      version.level.targets.values.contains { $0[clock]?.seconds != nil }
    }
    let table = Table(
      [Table.Column("Priority", isHead: true)] + clocks.map { Table.Column.number($0.label) },
      rows: Priority.all.map { priority in
        Table.Row(
          ["\(say: priority.label)"]
            + clocks.map { cell(version.level.targets[priority]?[$0]) })
      }, narrow: .scroll)
    return Section(
      "Promises of version \(version.number)", beside: standing.html,
      "\(table)<p>\(say: "Times are hours of the calendar \(view.name(version.level.calendar)).")</p>"
    ).html
  }

  private var matrix: HTML {
    Table(
      [Table.Column("Impact", isHead: true)] + Urgency.allCases.map { Table.Column($0.label) },
      rows: Impact.allCases.map { impact in
        Table.Row(
          ["\(say: impact.label)"]
            + Urgency.allCases.map { "\(say: version.matrix.priority(impact, $0).label)" })
      }, narrow: .scroll
    ).html
  }

  private func cell(_ target: ServiceLevel.Target?) -> HTML {
    guard let target, let seconds = target.seconds else { return "\(say: "best effort")" }
    guard let other = target.calendar else { return "\(duration: seconds)" }
    return "\(duration: seconds) <small>\(view.name(other))</small>"
  }

  /// A version that holds now is shown in the week to come; another one in a week of its own.
  private var week: Instant {
    let from = version.level.effectiveFrom
    guard from <= now else { return from }
    guard let until = view.agreement.until(version) else { return now }
    return max(from, min(now, until.advanced(by: -14 * 86_400)))
  }

  private func coverage(_ zone: Zone, _ zones: (String) throws -> Zone) throws -> HTML {
    try version.level.calendars.map { id in
      guard let calendar = view.calendars[ID(id)] else { return HTML.empty }
      let index = HoursIndex(try calendar.timetable(zone: zones, others: view.calendars))
      return """
        <h3><a href="\(calendar.path)">\(calendar.name)</a></h3>\(CoverageWeek(index, in: zone, after: week).grid)
        """
    }.joined()
  }

  private var rules: HTML {
    let level = version.level
    let stops = ClockKind.allCases.compactMap { clock -> (name: Phrase, value: HTML)? in
      guard let reasons = level.pauses[clock], !reasons.isEmpty else { return nil }
      return ("Stops \(phrase: clock.label)", reasons.words)
    }
    let marks = level.escalations.map { "\($0) %" }.joined(separator: ", ")
    return Definitions(
      lined: true,
      stops + [
        ("Somebody is told at", "\(marks)"),
        ("A reopened ticket", "\(say: level.reopen.label)"),
        ("When the priority changes", "\(say: level.onPriorityChange.label)"),
        ("When it moves to another agreement", "\(say: level.onAgreementChange.label)"),
      ]
    ).html
  }
}

extension AgreementView {
  fileprivate func name(_ calendar: String) -> String {
    calendars[ID(calendar)]?.name ?? calendar
  }
}
