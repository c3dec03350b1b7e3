// SPDX-License-Identifier: AGPL-3.0-or-later

/// A ServiceNow incident event log: audit rows as comma-separated values, one row for each change of
/// an incident, dates day-month-year by the clock on the source's wall.
package struct IncidentLog: Sendable {
  package let incidents: [Incident]
  package let faults: [Fault]

  /// A row that can't be read, and why.
  package struct Fault: Sendable, Equatable {
    package let line: Int
    package let reason: Phrase

    package init(line: Int, reason: Phrase) {
      self.line = line
      self.reason = reason
    }
  }

  package enum Refused: Refusal, Equatable {
    case empty
    case notText
    case columnsMissing([String])

    package var code: String { "incidentLog." + String(describing: self).prefix { $0 != "(" } }

    package var message: Phrase {
      switch self {
      case .empty: "The file is empty. Export the incident event log with its heading line."
      case .notText:
        "The heading line is not plain UTF-8 text. Export the log as CSV in UTF-8; nothing was brought in."
      case .columnsMissing(let names):
        "The heading line lacks \(names.joined(separator: ", ")). Export these columns as well; nothing was brought in."
      }
    }
  }

  /// `zone` is where the source's clocks hang; nothing it tells can be later than `now`.
  package init(reading bytes: [UInt8], in zone: Zone, asOf now: Instant) throws(Refused) {
    let table = SeparatedValues(reading: bytes)
    guard let first = table.records.first else { throw .empty }
    guard let heading = first.fields else { throw .notText }
    let columns = try Columns(heading)
    var sorter = Sorter()
    for record in table.records.dropFirst() {
      sorter.take(record, columns, Wall(zone: zone, now: now))
    }
    if let line = table.unclosedLine {
      sorter.faults.append(
        Fault(line: line, reason: "A quote opens here and never closes; the rest was not read."))
    }
    incidents = sorter.incidents
    faults = sorter.faults
  }

  /// Where each value stands.
  struct Columns {
    private let places: [String: Int]
    let count: Int

    static let needed = [
      "number", "incident_state", "opened_at", "sys_updated_at", "priority", "impact", "urgency",
      "caller_id", "made_sla",
    ]

    init(_ heading: [String]) throws(Refused) {
      places = Dictionary(
        heading.enumerated().map { ($0.element, $0.offset) },
        uniquingKeysWith: { first, _ in first })
      count = heading.count
      let missing = Columns.needed.filter { [places] in places[$0] == nil }
      if !missing.isEmpty { throw .columnsMissing(missing) }
    }

    /// Nil for what the source does not know.
    func value(_ name: String, _ fields: [String]) -> String? {
      guard let place = places[name], !["", "?"].contains(fields[place]) else { return nil }
      return fields[place]
    }
  }

  /// Rows brought together by incident, in the order in which incidents first appear.
  private struct Sorter {
    var faults: [Fault] = []
    private var order: [String] = []
    private var heads: [String: Head] = [:]
    private var rows: [String: [Incident.Row]] = [:]

    private struct Head {
      let caller: String?
      let openedAt: Instant
      let subject: String
      var madeSLA: Bool?
    }

    mutating func take(_ record: SeparatedValues.Record, _ columns: Columns, _ wall: Wall) {
      do throws(Unreadable) {
        try add(RowReader(record, columns, wall))
      } catch {
        faults.append(Fault(line: record.line, reason: error.reason))
      }
    }

    private mutating func add(_ reader: RowReader) throws(Unreadable) {
      let number = try reader.number()
      let row = try reader.row()
      let openedAt = try reader.moment("opened_at")
      if heads[number] == nil {
        order.append(number)
        heads[number] = Head(
          caller: reader.caller, openedAt: openedAt, subject: reader.subject(number))
      }
      heads[number]?.madeSLA = reader.madeSLA
      rows[number, default: []].append(row)
    }

    var incidents: [Incident] {
      order.compactMap { number in
        guard let head = heads[number], let rows = rows[number] else { return nil }
        let inTime = rows.enumerated().sorted {
          ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        return Incident(
          number: number, caller: head.caller, openedAt: head.openedAt, subject: head.subject,
          rows: inTime.map(\.element), madeSLA: head.madeSLA)
      }
    }
  }

  /// The clock the source's times were read from, and the time at which we read them.
  struct Wall {
    let zone: Zone
    let now: Instant
  }

  /// Why a row is left out.
  struct Unreadable: Error {
    let reason: Phrase
  }
}
