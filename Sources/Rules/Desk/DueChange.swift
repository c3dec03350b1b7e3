// SPDX-License-Identifier: AGPL-3.0-or-later

/// A running promise is due at another moment than it was, though nobody touched its ticket: what
/// it is counted with has changed (SLA 6, 44).
package struct DueChange: Sendable, Equatable {
  package let clock: ClockKind
  /// Counts from 1 for each clock.
  package let cycle: Int
  package let from: Instant
  package let to: Instant
  package let because: Cause
  /// What that was: a version of the time-zone data, or the identity of a calendar or an agreement.
  package let of: String

  package init(
    _ clock: ClockKind, cycle: Int, from: Instant, to: Instant, because: Cause, of: String
  ) {
    self.clock = clock
    self.cycle = cycle
    self.from = from
    self.to = to
    self.because = because
    self.of = of
  }

  package enum Cause: String, CaseIterable, Sendable {
    /// The authorities changed a zone's clocks, and the system's time-zone data tells of it.
    case zoneData
    /// A calendar has other hours or days off.
    case hours
    /// An agreement has another version.
    case terms
  }
}

extension DueChange {
  init?(_ fact: Fact) {
    guard let clock = fact.text("clock").flatMap(ClockKind.init(rawValue:)),
      let cycle = fact.number("cycle"), let from = fact.number("from"), let to = fact.number("to"),
      let because = fact.text("because").flatMap(Cause.init(rawValue:)), let of = fact.text("of")
    else { return nil }
    self.init(
      clock, cycle: cycle, from: Instant(seconds: from), to: Instant(seconds: to),
      because: because, of: of)
  }

  var body: [String: Fact.Value] {
    [
      "clock": .text(clock.rawValue), "cycle": .number(cycle), "from": .number(from.seconds),
      "to": .number(to.seconds), "because": .text(because.rawValue), "of": .text(of),
    ]
  }
}

extension Ticket {
  package func noting(_ dues: [DueChange], at: Instant) -> Change<Ticket> {
    change(dues.map(TicketEvent.dueChanged), at: at)
  }
}
