// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Web

extension MonthlyReport {
  /// One line for each cycle the month counts, with what it was counted by (SLA 56). Times are
  /// seconds, moments UTC.
  package var csv: String {
    let head = [
      "ticket", "subject", "clock", "cycle", "verdict", "priority", "started", "stopped",
      "target_seconds", "elapsed_seconds", "client_seconds", "third_party_seconds",
      "outside_seconds", "terms_version", "calendar", "zone_data", "brought_in",
    ]
    let lines = cycles(nil, nil).map(line)
    return ([head] + lines).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private func line(_ row: CycleRow) -> [String] {
    let cycle = row.cycle
    return [
      "T-\(row.number)", row.subject, cycle.clock.rawValue, "\(cycle.cycle)",
      verdict(row)?.rawValue ?? "", row.priority.name, "\(cycle.startedAt)",
      cycle.stoppedAt.map { "\($0)" } ?? "", cycle.targetSeconds.map(String.init) ?? "",
      "\(cycle.elapsedSeconds)", "\(cycle.waited(for: .client))",
      "\(cycle.waited(for: .thirdParty))", cycle.uncoveredSeconds.map(String.init) ?? "",
      row.termsVersion, row.calendar, row.zoneData, row.channel == .imported ? "yes" : "no",
    ]
  }

  /// Quoted where it must be; what a spreadsheet would take for a formula is made text.
  private func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.contains(where: { ",\"\r\n\r\n".contains($0) }) else { return safe }
    let doubled = safe.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }

  var json: JSON {
    [
      "client": .id(client.id), "month": .text(MonthlyReport.name(of: month)),
      "zone": .text(zone.name), "from": .moment(period.lowerBound),
      "to": .moment(period.upperBound), "clocks": .list(card.lines) { json($0) },
      "time": [
        "ours": .number(times.ours), "client": .number(times.client),
        "thirdParty": .number(times.thirdParty), "outsideHours": .number(times.outside),
      ],
      "misses": .list(misses) { row in
        [
          "ticket": .number(row.number), "clock": .text(row.cycle.clock.rawValue),
          "cycle": .number(row.cycle.cycle), "why": .say(row.explanation),
          "targetSeconds": .optional(row.cycle.targetSeconds),
          "elapsedSeconds": .number(row.cycle.elapsedSeconds),
        ]
      },
    ]
  }

  private func json(_ line: Scorecard.Line) -> JSON {
    [
      "clock": .text(line.clock.rawValue), "met": .number(line.met),
      "missed": .number(line.breached), "openAndMissed": .number(line.openAndBreached),
      "open": .number(line.open), "excluded": .number(line.excluded.values.reduce(0, +)),
      "compliance": .optional(line.compliance), "meanSeconds": .optional(line.elapsed.mean),
      "medianSeconds": .optional(line.elapsed.percentile(50)),
      "ninetiethSeconds": .optional(line.elapsed.percentile(90)),
    ]
  }
}
