// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Platform
import Rules
import Web

/// `mainstay sla`: the clocks of tickets for scripts.
struct SLA: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the clocks of tickets: JSON lines in, JSON lines out.",
    discussion:
      "One object a line: {id, calendars, agreements, events, asOf}. The answer lists every cycle of every clock."
  )

  @Flag(help: "Add the spans that explain every second of each clock.")
  var explain = false

  func run() throws {
    let zones = Zones()
    var calendars = CalendarShelf(zones: zones)
    let isAllUnderstood = try BatchLines.answer { json in
      let line = try SLALine(json, &calendars)
      let clocks = JSON.Member("clocks", try SLAAnswer(line: line, explains: explain).clocks())
      return explain ? [clocks, JSON.Member("tzdata", .text(zones.version))] : [clocks]
    }
    guard isAllUnderstood else { throw ExitCode(1) }
  }
}
