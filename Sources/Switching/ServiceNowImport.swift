// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Desk
import Platform
import Rules
import Storage

/// Brings an incident event log in: each incident becomes a ticket with its whole story, once.
package struct ServiceNowImport: Sendable {
  let house: House
  let agreement: Agreement

  /// Tickets written in one go: a stop loses none that was said to be in.
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

  /// What came of it.
  package struct Outcome: Sendable {
    package let brought: Int
    package let known: Int
    package let faults: [IncidentLog.Fault]

    /// Every row that could not be read stands here with its line.
    package var words: String {
      let sum =
        "\(brought) incidents brought in, \(known) were here already, \(faults.count) rows can't be read."
      return ([sum] + faults.map { "Line \($0.line): \($0.reason.english)" })
        .joined(separator: "\n")
    }
  }

  package static func run(
    _ bytes: [UInt8], zone: String, agreement name: String, house: House,
    say: @escaping Verb.Say = { _ in }
  ) async throws -> Outcome {
    let log = try IncidentLog(reading: bytes, in: try house.zones.zone(named: zone))
    let agreement = try await house.db.read { try find(name, in: $0) }
    if let first = log.incidents.min(by: { $0.openedAt < $1.openedAt }),
      agreement.inForce(at: first.openedAt) == nil
    {
      throw Refused.notInForce(agreement.name, first.number, first.openedAt)
    }
    return try await ServiceNowImport(house: house, agreement: agreement).bring(log, say: say)
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

  private func bring(_ log: IncidentLog, say: Verb.Say) async throws -> Outcome {
    var brought = 0
    let all = log.incidents
    for start in stride(from: 0, to: all.count, by: ServiceNowImport.batch) {
      let some = Array(all[start..<min(start + ServiceNowImport.batch, all.count)])
      brought += try await house.db.write { db in
        try some.reduce(0) { try bring($1, in: db) ? $0 + 1 : $0 }
      }
      say("\(start + some.count) of \(all.count) incidents")
    }
    return Outcome(brought: brought, known: all.count - brought, faults: log.faults)
  }

  /// False when it was brought in before.
  private func bring(_ incident: Incident, in db: Connection) throws -> Bool {
    let source = BroughtIncident.serviceNow
    if try BroughtIncident.isKnown(incident.number, from: source, in: db) { return false }
    let now = house.clock.now()
    let caller = try incident.caller.map {
      try Contact.brought(
        $0, from: source, to: agreement.client, at: now, house: house, in: db)
    }
    let change = incident.ticket(
      house.ids.next(Ticket.self, at: now), number: try TicketStory.nextNumber(in: db),
      under: Placement(client: agreement.client, contact: caller, agreement: agreement.id))
    let story = try TicketStory.begin(
      change, by: .imported(source), at: now, house: house, in: db)
    try story.index(in: db)
    try BroughtIncident(
      source: source, number: incident.number, ticket: story.ticket.id,
      ticketNumber: story.ticket.number, client: agreement.client, madeSLA: incident.madeSLA
    ).insert(at: now, in: db)
    return true
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
