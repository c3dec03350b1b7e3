// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage

/// Whose a ticket is and where: names for its page, with the people of the client whom its story
/// names.
struct TicketPlace: Sendable {
  let client: String
  private let clientID: ID<Client>
  let agreement: String?
  let site: (name: String, zone: String, entry: String)?
  /// After how many days a resolved ticket closes by itself.
  let closeDays: Int
  private(set) var people: [Person] = []
  /// Where its story says it has been, as far as the reader may see that.
  private(set) var clientNames: [ID<Client>: String] = [:]
  private(set) var agreementNames: [ID<Agreement>: String] = [:]

  /// Somebody at the client; those who have left come last.
  struct Person: Sendable {
    let id: ID<Contact>
    let name: String
    let email: String?
    let active: Bool
  }

  func person(_ id: ID<Contact>?) -> Person? { people.first { $0.id == id } }

  /// Those who can be asked: they have an address.
  var askable: [PersonChoice] {
    people.filter { $0.active && $0.email != nil }.map {
      PersonChoice(
        id: $0.id, name: $0.name, email: $0.email, client: clientID, clientName: client)
    }
  }
}

extension TicketStory {
  /// The contacts it names: who asks, who wrote, who was asked.
  var people: [ID<Contact>] {
    var people = Set([ticket.placement.contact].compactMap(\.self))
    for recorded in history {
      if case .contact(let person) = recorded.actor { people.insert(person) }
      switch recorded.event {
      case .asked(let ask): people.insert(ask.contact)
      case .opened(let opening):
        people.formUnion([opening.placement.contact].compactMap(\.self))
      case .moved(let place, _): people.formUnion([place.contact].compactMap(\.self))
      default: break
      }
    }
    return people.sorted()
  }

  /// Everywhere it has been.
  var placements: [Placement] {
    history.compactMap { recorded in
      switch recorded.event {
      case .opened(let opening): opening.placement
      case .moved(let placement, _): placement
      default: nil
      }
    }
  }
}

extension TicketPlace {
  static func find(
    of story: TicketStory, for scope: Scope, in db: Connection
  ) throws -> TicketPlace {
    let (placement, been) = (story.ticket.placement, story.placements)
    var found: TicketPlace?
    _ = try db.all(
      """
      SELECT c.name, a.name, s.name, s.zone, s.entry, p.id, p.name, p.email, p.active,
        (SELECT close_days FROM provider), c.id, 1, p.folded_name
      FROM clients c
      LEFT JOIN agreements a ON a.id = \(placement.agreement) AND a.client_id = c.id
      LEFT JOIN sites s ON s.id = \(placement.site) AND s.client_id = c.id
      LEFT JOIN contacts p ON p.client_id = c.id AND p.id IN \(list: story.people)
      WHERE c.id = \(placement.client)
      UNION ALL
      SELECT k.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, k.id, 2, NULL
      FROM clients k
      WHERE k.id IN \(list: Set(been.map(\.client)).sorted()) AND \(scope, client: "k.id")
      UNION ALL
      SELECT g.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, g.id, 3, NULL
      FROM agreements g
      WHERE g.id IN \(list: Set(been.compactMap(\.agreement)).sorted())
        AND \(scope, client: "g.client_id")
      ORDER BY 12, 9 DESC, 13, 6 LIMIT 1000
      """
    ) { row in
      switch try row[11] as Int {
      case 2:
        found?.clientNames[try row[10]] = try row[0] as String
        return
      case 3:
        found?.agreementNames[try row[10]] = try row[0] as String
        return
      default: break
      }
      if found == nil { found = try TicketPlace(row) }
      guard let id: ID<Contact> = try row[5] else { return }
      found?.people.append(
        Person(id: id, name: try row[6], email: try row[7], active: try row[8]))
    }
    guard let found else { throw Absent() }
    return found
  }

  private init(_ row: Row) throws {
    client = try row[0]
    clientID = try row[10]
    agreement = try row[1]
    let days: Int? = try row[9]
    closeDays = days ?? Provider.usualCloseDays
    let site: String? = try row[2]
    self.site = try site.map { (name: $0, zone: try row[3], entry: try row[4]) }
  }
}
