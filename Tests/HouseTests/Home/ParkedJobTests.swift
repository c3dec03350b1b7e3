// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport
import Testing
import Web

/// Work that was given up stands on a page for owners, with the reason and a way back.
struct ParkedJobTests {
  /// So many pieces of work nobody could do.
  private func giveUp(_ count: Int, _ world: Lanternhouse) async throws {
    struct Full: Refusal { let code = "full", message: Phrase = "The disk is full." }
    let refusing = JobHandler("desk.close") { _, _, _ in throw Full() }
    let worker = Worker(house: world.house, workings: Workings(jobs: [refusing]))
    for number in 1...count {
      world.clock.advance(by: 60)
      let now = world.clock.now
      try await world.house.db.write {
        try $0.enqueue(Job(kind: "desk.close", key: "\(number)", runAt: now))
      }
      try await worker.runDue(at: now)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `an owner sees what was given up and why, and tries it again`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let ada = try await world.signedIn(.ada)
      #expect(try await ada.get("/parked-jobs").text.contains("Nothing was given up."))
      try await giveUp(1, world)
      #expect(try await ada.get("/").text.contains("1 piece of work was given up"))
      let page = try await ada.get("/parked-jobs").text
      #expect(page.contains("Close resolved tickets") && page.contains("The disk is full."))
      let item = try await ada.api("GET", "/api/v1/parked-jobs").json["items"]?[0]
      #expect(item?["reason"] == "The disk is full." && item?["kind"] == "desk.close")
      let path = "/parked-jobs/\(item?["id"]?.text ?? "")/retry"
      let again = try await ada.submit(path, from: "/parked-jobs")
      #expect(again.text.contains("It is tried again now."), "\(again.text)")
      #expect(try await ada.api("GET", "/api/v1/parked-jobs").json["items"] == [])
      try await world.runJobs()
      let waiting = try await world.house.db.read {
        try $0.first("SELECT COUNT(*) FROM jobs WHERE kind = 'desk.close'") { try $0[0] as Int }
      }
      #expect(waiting == 0, "the real work was done")
      #expect(try await ada.api("POST", "/api/v1\(path)", "{}").status == 404)
    }
  }

  @Test func `given-up work pages to its end, for owners only`() async throws {
    try await Lanternhouse.with { world in
      try await giveUp(3, world)
      let ada = try await world.signedIn(.ada)
      var keys: [String] = []
      var cursor: String?
      repeat {
        let next = cursor.map { "&cursor=\($0)" } ?? ""
        let page = try await ada.api("GET", "/api/v1/parked-jobs?limit=2\(next)").json
        keys += page["items"]?.list?.compactMap { $0["key"]?.text } ?? []
        cursor = page["next"]?.text
      } while cursor != nil && keys.count < 9
      #expect(keys == ["3", "2", "1"])
      #expect(try await ada.get("/parked-jobs?limit=2").text.contains("limit=2"))
      let ben = try await world.signedIn(.ben)
      #expect(try await ben.get("/").text.contains("given up") == false)
    }
  }
}
