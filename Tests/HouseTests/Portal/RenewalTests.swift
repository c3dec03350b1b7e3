// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// A link that has ended is replaced by mail, to nobody but its owner.
struct RenewalTests {
  /// Opens a link that opens nothing and asks for a new one; what the asker is told.
  private func ask(_ link: String, _ world: Lanternhouse) async throws -> String {
    let guest = Browser(world.site)
    let ended = try await guest.get("/for/\(link)")
    #expect(ended.status == 404 && ended.text.contains("This link has ended"))
    let path = "/for/\(link)/renewal"
    #expect(ended.text.contains("href=\"\(path)\""))
    let answer = try await guest.submit(path, from: path)
    #expect(answer.text.contains("<title>A new link · Lanternhouse IT</title>"))
    #expect(answer.text.contains("<p class=\"mark\">Lanternhouse IT</p>"))
    try await world.runJobs()
    // Seals and names of forms differ on every page.
    return answer.text.replacing(link, with: "").replacing(/(value|content)="[^"]*"/, with: "")
  }

  private func sent(_ world: Lanternhouse) -> [[String]] { world.tray.postings.map(\.recipients) }

  @Test func `an ended link is renewed by mail to the address we know`() async throws {
    try await Lanternhouse.with { world in
      let old = world.link(of: "cleo")
      world.clock.advance(by: 90 * 86_400)
      let told = try await ask(old, world)
      #expect(told.contains("If the link was yours, a new one is on its way"))
      #expect(sent(world) == [["cleo@harbourdental.example"]])
      let fresh = world.link(of: "cleo")
      let ada = try await world.signedIn(.ada)
      let items = try await ada.api("GET", "/api/v1/outbox").json["items"]?.list
      let letter = try #require(items?.first)
      #expect(letter["kind"]?.text == "link" && letter["state"]?.text == "sent")
      #expect(letter["words"]?.text?.contains("/for/\(fresh)\n") == true)
      #expect(try await Browser(world.site).get("/for/\(fresh)").status == 200)
      #expect(try await ada.get("/outbox/\(letter["id"]?.text ?? "")").status == 200)
    }
  }

  @Test func `a link that was never ours hears the same and causes nothing`() async throws {
    try await Lanternhouse.with { world in
      let old = world.link(of: "cleo")
      let bent = String(old.dropLast()) + (old.hasSuffix("0") ? "1" : "0")
      let swapped = "dov" + old.dropFirst("cleo".count)
      world.clock.advance(by: 90 * 86_400)
      let told = try await ask(old, world)
      for link in [bent, swapped, "nothing"] {
        #expect(try await ask(link, world) == told, "\(link)")
      }
      #expect(sent(world).count == 1)
    }
  }

  @Test func `a link is renewed once in ten minutes, and not for those who left`() async throws {
    try await Lanternhouse.with { world in
      let old = world.link(of: "cleo")
      world.clock.advance(by: 90 * 86_400)
      let told = try await ask(old, world)
      #expect(try await ask(old, world) == told)
      #expect(sent(world).count == 1)
      world.clock.advance(by: 601)
      #expect(try await ask(old, world) == told)
      #expect(sent(world).count == 2)
      _ = try await world.house.db.write {
        try $0.execute("UPDATE contacts SET active = 0 WHERE id = \("cleo")")
      }
      world.clock.advance(by: 601)
      #expect(try await ask(old, world) == told)
      #expect(sent(world).count == 2)
    }
  }

  @Test func `a link dies with the address it was sent to, and is renewed to the new one only`()
    async throws
  {
    try await Lanternhouse.with { world in
      let old = world.link(of: "cleo")
      #expect(try await Browser(world.site).get("/for/\(old)").status == 200)
      let ada = try await world.signedIn(.ada)
      let changed = try await ada.api(
        "POST", "/api/v1/contacts/cleo",
        #"{"name":"Cleo","email":"Cleo.Marsh@harbourdental.example","active":true}"#,
        headers: [("If-Match", "\"1\"")])
      #expect(changed.status == 200, "\(changed.text)")
      _ = try await ask(old, world)
      #expect(sent(world) == [["cleo.marsh@harbourdental.example"]])
      let letter = try #require(world.tray.postings.last).text.replacing("=\r\n", with: "")
      let fresh = try #require(letter.firstMatch(of: /http:\/\/localhost:8080(\/for\/\S+)/)?.1)
      #expect(try await Browser(world.site).get(String(fresh)).status == 200)
    }
  }

  @Test func `an ended link is refused to programs in a word of ours`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let old = world.link(of: "cleo")
      world.clock.advance(by: 90 * 86_400)
      let reply = try await Browser(world.site).api(
        "POST", "/api/v1/for/\(old)/requests/\(number)/messages", #"{"words":"x"}"#)
      #expect(reply.status == 404)
      #expect(try reply.json["code"]?.text == "link.ended")
    }
  }
}
