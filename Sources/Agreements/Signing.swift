// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The signature under a draft: who gave it, what it counts again, and whom it doesn't reach.
extension AgreementRoutes {
  static let signShape = Shape(
    .text("signer", label: "Who signed for the client", max: 120),
    .day("signedOn", label: "Signed on"), UnknownSigner.tick)

  var sign: Route {
    .act(
      .staff, "agreements/:id/signature", may: .agreementsSign, scope: .client,
      input: AgreementRoutes.signShape, audit: "agreement.signed", versioned: true,
      summary:
        "Records that the client signed the draft; from then on it never changes. `knownSigner` says whether the name is one of their signers'.",
      redraw: draw
    ) { call in
      let id: ID<Agreement> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Agreement.findToSign(id, for: call.who.scope, in: db)
        try call.expect(version: known.agreement.version)
        let isKnown = try known.checkSigner(call)
        let change = try signed(known.agreement, call, in: db)
        let flash = try told(after: known, call, in: db)
        try change.value.save(over: known.agreement, in: db)
        try db.append(change.facts, by: .member(call.who.member), at: call.now)
        return Outcome(
          see: change.value.path, json: change.value.json.adding("knownSigner", .flag(isKnown)),
          version: change.value.version, flash: flash)
      }
    }
  }

  private func signed(
    _ known: Agreement, _ call: Call<Staff>, in db: Connection
  ) throws -> Change<Agreement> {
    let zone = try house.zones.zone(named: known.zone)
    let day = try call.input.required(day: "signedOn")
    let calendars = try Calendar.load(
      Set((known.draft?.level.calendars ?? []).map { ID($0) }), in: db)
    return try known.signed(
      by: call.input.text("signer"), on: zone.instant(day), recordedBy: call.who.member,
      at: call.now,
      opens: { ChosenCalendars(house: house, now: call.now).opens(calendars, $0) })
  }

  /// What is being counted again, else that it is done; and how many tickets it leaves where they are.
  private func told(
    after known: Agreement.ToSign, _ call: Call<Staff>, in db: Connection
  ) throws -> Phrase {
    let agreement = known.agreement
    let recount = try foreseen(agreement, call, in: db)
    let done: Phrase =
      if let recount, recount.isUnderWay(at: call.now) {
        recount.done(in: try house.zones.zone(named: agreement.zone))
      } else {
        "Signed. These promises are kept from the day they hold."
      }
    let left = UncoveredTickets(
      client: agreement.client, name: known.client, count: try uncovered(agreement, call, in: db))
    return left.count == 0 ? done : "\(phrase: done) \(phrase: left.words)"
  }
}

extension Agreement {
  /// A draft with its client and whoever may sign for them, by name.
  struct ToSign {
    let agreement: Agreement
    let client: String
    let signers: [String]

    /// Whether the name is one of theirs. A person is asked once about another; where nobody has
    /// the role there is nobody to compare with.
    func checkSigner(_ call: Call<Staff>) throws -> Bool {
      let name = call.input.text("signer")
      let folded = SearchWords.folded(name)
      guard !signers.contains(where: { SearchWords.folded($0) == folded }) else { return true }
      if !signers.isEmpty, !call.isProgram, !call.input.flag(UnknownSigner.name) {
        throw UnknownSigner(signer: name, client: client)
      }
      return false
    }
  }
}

/// Said once before a signature is recorded of somebody who is not known to sign for the client.
struct UnknownSigner: Refusal {
  let signer: String
  let client: String
  let code = "agreement.unknownSigner"
  let field: String? = UnknownSigner.name

  static let name = "otherSigner"

  static let tick = Field.flag(name, label: "Record it all the same")

  var message: Phrase {
    "\(signer) is not among the signers of \(client). Choose one of them, or tick the box and send it once more."
  }
}
