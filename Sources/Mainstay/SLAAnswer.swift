// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The answer to one line of `mainstay sla`.
struct SLAAnswer {
  let line: SLALine
  let explains: Bool

  func clocks() throws -> JSON {
    guard let story = line.story else { return .list([]) }
    if explains { try checkLength(story) }
    let reading = line.book.reading(of: story, asOf: line.asOf, explains ? .spans : [])
    return .list(reading.cycles.map(cycle))
  }

  /// Every day of a clock's life makes spans: no line may fill the memory with them.
  private func checkLength(_ story: ClockStory) throws {
    let century = 36_525 * 86_400
    guard line.asOf.since(story.events[0].at) <= century else {
      throw BatchLines.Unanswerable("A hundred years are explained at most; ask without --explain.")
    }
  }

  private func cycle(_ it: ClockCycle) -> JSON {
    var members: [JSON.Member] = []
    func add(_ key: String, _ value: JSON) { members.append(JSON.Member(key, value)) }
    add("clock", .text(it.clock.rawValue))
    add("cycle", .number(it.cycle))
    add("state", .text(it.state.rawValue))
    add("startedAt", .moment(it.startedAt))
    add("stoppedAt", .optional(it.stoppedAt, JSON.moment))
    add("targetSeconds", .optional(it.targetSeconds))
    add("elapsedSeconds", .number(it.elapsedSeconds))
    add("remainingSeconds", .optional(it.remainingSeconds))
    add("pausedBusinessSeconds", .number(it.pausedBusinessSeconds))
    add("pausedWallSeconds", .number(it.pausedWallSeconds))
    add("dueAt", .optional(it.dueAt, JSON.moment))
    add("breached", .flag(it.breached))
    add("breachAt", .optional(it.breachAt, JSON.moment))
    add("everBreached", .flag(it.everBreached))
    add("firstBreachAt", .optional(it.firstBreachAt, JSON.moment))
    add("escalations", marks(it))
    if explains { add("spans", .list(it.spans.map(span))) }
    return .object(members)
  }

  private func marks(_ it: ClockCycle) -> JSON {
    .object(
      it.marks.sorted { $0.percent < $1.percent }
        .map { JSON.Member(String($0.percent), .moment($0.at)) })
  }

  private func span(_ it: ClockSpan) -> JSON {
    [
      "from": .moment(it.from), "to": .moment(it.to), "kind": .text(it.kind.rawValue),
      "counted": .number(it.countedSeconds), "why": why(it.why), "calendar": .text(it.calendar),
      "version": version(it), "priority": .text(it.priority.name),
      "targetSeconds": .optional(it.targetSeconds), "elapsedAtEnd": .number(it.elapsedAtEnd),
    ]
  }

  private func why(_ why: ClockSpan.Why) -> JSON {
    switch why {
    case .rule(let reason): ["rule": .text(reason.description)]
    case .waiting(let reasons, let events):
      [
        "reasons": .list(reasons.map { .text($0.name) }),
        "events": .list(events.map { .number($0) }),
      ]
    case .resolved(let event): ["event": .number(event)]
    }
  }

  /// The version as the line wrote it; the book knows it by its place.
  private func version(_ it: ClockSpan) -> JSON {
    line.agreements.names[it.agreement]![Int(it.version)!]
  }
}
