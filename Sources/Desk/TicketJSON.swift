// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

extension Ticket {
  package var path: String { "/tickets/\(number)" }

  var json: JSON {
    [
      "id": .id(id), "number": .number(number), "subject": .text(subject),
      "state": .text(state.rawValue), "move": .text(move.rawValue),
      "priority": .text(priority.name), "impact": .text(impact.rawValue),
      "urgency": .text(urgency.rawValue), "channel": .text(channel.rawValue),
      "client": .id(placement.client), "site": .optional(placement.site?.text),
      "contact": .optional(placement.contact?.text),
      "agreement": .optional(placement.agreement?.text), "holder": .optional(holder?.text),
      "openedAt": .moment(openedAt), "resolvedAt": .optional(resolvedAt, JSON.moment),
      "asks": .list(asks) { $0.json }, "mergedInto": .optional(mergedInto),
      "loggedMinutes": .number(loggedMinutes), "version": .number(version),
    ]
  }
}

extension Ask {
  var json: JSON {
    [
      "id": .id(id), "sentence": .text(sentence), "contact": .id(contact),
      "dueAt": .moment(dueAt), "way": .text(way.rawValue), "choices": .list(choices) { .text($0) },
    ]
  }
}

extension TicketRow {
  var json: JSON {
    [
      "id": .id(id), "number": .number(number), "subject": .text(subject),
      "client": .id(client), "clientName": .text(clientName), "state": .text(state.rawValue),
      "move": .text(move.rawValue), "priority": .text(priority.name),
      "holder": .optional(holder?.text), "openedAt": .moment(openedAt),
      "next": .optional(next) { next in
        [
          "clock": .text(next.clock.rawValue), "state": .text(next.state.rawValue),
          "dueAt": .optional(next.dueAt, JSON.moment),
          "remainingSeconds": .optional(standing?.left ?? next.remaining),
        ]
      },
    ]
  }
}

extension ClockCycle {
  package var json: JSON {
    [
      "clock": .text(clock.rawValue), "cycle": .number(cycle), "state": .text(state.rawValue),
      "startedAt": .moment(startedAt), "stoppedAt": .optional(stoppedAt, JSON.moment),
      "targetSeconds": .optional(targetSeconds), "elapsedSeconds": .number(elapsedSeconds),
      "remainingSeconds": .optional(remainingSeconds),
      "pausedBusinessSeconds": .number(pausedBusinessSeconds),
      "pausedWallSeconds": .number(pausedWallSeconds), "dueAt": .optional(dueAt, JSON.moment),
      "dueIfResumedAt": .optional(dueIfResumed, JSON.moment), "breached": .flag(breached),
      "breachAt": .optional(breachAt, JSON.moment), "everBreached": .flag(everBreached),
      "firstBreachAt": .optional(firstBreachAt, JSON.moment),
      "marks": .list(marks) { ["percent": .number($0.percent), "at": .moment($0.at)] },
    ]
  }
}
