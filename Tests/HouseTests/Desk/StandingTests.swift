// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Testing
import Web

/// How late, how much left: one promise is told alike wherever it stands.
struct StandingTests {
  /// A ticket somebody has seen, so that its first response is due next.
  private func seen(_ world: Lanternhouse) async throws -> Int {
    let number = try await world.ticket()
    try await world.signedIn(.ada)
      .post("/tickets/\(number)/acknowledgement", from: "/tickets/\(number)")
    return number
  }

  /// Everything that tells of the ticket's first promise.
  private func pages(_ number: Int, _ world: Lanternhouse) async throws -> [String: String] {
    let ada = try await world.signedIn(.ada)
    let link = world.link(of: "cleo")
    var texts: [String: String] = [:]
    for path in ["/", "/tickets", "/tickets/\(number)", "/tickets/\(number)/clocks"] {
      texts[path] = try await ada.get(path).text
    }
    texts["client"] = try await Browser(world.site).get("/for/\(link)/requests/\(number)").text
    return texts
  }

  /// What two answers of the API say is left of it.
  private func left(_ number: Int, _ world: Lanternhouse) async throws -> [Int?] {
    let ada = try await world.signedIn(.ada)
    let list = try await ada.api("GET", "/api/v1/tickets").json["items"]?[0]?["next"]
    let own = try await ada.api("GET", "/api/v1/tickets/\(number)").json["clocks"]?.list?
      .first { $0["clock"]?.text == "firstResponse" }
    return [list?["remainingSeconds"]?.number, own?["remainingSeconds"]?.number]
  }

  /// Opened on a Monday at nine with four open hours for the answer; hours are nine to five.
  @Test(arguments: [
    (2 * 3600, "2 h left", "due", 7200), (3 * 3600 + 1800, "30 min left", "due", 1800),
    (24 * 3600 + 1800, "late 4 h 30", "was due", -16_200),
  ]) func `left and late are working time on every page, due the clock on the wall`(
    later: Int, words: String, due: String, seconds: Int
  ) async throws {
    try await Lanternhouse.with { world in
      let number = try await seen(world)
      world.clock.advance(by: later)
      for (path, text) in try await pages(number, world) {
        #expect(text.contains(">\(words)</span>"), "\(path)")
        #expect(text.contains("\(due) <time datetime=\"2026-03-02T13:00:00Z\""), "\(path)")
        #expect(text.contains("orking time"), "\(path)")
      }
      #expect(try await left(number, world) == [seconds, seconds])
    }
  }

  /// SLA 21: in the night after a promise was due at closing time, nothing has been missed yet.
  @Test func `SLA 21: what is due at closing time is late nowhere before the doors open`()
    async throws
  {
    try await Lanternhouse.with { world in
      world.clock.advance(by: 4 * 3600)
      let number = try await seen(world)
      world.clock.advance(by: 7 * 3600)
      for (path, text) in try await pages(number, world) {
        #expect(text.contains(">0 min left</span>") && !text.contains(">late "), "\(path)")
        #expect(text.contains("data-open=\"0\""), "\(path): a script must not count on")
      }
      #expect(try await left(number, world) == [0, 0])
    }
  }

  @Test func `a promise that waits says what is left once it goes on`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      world.clock.advance(by: 3600)
      _ = try await world.ask("cleo", on: number)
      world.clock.advance(by: 3600)
      let queue = try await world.signedIn(.ada).get("/tickets").text
      #expect(queue.contains(">Waiting</span>") && queue.contains("23 h left"), "\(queue)")
    }
  }

  @Test func `one table holds all of today, so that its columns line up`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      _ = try await world.ticket("Nobody has it")
      let ada = try await world.signedIn(.ada)
      try await ada.post(
        "/tickets/\(number)/holder", [("holder", "ada")], from: "/tickets/\(number)")
      let page = try await ada.get("/").text
      #expect(page.components(separatedBy: "<table>").count == 2)
      #expect(page.contains(">Mine</th>") && page.contains(">Nobody&#39;s yet</th>"))
    }
  }

  @Test func `rows written before lists counted are filled in by the watch`() async throws {
    try await Lanternhouse.with { world in
      _ = try await world.ticket()
      try await world.runJobs()
      try await world.house.db.write {
        try $0.execute(
          "UPDATE tickets SET next_target = NULL, next_calendar = NULL, look_at = opened_at")
      }
      let ada = try await world.signedIn(.ada)
      let before = try await ada.get("/tickets")
      #expect(before.status == 200 && !before.text.contains("2 h left"))
      world.clock.advance(by: 60)
      try await world.runJobs()
      #expect(try await ada.get("/tickets").text.contains("1 h 59 left"))
    }
  }
}
