// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Web

extension MonthlyReport {
  /// What identifies a line from one count to the next.
  static let keys = ["ticket", "clock", "cycle"]

  private static let columns =
    ["ticket", "subject", "clock", "cycle", "verdict", "priority", "started", "stopped"]
    + ["target_seconds", "elapsed_seconds", "our_seconds", "client_seconds"]
    + ["third_party_seconds", "outside_seconds", "missed_from", "agreement", "terms_version"]
    + ["calendar", "zone_data", "engine", "brought_in"]

  /// One line for each cycle the month counts, with what it was counted by (SLA 56). Times are
  /// seconds, moments UTC.
  package var csv: String {
    SeparatedValues.line(MonthlyReport.columns)
      + lines.map { SeparatedValues.line(cells($0)) }.joined()
  }

  private func cells(_ line: Line) -> [String] {
    let row = line.row
    let cycle = row.cycle
    let identity = [
      "T-\(row.number)", row.subject, cycle.clock.rawValue, "\(cycle.cycle)",
      line.verdict.rawValue, row.priority.name, "\(cycle.startedAt)", text(cycle.stoppedAt),
    ]
    let source = [
      row.agreement?.text ?? "", row.termsVersion, row.calendar, row.zoneData, ClockInputs.engine,
      row.channel == .imported ? "yes" : "no",
    ]
    return identity + figures(line) + source
  }

  /// Nothing for a clock whose truth was not brought along.
  private func figures(_ line: Line) -> [String] {
    guard line.verdict != .notRecorded else { return Array(repeating: "", count: 7) }
    let cycle = line.row.cycle
    let times = times(of: line)
    return [
      cycle.targetSeconds.map(String.init) ?? "", "\(cycle.elapsedSeconds)", "\(times.ours)",
      "\(times.client)", "\(times.thirdParty)", "\(times.outside)", text(cycle.breachAt),
    ]
  }

  private func text(_ moment: Instant?) -> String { moment.map { "\($0)" } ?? "" }
}

extension MonthlyReport {
  func json(_ issued: [IssuedReport]) -> JSON {
    [
      "client": .id(parties.client), "month": .text("\(month)"), "zone": .text(zone.name),
      "from": .moment(period.lowerBound), "to": .moment(period.upperBound),
      "countedUpTo": .moment(moment), "clocks": .list(clocks) { json($0) },
      "time": times.json, "misses": .list(misses) { json($0) },
      "issued": .list(issued) { $0.json },
    ]
  }

  private func json(_ clock: ClockKind) -> JSON {
    let line = card.line(clock)
    var members = Slice.allCases.map { JSON.Member($0.rawValue, .number(count(clock, $0))) }
    members.insert(JSON.Member("clock", .text(clock.rawValue)), at: 0)
    members += [
      JSON.Member("compliance", .optional(line?.compliance)),
      JSON.Member("meanSeconds", .optional(line?.elapsed.mean)),
      JSON.Member("medianSeconds", .optional(line?.elapsed.percentile(50))),
      JSON.Member("ninetiethSeconds", .optional(line?.elapsed.percentile(90))),
    ]
    return .object(members)
  }

  func json(_ line: Line) -> JSON {
    let cycle = line.row.cycle
    let isKnown = line.verdict != .notRecorded
    return [
      "ticket": .number(line.row.number), "subject": .text(line.row.subject),
      "clock": .text(cycle.clock.rawValue), "cycle": .number(cycle.cycle),
      "verdict": .text(line.verdict.rawValue), "priority": .text(line.row.priority.name),
      "startedAt": .moment(cycle.startedAt),
      "stoppedAt": .optional(cycle.stoppedAt) { .moment($0) },
      "targetSeconds": .optional(isKnown ? cycle.targetSeconds : nil),
      "elapsedSeconds": .optional(isKnown ? cycle.elapsedSeconds : nil),
      "time": .optional(isKnown ? times(of: line) : nil) { $0.json },
      "why": .optional(line.why) { .say($0) },
    ]
  }
}

extension MonthlyReport.Times {
  fileprivate var json: JSON {
    [
      "ours": .number(ours), "client": .number(client), "thirdParty": .number(thirdParty),
      "outsideHours": .number(outside),
    ]
  }
}
