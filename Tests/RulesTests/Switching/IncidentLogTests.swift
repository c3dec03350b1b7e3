// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

@Suite struct IncidentLogTests {
  static let heading =
    "number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,category,impact,urgency,priority,closed_code"

  static let now = Instant("2016-03-01T00:00:00Z")!

  static func row(
    _ number: String, _ state: String, _ at: String, priority: String = "3 - Moderate",
    made: String = "TRUE", opened: String = "29-02-2016 01:16"
  ) -> String {
    "\(number),\(state),\(made),Caller 1,\(opened),29-02-2016 \(at),Category 5,2 - Medium,2 - Medium,\(priority),code 5"
  }

  private func log(_ rows: String...) throws -> IncidentLog {
    try IncidentLog(
      reading: Array(([Self.heading] + rows).joined(separator: "\n").utf8), in: .utc, asOf: Self.now
    )
  }

  private func events(_ log: IncidentLog) throws -> [TicketEvent] {
    let incident = try #require(log.incidents.first)
    let change = incident.ticket(ID("t"), number: 1, under: Placement(client: ID("c")))
    #expect(change.value.version == change.facts.count)
    return change.facts.dropFirst().compactMap { TicketEvent($0) }
  }

  @Test func `waits pause for whom they name and ours stop nothing`() throws {
    let told = try events(
      try log(
        Self.row("I1", "New", "01:20"), Self.row("I1", "Awaiting User Info", "02:00"),
        Self.row("I1", "Awaiting User Info", "02:10"), Self.row("I1", "Awaiting Vendor", "03:00"),
        Self.row("I1", "Awaiting Problem", "04:00"), Self.row("I1", "Resolved", "05:00"),
        Self.row("I1", "Closed", "06:00")))
    #expect(
      told == [
        .importedWait(words: "Awaiting User Info"), .importedWaitEnded,
        .waitedOnThirdParty(name: "Awaiting Vendor", reference: ""),
        .thirdPartyAnswered(words: ""), .noted(words: "Awaiting Problem"),
        .resolved(fix: "code 5"), .closed,
      ])
  }

  @Test func `a brought wait stops the clock without inventing a reply`() throws {
    let log = try log(
      Self.row("I1", "Awaiting User Info", "02:00"), Self.row("I1", "Active", "03:00"))
    let change = log.incidents[0].ticket(ID("t"), number: 1, under: Placement(client: ID("c")))
    let history = change.facts.enumerated().compactMap { offset, fact in
      TicketEvent(fact).map {
        RecordedTicketEvent(
          sequence: offset + 1, event: $0, occurredAt: fact.occurredAt, recordedAt: fact.occurredAt,
          actor: .imported("servicenow"))
      }
    }
    #expect(
      history.forClocks.events.map(\.kind) == [
        .created(.p3, agreement: Placement.uncovered), .pauseStart(.client), .pauseStop(.client),
      ])
    #expect(history.unrecordedClocks == [.acknowledge, .firstResponse])
  }

  @Test func `a reopened incident goes on, and a changed priority is told`() throws {
    let told = try events(
      try log(
        Self.row("I1", "Resolved", "02:00"),
        Self.row("I1", "Active", "03:00", priority: "1 - Critical"),
        Self.row("I1", "Resolved", "04:00", priority: "1 - Critical")))
    #expect(
      told == [
        .resolved(fix: "code 5"), .reprioritised(.p1, .several, .normal, why: ""),
        .reopened(why: ""), .resolved(fix: "code 5"),
      ])
  }

  @Test func `of one minute the file's order counts, and rows before the opening are of it`() throws
  {
    let incident = try log(
      Self.row("I1", "Resolved", "02:00"), Self.row("I1", "New", "01:00"),
      Self.row("I1", "Closed", "02:00")
    ).incidents[0]
    #expect(incident.rows.map(\.state) == [.new, .resolved, .closed])
    let facts = incident.ticket(ID("t"), number: 1, under: Placement(client: ID("c"))).facts
    #expect(facts.allSatisfy { $0.occurredAt >= incident.openedAt })
    #expect(facts[0].occurredAt == Instant("2016-02-29T01:16:00Z"))
  }

  @Test(arguments: [
    (IncidentLogTests.row("I1", "Sleeping", "02:00"), "“Sleeping” is no state we know."),
    (
      IncidentLogTests.row("I1", "New", "25:00"),
      "There is no “29-02-2016 25:00”, which stands in sys_updated_at."
    ),
    (IncidentLogTests.row("I1", "New", "02:00", priority: "?"), "“” is no priority we know."),
    (IncidentLogTests.row("?", "New", "02:00"), "It has no incident number."),
    (
      IncidentLogTests.row("I1", "New", "02:00", opened: "yesterday"),
      "“yesterday” in opened_at is no day-month-year hour:minute."
    ),
    (
      IncidentLogTests.row("I1", "New", "02:00", opened: "01-03-2016 00:01"),
      "“01-03-2016 00:01” in opened_at is yet to come. Is the zone right?"
    ),
    ("I1,New", "It has 2 values where the heading has 11."),
  ])
  func `a row that can't be read is named with its line and why`(row: String, why: String) throws {
    let log = try log(Self.row("I0", "New", "01:00"), row, Self.row("I2", "New", "01:00"))
    #expect(log.incidents.map(\.number) == ["I0", "I2"])
    #expect(log.faults.map(\.line) == [3])
    #expect(log.faults[0].reason.spoken == why)
  }

  @Test func `quotes, line ends and what is missing`() throws {
    let table = SeparatedValues(reading: Array("\u{FEFF}a,\"b,\"\"c\"\"\nd\"\r\n\nx,y\n".utf8))
    #expect(table.records.map(\.fields) == [["a", "b,\"c\"\nd"], ["x", "y"]])
    #expect(table.records.map(\.line) == [1, 4])
    #expect(SeparatedValues(reading: Array("a\nb,\"c\nd".utf8)).unclosedLine == 2)
    #expect(throws: IncidentLog.Refused.empty) {
      try IncidentLog(reading: [], in: .utc, asOf: Self.now)
    }
    #expect(throws: IncidentLog.Refused.self) {
      try IncidentLog(reading: Array("number,priority\n".utf8), in: .utc, asOf: Self.now)
    }
  }
}

extension Phrase {
  fileprivate var spoken: String {
    var text = pattern
    for (index, value) in values.enumerated() {
      switch value {
      case .text(let word): text = text.replacing("{\(index + 1)}", with: word)
      case .number(let number): text = text.replacing("{\(index + 1)}", with: "\(number)")
      default: break
      }
    }
    return text
  }
}
