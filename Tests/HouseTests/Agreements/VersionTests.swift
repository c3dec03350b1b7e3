// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// Every version of an agreement can be read, not only the one in force.
struct VersionTests {
  /// Version 2 of Harbour's terms, signed, from 1 April on.
  private func second(_ amy: Browser) async throws {
    let path = "/api/v1/agreements/promises"
    let version = try await amy.api("GET", path).header("ETag") ?? ""
    let drafted = try await amy.api(
      "POST", "\(path)/draft", Deed.terms, headers: [("If-Match", version)])
    let signed = try await amy.api(
      "POST", "\(path)/signature", #"{"signer":"Cleo","signedOn":"2026-03-02"}"#,
      headers: [("If-Match", drafted.header("ETag") ?? "")])
    #expect(signed.status == 200, "\(signed.text)")
  }

  @Test func `a version is read whole, with the time it holds`() async throws {
    try await Lanternhouse.with { world in
      try await second(try await world.signedIn(.amy))
      let bob = try await world.signedIn(.bob)
      let list = try await bob.get("/agreements/promises").text
      for number in 1...2 {
        #expect(list.contains("href=\"/agreements/promises/versions/\(number)\""))
        let page = try await bob.get("/agreements/promises/versions/\(number)").text
        for words in [
          "Promises of version \(number)", "Coverage of version \(number)", "data-cover=\"full\"",
          "Priority by impact and urgency in version \(number)", "Stops ",
          "by \(number == 1 ? "Their director" : "Cleo") on ",
        ] { #expect(page.contains(words), "\(words) in version \(number)") }
        #expect(page.contains("a later version takes its place") == (number == 2))
      }
      let path = "/api/v1/agreements/promises/versions"
      let first = try await bob.api("GET", "\(path)/1").json
      let next = try await bob.api("GET", "\(path)/2").json
      #expect(first["until"]?.text != nil && first["until"] == next["effectiveFrom"])
      #expect(next["until"] == .null && next["signer"]?.text == "Cleo")
      #expect(first["matrix"]?["several"]?["high"]?.text == "p1")
      #expect(first["pauses"]?["resolution"]?.list?.isEmpty == false)
      for gone in ["3", "0", "x", "-1"] {
        #expect(try await bob.get("/agreements/promises/versions/\(gone)").status == 404)
      }
    }
  }

  @Test func `every stretch of a clock leads to the version it counted by`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      world.clock.advance(by: 3600)
      let page = try await world.signedIn(.ada).get("/tickets/\(number)/clocks").text
      #expect(
        page.contains("<a href=\"/agreements/promises/versions/1\">terms version 1</a>"))
      let own = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/\(number)")
      #expect(own.status == 200 && !own.text.contains("/agreements/"))
    }
  }
}
