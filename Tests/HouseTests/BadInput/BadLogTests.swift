// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Switching
import TestSupport
import Testing

/// Event logs nobody should bring in: refused as a whole, or row by row with the line and why, and
/// what can be read comes in all the same.
struct BadLogTests {
  private static let heading =
    "number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,category,impact,urgency,priority,closed_code"
  private static let rest = "Category 1,2 - Medium,2 - Medium,1 - Critical,code 1"
  private static let good = "I1,New,TRUE,Caller 1,29-02-2016 09:00,29-02-2016 09:05,\(rest)"

  private static func row(
    number: String = "I2", state: String = "New", caller: String = "Caller 2",
    opened: String = "01-03-2016 09:00", updated: String = "01-03-2016 09:05", rest: String = rest
  ) -> String { "\(number),\(state),TRUE,\(caller),\(opened),\(updated),\(rest)" }

  private func bringIn(
    _ bytes: [UInt8], zone: String = "UTC", agreement: String = "Care", _ house: House
  ) async throws -> ServiceNowImport.Outcome {
    try await ServiceNowImport.run(bytes, zone: zone, agreement: agreement, house: house)
  }

  private static let files = [
    ("", "empty"), ("\r\n\r\n", "empty"), ("hello", "lacks"), ("PK\u{3}\u{4}", "lacks"),
    ("{\"number\":1}", "lacks"), (heading.replacing(",", with: ";") + "\n" + good, "lacks"),
    (heading.uppercased() + "\n" + good, "lacks"), ("\0\0\0\0", "not plain UTF-8"),
    ("\"" + good, ""),
    (String(repeating: ",", count: 1_000_000), "lacks"),
    (heading.replacing("opened_at", with: "opened") + "\n" + good, "lacks opened_at"),
  ]

  @Test func `a file that is no event log is refused and nothing comes in`() async throws {
    try await SwitchingHouse.with(on: Scratch.Engine.given.last!) { house, _ in
      let before = try await Ledger(of: house.db)
      for (text, reason) in Self.files {
        do {
          _ = try await bringIn(Array(text.utf8), house)
          Issue.record("it came in: \(text.prefix(60))")
        } catch let refusal as any Refusal {
          let said = refusal.message.english
          #expect(reason.isEmpty || said.contains(reason), "\(text.prefix(60)): \(said)")
        }
        #expect(try await Ledger(of: house.db) == before, "\(text.prefix(60))")
      }
    }
  }

  static let utf16: [UInt8] =
    [0xFF, 0xFE]
    + Array((heading + good).utf16).flatMap { unit in
      [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  static let latin: [UInt8] =
    Array((heading + "\n").utf8) + Array(row(caller: "J\u{1}rg").utf8).map { $0 == 1 ? 0xFC : $0 }

  private static let rows = [
    (row(state: "Asleep"), "no state we know"), (row(state: ""), "no state we know"),
    (row(number: ""), "no incident number"),
    (row(number: String(repeating: "9", count: 101)), "no incident number"),
    (row(opened: "29-02-2015 09:00"), "There is no"),
    (row(opened: "2016-03-01 09:00"), "no day-month-year"),
    (row(opened: "03/01/2016 09:00"), "no day-month-year"),
    (row(opened: "01-13-2016 09:00"), "There is no"),
    (row(opened: "01-03-2016 24:00"), "There is no"),
    (row(opened: "01-03-2016 9:00"), "no day-month-year"),
    (row(opened: "1e309"), "no day-month-year"), (row(opened: "?"), "no day-month-year"),
    (row(opened: "٠١-٠٣-٢٠١٦ ٠٩:٠٠"), "no day-month-year"), (row(updated: ""), "no day-month-year"),
    (row(rest: "Category 1,2 - Medium,2 - Medium,9 - Critical,code 1"), "no priority"),
    (row(rest: "Category 1,2 - Medium,2 - Medium,1e309,code 1"), "no priority"),
    (row(rest: "Category 1,-1,2 - Medium,1 - Critical,code 1"), "no impact"),
    (row(rest: "Category 1"), "values where the heading has"),
    (row() + ",,,,,", "values where the heading has"),
    (row(caller: "a\0b"), "plain UTF-8"), (row(caller: "\"open"), "never closes"),
    (row(number: "\u{1}\u{2}", state: "New\0"), "plain UTF-8"),
  ]

  @Test func `a row that can't be read is named with its line, the others come in`() async throws {
    try await SwitchingHouse.with(on: Scratch.Engine.given.last!) { house, _ in
      for (index, (row, reason)) in Self.rows.enumerated() {
        let good = Self.good.replacing("I1", with: "G\(index)")
        let text = [Self.heading, good, row, ""].joined(separator: "\r\n")
        let came = try await bringIn(Array(text.utf8), house)
        #expect(came.tally.brought == 1 && came.faults.map(\.line) == [3], "\(row.prefix(80))")
        let said = came.faults.first?.reason.english ?? ""
        #expect(said.contains(reason), "\(row.prefix(80)): \(said)")
      }
    }
  }

  @Test func `bytes of another encoding are refused or named`() async throws {
    try await SwitchingHouse.with(on: Scratch.Engine.given.last!) { house, _ in
      await #expect(throws: IncidentLog.Refused.self) {
        try await bringIn(Self.utf16, house)
      }
      let came = try await bringIn(Self.latin, house)
      #expect(came.tally.brought == 0 && came.faults.map(\.line) == [2])
    }
  }

  @Test func `a zone or an agreement that does not exist is refused`() async throws {
    try await SwitchingHouse.with(on: Scratch.Engine.given.last!) { house, _ in
      let before = try await Ledger(of: house.db)
      for zone in ["Mars/Olympus", "../../etc/passwd", "", "UTC\0"] {
        await #expect(throws: HoursRefusal.self, "\(zone)") {
          try await bringIn(SwitchingHouse.log, zone: zone, house)
        }
      }
      for agreement in ["' OR 1=1--", ""] {
        await #expect(throws: ServiceNowImport.Refused.self, "\(agreement)") {
          try await bringIn(SwitchingHouse.log, agreement: agreement, house)
        }
      }
      #expect(try await Ledger(of: house.db) == before)
    }
  }

  @Test func `formulas, blanks and long words come in as words`() async throws {
    try await SwitchingHouse.with(on: Scratch.Engine.given.last!) { house, _ in
      let long = String(repeating: "x", count: 10_000_000)
      let rows = [
        Self.row(number: "=1+1", caller: "=HYPERLINK(1)"),
        Self.row(number: "I3", caller: "\"a, \"\"b\"\"\nc\""),
        Self.row(number: "I4", caller: long),
        Self.row(number: "I5", rest: "\(long),2 - Medium,2 - Medium,1 - Critical,code 1"),
      ]
      let text = "\u{FEFF}" + ([Self.heading] + rows).joined(separator: "\n")
      let came = try await bringIn(Array(text.utf8), house)
      #expect(came.tally.brought == 4 && came.faults.isEmpty, "\(came.words.prefix(500))")
      let longest = try await house.db.read { db in
        try db.first("SELECT MAX(LENGTH(name)) FROM contacts") { try $0[0] as Int }
      }
      #expect((longest ?? 0) <= 200)
      #expect(try await bringIn(Array(text.utf8), house).tally.known == 4)
    }
  }
}
