// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Rules
import Web

/// A ticket's clocks as people see them: in words, as strips, and minute by minute. The same for
/// staff and for the client.
package struct ClockPanel: Sendable {
  let clocks: TicketClocks
  let cycles: [ClockCycle]
  let origins: [Int]
  let history: [RecordedTicketEvent]
  let calendars: [String: Calendar]
  let unrecorded: Set<ClockKind>
  let now: Instant
  let zone: Zone
  let mayReadTerms: Bool

  /// `zone` is the reader's; `mayReadTerms` leads from each stretch to the version it counted by.
  package init(
    _ clocks: TicketClocks, of story: TicketStory, now: Instant, zone: Zone,
    mayReadTerms: Bool = false
  ) {
    self.mayReadTerms = mayReadTerms
    self.clocks = clocks
    cycles = clocks.reading.cycles
    origins = clocks.origins
    unrecorded = clocks.unrecorded
    history = story.history
    calendars = clocks.calendars
    self.now = now
    self.zone = zone
  }

  /// Every cycle; `open` shows the minutes at once.
  package func faces(open: Bool) -> HTML {
    faces(of: cycles, open: open)
  }

  /// The promises that matter now: what runs, and what ended badly or last.
  package var summary: HTML {
    faces(of: cycles.filter { $0.state != .cancelled }, open: false)
  }

  /// One key opens one thing: the first that can be explained.
  private func faces(of cycles: [ClockCycle], open: Bool) -> HTML {
    let keyed = cycles.firstIndex { !unrecorded.contains($0.clock) }
    return cycles.enumerated().map { index, cycle in
      face(cycle, open: open, key: index == keyed ? "y" : nil).html
    }.joined()
  }

  private func face(_ cycle: ClockCycle, open: Bool, key: String?) -> ClockFace {
    guard !unrecorded.contains(cycle.clock) else {
      return ClockFace(
        "\(say: cycle.clock.label)", StateMark(.none, "Not recorded"),
        note: "\(say: "The product this was brought from does not say.")")
    }
    let rows = rows(cycle)
    let again: HTML = cycle.cycle > 1 ? " <small>\(say: "\(cycle.cycle). time")</small>" : .empty
    return ClockFace(
      "\(say: cycle.clock.label)\(again)", mark(cycle), note: note(cycle),
      ribbon: ribbon(cycle, rows.map(\.span)), spans: SpanTable(rows, zone: zone), isOpen: open,
      key: key)
  }

  /// What became of it, or where it stands.
  private func mark(_ cycle: ClockCycle) -> StateMark {
    switch cycle.state {
    case .cancelled: return StateMark(.none, "No verdict")
    case .stopped:
      return cycle.breached
        ? StateMark(.late, "missed by \(duration: -(cycle.remainingSeconds ?? 0))")
        : StateMark(.met, "met in \(duration: cycle.elapsedSeconds)")
    case .paused, .running: return clocks.standing(of: cycle, at: now).mark
    }
  }

  private func note(_ cycle: ClockCycle) -> HTML {
    guard let target = cycle.targetSeconds else {
      return "\(say: "\(duration: cycle.elapsedSeconds) used, nothing promised")"
    }
    let used: HTML =
      "\(say: "\(duration: cycle.elapsedSeconds) of \(duration: target) of working time used")"
    if cycle.state == .paused, let due = cycle.dueIfResumed {
      return "\(used) · \(say: "due") \(moment: due) \(say: "if it went on now")"
    }
    guard cycle.state == .running, cycle.dueAt != nil else { return used }
    return "\(used) · \(clocks.standing(of: cycle, at: now).due)"
  }

  private func ribbon(_ cycle: ClockCycle, _ spans: [RibbonSpan]) -> Ribbon? {
    guard !spans.isEmpty else { return nil }
    let events = cycle.spans.map(\.from)
    return Ribbon(
      id: "\(cycle.clock.rawValue)-\(cycle.cycle)", spans: spans, events: events,
      now: now, due: cycle.state == .running ? cycle.dueAt : cycle.dueIfResumed,
      isDueSure: cycle.state == .running, zone: zone)
  }

  private func rows(_ cycle: ClockCycle) -> [SpanTable.Row] {
    cycle.spans.flatMap { span in
      split(span, of: cycle).map {
        SpanTable.Row($0, why: why(span), counted: span.kind == .counted ? $0.length : 0)
      }
    }
  }

  /// A counted stretch that passes the target is shown in two pieces.
  private func split(_ span: ClockSpan, of cycle: ClockCycle) -> [RibbonSpan] {
    guard span.kind == .counted, let target = span.targetSeconds else {
      return [RibbonSpan(kind(span), from: span.from, to: span.to)]
    }
    let over = min(max(span.elapsedAtEnd - target, 0), span.wallSeconds)
    let edge = span.to.advanced(by: -over)
    return [
      RibbonSpan(.ran, from: span.from, to: edge), RibbonSpan(.over, from: edge, to: span.to),
    ].filter { $0.length > 0 }
  }

  private func kind(_ span: ClockSpan) -> RibbonSpan.Kind {
    switch span.kind {
    case .counted: .ran
    case .closed: .closed
    case .resolved: .resolved
    case .paused: paused(span)
    }
  }

  private func paused(_ span: ClockSpan) -> RibbonSpan.Kind {
    guard case .waiting(let reasons, let events) = span.why, let first = reasons.first else {
      return .paused("")
    }
    switch first.party {
    case .client: return .client("")
    case .thirdParty: return .thirdParty(events.first.flatMap(event).map(name) ?? "")
    case .ours: return .paused(first.name)
    }
  }

  private func event(_ heard: Int) -> TicketEvent? {
    guard origins.indices.contains(heard) else { return nil }
    return history.first { $0.sequence == origins[heard] }?.event
  }

  private func name(_ event: TicketEvent) -> String {
    if case .waitedOnThirdParty(let name, _) = event { name } else { "" }
  }

  /// The rule, ask or event behind a stretch, and the terms it stood under.
  private func why(_ span: ClockSpan) -> HTML {
    // Resolved time, and time nobody promises anything for, stands under no hours.
    guard span.kind != .resolved, let calendar = calendars[span.calendar] else {
      return reason(span)
    }
    let hours = calendar.words(from: span.from, to: span.to)
    return """
      \(reason(span)) <small>\(say: hours), \(terms(span))</small>
      """
  }

  private func terms(_ span: ClockSpan) -> HTML {
    let words: HTML = "\(say: "terms version \(span.version)")"
    guard mayReadTerms else { return words }
    return "<a href=\"/agreements/\(span.agreement)/versions/\(span.version)\">\(words)</a>"
  }

  private func reason(_ span: ClockSpan) -> HTML {
    switch span.why {
    case .rule(let rule): return "\(say: rule.words)"
    case .resolved: return "\(say: "resolved; waiting for the client to confirm")"
    case .waiting(_, let events):
      return events.compactMap(event).map(waiting).joined()
    }
  }

  private func waiting(_ event: TicketEvent) -> HTML {
    switch event {
    case .asked(let ask): "\(say: "asked:") “\(ask.sentence)”"
    case .waitedOnThirdParty(let name, let reference):
      "\(say: "waiting on \(name), their reference \(reference)")"
    case .importedWait:
      "\(say: "waiting for the client, as it was brought in: no ask is on record")"
    default: "\(say: "waiting")"
    }
  }
}
