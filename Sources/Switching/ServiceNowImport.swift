// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Platform
import Rules
import Storage

/// Brings an incident event log in: each incident becomes a ticket with its whole story, once. A
/// later export adds what is new.
package struct ServiceNowImport: Sendable {
  let house: House
  let agreement: Agreement

  /// Incidents written in one go: a stop loses none that was said to be in.
  private static let batch = 50
  static let limit = 64 << 20

  static let verb = Verb("import.servicenow", limit: limit) { house, request, say in
    guard request.arguments.count == 2 else {
      return Verb.Reply(status: 64, "Say the zone of the source's clocks and the agreement.")
    }
    let came = try await run(
      request.input, zone: request.arguments[0], agreement: request.arguments[1], house: house,
      say: say)
    return Verb.Reply(status: came.faults.isEmpty ? 0 : 1, came.words)
  }

  package static func run(
    _ bytes: [UInt8], zone: String, agreement name: String, house: House,
    say: @escaping Verb.Say = { _ in }
  ) async throws -> Outcome {
    let log = try IncidentLog(
      reading: bytes, in: try house.zones.zone(named: zone), asOf: house.clock.now())
    let agreement = try await house.db.read { try find(name, in: $0) }
    if let first = log.incidents.min(by: { $0.openedAt < $1.openedAt }),
      agreement.inForce(at: first.openedAt) == nil
    {
      throw Refused.notInForce(agreement.name, first.number, first.openedAt)
    }
    let work = ServiceNowImport(house: house, agreement: agreement)
    return try await work.bring(log, zone: zone, say: say)
  }

  private static func find(_ name: String, in db: Connection) throws -> Agreement {
    let named = try Agreement.all(named: name, for: .everyClient, in: db)
    if named.count > 1 { throw Refused.severalCalled(name) }
    if let found = named.first { return found }
    do {
      return try Agreement.find(ID(name), for: .everyClient, in: db)
    } catch is Absent {
      throw Refused.noAgreement(name)
    }
  }

  private func bring(
    _ log: IncidentLog, zone: String, say: Verb.Say
  ) async throws -> Outcome {
    let begun = house.clock.now()
    let run = ImportRun(
      house.ids.next(ImportRun.self, at: begun), of: log, under: agreement, zone: zone, at: begun)
    try await house.db.write { db in
      try run.insert(in: db)
      try run.keep(log.faults, from: 0, in: db)
    }
    var outcome = Outcome(faults: log.faults)
    let all = log.incidents
    for start in stride(from: 0, to: all.count, by: ServiceNowImport.batch) {
      let some = Array(all[start..<min(start + ServiceNowImport.batch, all.count)])
      let before = outcome
      outcome = try await house.db.write { try bring(some, run, after: before, in: $0) }
      say("\(outcome.tally.looked) of \(all.count) incidents")
    }
    return outcome
  }

  private func bring(
    _ some: [Incident], _ run: ImportRun, after before: Outcome, in db: Connection
  ) throws -> Outcome {
    var (outcome, run) = (before, run)
    let batch = try ImportBatch(some, under: agreement, at: house.clock.now(), house: house, in: db)
    try batch.bring(some, into: &outcome, in: db)
    run.count(outcome.tally, faults: outcome.faults.count, at: house.clock.now())
    try run.keep(
      outcome.faults.dropFirst(before.faults.count), from: before.faults.count, in: db)
    try run.save(in: db)
    return outcome
  }

  /// What came of it.
  package struct Outcome: Sendable {
    package internal(set) var tally = ImportRun.Tally()
    /// Every row that was not brought in, with its line.
    package internal(set) var faults: [IncidentLog.Fault]

    package var words: String {
      let sum =
        "\(tally.brought) incidents brought in, \(tally.continued) went on with new rows, \(tally.known) were here already, \(faults.count) rows were left out."
      return ([sum] + faults.map { "Line \($0.line): \($0.reason.english)" })
        .joined(separator: "\n")
    }
  }

  package enum Refused: Refusal {
    case noAgreement(String)
    case severalCalled(String)
    case notInForce(String, String, Instant)

    package var code: String { "import." + String(describing: self).prefix { $0 != "(" } }

    package var message: Phrase {
      switch self {
      case .noAgreement(let name):
        "There is no agreement “\(name)”. Write its name as the Agreements page shows it, or its identity."
      case .severalCalled(let name):
        "Several clients have an agreement called “\(name)”. Write the identity from its address."
      case .notInForce(let name, let number, let openedAt):
        "“\(name)” has no signed version that holds when \(number) was opened (\(moment: openedAt)). Sign one that holds from then or earlier; nothing was brought in."
      }
    }
  }
}
