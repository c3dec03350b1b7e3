// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Web

/// Requests, the promises that run on them, and the letters they cause.
package enum DeskRoom {
  /// What the agreements ask when one is signed.
  package static let uncovered: UncoveredTickets.Count = { client, scope, db in
    var list = TicketList()
    list.live = true
    list.clients = [client]
    list.isCovered = false
    return try TicketRow.count(list, for: scope, in: db)
  }

  package static func room(_ pen: Pen) -> Room {
    Room(
      "Desk", migrations: [deskSchema, dueChangesSchema, standingSchema],
      routes: TicketRoutes(pen: pen).routes + InboxRoutes(pen: pen).routes
        + LetterRoutes(house: pen.house).routes + OutboxRoutes(house: pen.house).routes
        + DueChangeRoutes(house: pen.house).routes,
      menu: [
        Menu("Queue", path: "/tickets", order: 20, may: .deskRead, place: .room(.desk)),
        Menu("Inbox", path: "/inbox", order: 22, may: .deskDispatch, place: .room(.desk)),
        Menu("Outbox", path: "/outbox", order: 24, may: .outboxRead, place: .room(.desk)),
        Menu(
          "Find a ticket", path: "/tickets", order: 25, may: .deskRead, place: .search,
          asking: ["state": TicketList.States.all]),
        Menu("New ticket", path: "/tickets/new", order: 26, may: .deskWork, place: .create),
      ],
      jobs: [
        Acknowledgement(pen: pen).handler, AskReminder(pen: pen).handler,
        ClockWatch(pen: pen).handler, ClockRecount.handler(), ZoneRecount.handler(),
        Closing.handler,
        LetterSending.handler, LetterReading(pen: pen).handler, FileSweep.handler,
      ],
      schedule: [
        ClockWatch.schedule, Closing.schedule, FileSweep.schedule,
        ZoneRecount.schedule(pen.house),
      ],
      listeners: [
        Listener(on: "ticket.opened", job: Acknowledgement.kind),
        Listener(on: "calendar.versionAdded", job: ClockRecount.kind),
        Listener(on: "agreement.signed", job: ClockRecount.kind),
      ],
      verbs: [Receiving.verb])
  }
}
