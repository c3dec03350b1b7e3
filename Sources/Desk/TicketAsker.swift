// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage
import Web

/// Saying who asks on a ticket that names nobody, or somebody else: everything else stays.
struct TicketAsker: Sendable {
  let house: House
  let acts: TicketActs

  var routes: [Route] {
    [
      acts.act(
        "contact", "moved", "Says who asks; everything else stays.", TicketShapes.asker,
        decide: name)
    ]
  }

  private func name(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let place = story.ticket.placement
    let person = try call.asker(
      at: place.client, for: .clients([place.client]), house: house, in: db)
    guard let person else { throw NobodyNamed() }
    return try story.ticket.moved(
      to: Placement(
        client: place.client, site: place.site ?? person.site, contact: person.id,
        agreement: place.agreement),
      why: "", at: call.now)
  }
}

struct NobodyNamed: Refusal {
  let code = "ticket.nobodyNamed"
  let field: String? = "who"
  let message: Phrase = "Say who asks, by name or mail address."
}
