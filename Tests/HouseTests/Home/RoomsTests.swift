// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// The rooms on the head: a member sees those they have something in, and each leads somewhere.
struct RoomsTests {
  private func links(_ name: String, _ page: String) -> [String] {
    let nav = page.split(separator: "<nav class=\"\(name)\"").dropFirst().first ?? ""
    return nav.prefix { $0 != ">" }.isEmpty
      ? []
      : nav.split(separator: "</nav>")[0].split(separator: "href=\"").dropFirst()
        .map { String($0.prefix { $0 != "\"" }) }
  }

  @Test(arguments: Lanternhouse.Person.allCases)
  func `every room and view a member is shown opens`(person: Lanternhouse.Person) async throws {
    try await Lanternhouse.with { world in
      let browser = try await world.signedIn(person)
      let rooms = links("rooms", try await browser.get("/").text)
      #expect(rooms.first == "/")
      for room in rooms {
        let page = try await browser.get(room)
        #expect(page.status == 200, "\(room)")
        for view in links("views", page.text) {
          #expect(try await browser.get(view).status == 200, "\(view)")
        }
      }
    }
  }

  @Test func `the owner's rooms are those of the design, their views beneath`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let today = try await ada.get("/").text
      #expect(links("rooms", today) == ["/", "/tickets", "/clients", "/reports"])
      #expect(links("views", today) == [])
      let outbox = try await ada.get("/outbox").text
      #expect(links("views", outbox) == ["/tickets", "/inbox", "/outbox"])
      let clients = try await ada.get("/calendars").text
      #expect(links("views", clients) == ["/clients", "/agreements", "/calendars"])
    }
  }

  @Test func `a technician has no inbox to look at`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      #expect(try await !links("views", ben.get("/tickets").text).contains("/inbox"))
    }
  }
}
