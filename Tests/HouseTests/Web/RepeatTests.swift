// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// What is sent twice is done once.
struct RepeatTests {
  /// A house with one act that counts how often it was done.
  private func with(
    _ engine: Scratch.Engine, _ body: (Browser, () async throws -> Int) async throws -> Void
  ) async throws {
    let table = Migration("2026-11-21-z-counted", ["CREATE TABLE counted (title TEXT NOT NULL)"])
    try await TestHouse.with(.ground + Workings(migrations: [table]), on: engine) { house, _ in
      let count: Route = .act(
        .staff, "counted", may: .deskWork, input: SmallHouse.note, audit: "note.taken",
        summary: "Counts."
      ) { call in
        try await call.write(house.db) { db in
          try db.execute("INSERT INTO counted (title) VALUES (\(call.input.text("title")))")
          return Outcome(
            see: "/notes", json: ["title": .text(call.input.text("title"))], version: 1,
            created: true, flash: "Counted.")
        }
      }
      let site = SmallHouse.site(SmallHouse.routes + [count])
      try await body(Browser(site, session: "ben")) {
        try await house.db.read { try $0.first("SELECT COUNT(*) FROM counted") { try $0[0] } ?? 0 }
      }
    }
  }

  private func post(_ browser: Browser, _ title: String, key: String) async throws -> Reply {
    try await browser.api(
      "POST", "/api/v1/counted", #"{"title":"\#(title)"}"#, token: "token-of-ben",
      headers: [("Idempotency-Key", key)])
  }

  @Test(arguments: Scratch.Engine.given)
  func `a program's repeated request gets the first reply`(_ engine: Scratch.Engine) async throws {
    try await with(engine) { browser, counted throws in
      let first = try await post(browser, "Lamp", key: "k1")
      let second = try await post(browser, "Lamp", key: "k1")
      #expect(first.status == 201 && second.status == 201)
      #expect(first.bytes == second.bytes)
      #expect(second.header("ETag") == "\"1\"")
      #expect(second.header("Location") == first.header("Location"))
      #expect(try await counted() == 1)
      let other = try await post(browser, "Desk", key: "k1")
      #expect(other.status == 422)
      #expect(try other.json["code"] == "idempotency.reused")
      #expect(try await post(browser, "Lamp", key: "k2").status == 201)
      #expect(try await counted() == 2)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a double click on a form does it once`(_ engine: Scratch.Engine) async throws {
    try await with(engine) { browser, counted throws in
      let fields = [("title", "Lamp"), ("_once", "form-1")]
      let first = try await browser.post("/counted", fields, from: "/notes/new")
      let second = try await browser.post("/counted", fields)
      #expect(first.status == 303 && second.status == 303)
      #expect(try await counted() == 1)
      try await browser.post("/counted", [("title", "Desk"), ("_once", "form-1")])
      #expect(try await counted() == 2)
    }
  }

  @Test(arguments: ["", "a b", "é", String(repeating: "k", count: 201)])
  func `a key that can't be kept is refused`(_ key: String) async throws {
    try await with(.sqlite) { browser, counted throws in
      #expect(try await post(browser, "Lamp", key: key).status == 400)
      #expect(try await counted() == 0)
    }
  }
}
