// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage
import Web

/// One version of an agreement by itself, whether it holds now or not: a clock may have counted by
/// it, and somebody signed it.
struct VersionRoutes: Sendable {
  let house: House

  var routes: [Route] { [page, reading] }

  private var page: Route {
    .page(
      .staff, "agreements/:id/versions/:number", may: .agreementsRead, scope: .client,
      summary: "One version whole: what it promises, when it holds, who signed it."
    ) { call in
      let id: ID<Agreement> = try call.id()
      let found = try await house.db.read {
        try Agreement.findWithHours(id, for: call.who.scope, in: $0)
      }
      let version = try found.agreement.version(named: call)
      let view = AgreementView(found)
      return try VersionPage(version: version, view: view, now: call.now).page(
        in: house.zones.zone(named: view.agreement.zone), { try house.zones.zone(named: $0) })
    }
  }

  private var reading: Route {
    .read(
      .staff, "agreements/:id/versions/:number", may: .agreementsRead, scope: .client,
      summary: "One version whole; `until` is when a later one took or takes its place."
    ) { call in
      let id: ID<Agreement> = try call.id()
      let agreement = try await house.db.read {
        try Agreement.find(id, for: call.who.scope, in: $0)
      }
      return Answer(agreement.told(try agreement.version(named: call)))
    }
  }
}

/// A version as a page: when it holds and by whose signature, then everything it says.
struct VersionPage: Sendable {
  let version: AgreementVersion
  let view: AgreementView
  let now: Instant

  func page(in zone: Zone, _ zones: (String) throws -> Zone) throws -> Page {
    let agreement = view.agreement
    let title: Phrase = "Version \(version.number) of \(agreement.name)"
    let reading = VersionReading(version: version, view: view, now: now)
    return Page(
      title, menu: "/agreements",
      """
      \(Head(title, crumbs: [("\(agreement.name)", agreement.path)]))\(facts(zone))\(try reading.html(in: zone, zones))
      """)
  }

  private func facts(_ zone: Zone) -> Definitions {
    let until = view.agreement.until(version)
    let note: HTML = version.note.isEmpty ? "\(say: "nothing")" : "\(version.note)"
    return Definitions(
      lined: true,
      [
        ("Client", "<a href=\"/clients/\(view.agreement.client)\">\(view.client)</a>"),
        ("Holds from", "\(day: zone.day(at: version.level.effectiveFrom))"),
        ("Until", until.map { "\(day: zone.day(at: $0))" } ?? "\(say: unended)"),
        ("Signed", AgreementVersions.signed(version, zone)),
        ("Takes over open tickets", "\(say: version.level.applyToOpen ? "yes" : "no")"),
        ("Note", note),
      ])
  }

  private var unended: Phrase {
    version.signature == nil ? "not signed yet" : "a later version takes its place"
  }
}

extension Agreement {
  /// The version an address names by its number.
  fileprivate func version(named call: Call<Staff>) throws -> AgreementVersion {
    let number = try call.number()
    guard let found = versions.first(where: { $0.number == number }) else { throw Absent() }
    return found
  }

  fileprivate func told(_ version: AgreementVersion) -> JSON {
    let level = version.level
    let pauses = ClockKind.allCases.map { clock in
      JSON.Member(clock.rawValue, .list(level.pauses[clock] ?? []) { .text($0.name) })
    }
    let matrix = Impact.allCases.map { impact in
      JSON.Member(
        impact.rawValue,
        .object(
          Urgency.allCases.map {
            JSON.Member($0.rawValue, .text(version.matrix.priority(impact, $0).name))
          }))
    }
    return version.json.adding("agreement", .id(id)).adding("zone", .text(zone))
      .adding("until", .optional(until(version), JSON.moment))
      .adding("pauses", .object(pauses)).adding("matrix", .object(matrix))
      .adding("reopening", .text(level.reopen.rawValue))
      .adding("priorityChange", .text(level.onPriorityChange.rawValue))
      .adding("agreementChange", .text(level.onAgreementChange.rawValue))
      .adding("applyToOpen", .flag(level.applyToOpen))
  }
}
