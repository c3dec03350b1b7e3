// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Platform
import Rules
import Web

/// `mainstay time`: business time for scripts.
struct Time: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer questions of business time: JSON lines in, JSON lines out.",
    discussion:
      "One object a line: {id, kind, calendar, from, to | businessSeconds}; kind is elapsed, due or isOpen."
  )

  func run() throws {
    var calendars = CalendarShelf(zones: Zones())
    guard try BatchLines.answer({ try Time.reply(to: $0, &calendars) }) else { throw ExitCode(1) }
  }

  private static func reply(to line: JSON, _ calendars: inout CalendarShelf) throws -> [JSON.Member]
  {
    guard let kind = line["kind"]?.text, ["elapsed", "due", "isOpen"].contains(kind) else {
      throw BatchLines.Unanswerable("“kind” must be elapsed, due or isOpen.")
    }
    guard let calendar = line["calendar"] else {
      throw BatchLines.Unanswerable("“calendar” is missing.")
    }
    let from = try line.moment("from")
    switch kind {
    case "elapsed":
      let to = try line.moment("to")
      let index = try calendars.index(calendar, from: from, to: to)
      return [.init("result", .number(index.elapsed(from: from, to: to)))]
    case "due":
      let seconds = try amount(line)
      return try due(from: from, seconds, by: calendars.index(calendar, from: from, to: from))
    default:
      let index = try calendars.index(calendar, from: from, to: from)
      return [.init("result", .flag(index.isOpen(from)))]
    }
  }

  private static func amount(_ line: JSON) throws -> Int {
    guard let seconds = line["businessSeconds"]?.number, seconds >= 0 else {
      throw BatchLines.Unanswerable("“businessSeconds” must be a whole number, 0 or more.")
    }
    return seconds
  }

  private static func due(from: Instant, _ seconds: Int, by index: HoursIndex) throws -> [JSON
    .Member]
  {
    let due = index.due(from: from, seconds: seconds)
    let latest = index.latest(from: from, seconds: seconds)
    if due == nil, index.due(from: Instant("9999-01-01T00:00:00Z")!, seconds: 1) != nil {
      throw BatchLines.Unanswerable("That much business time ends after the year 9999.")
    }
    return [
      .init("result", .optional(due, JSON.moment)), .init("latest", .optional(latest, JSON.moment)),
    ]
  }
}
