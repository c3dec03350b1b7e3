// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// What a signature doesn't reach, and whose it may be.
struct SigningTests {
  private static let draft =
    #"{"name":"First terms","client":"harbour","zone":"Europe/London","effectiveFrom":"2026-04-01","calendar":"office","preset":"calm"}"#

  /// A draft for Harbour; where its page is.
  private func drafted(_ browser: Browser) async throws -> String {
    let made = try await browser.api("POST", "/api/v1/agreements", Self.draft)
    return "/agreements/\(try #require(try made.json["id"]?.text, "\(made.text)"))"
  }

  /// A ticket of Harbour's that stands under no agreement.
  private func uncovered(_ world: Lanternhouse, _ ada: Browser) async throws -> Int {
    let number = try await world.ticket("A lamp nobody promised")
    let moved = try await world.act(
      "move", #"{"client":"harbour","contact":"cleo","why":"x"}"#, on: number, as: ada)
    #expect(moved.status == 200, "\(moved.text)")
    return number
  }

  @Test func `open tickets under no agreement are told where one is signed`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let number = try await uncovered(world, ada)
      _ = try await world.ticket("A lamp that is covered")
      let path = try await drafted(ada)
      let words = "1 open ticket of Harbour Dental stands under no agreement."
      #expect(try await ada.get(path).text.contains(words))
      #expect(try await ada.api("GET", "/api/v1\(path)").json["uncoveredTickets"]?.number == 1)
      let list = "/tickets?client=harbour&cover=none"
      #expect(try await ada.get(path).text.contains(list.replacing("&", with: "&amp;")))
      let tickets = try await ada.get(list).text
      #expect(tickets.contains("A lamp nobody promised") && !tickets.contains("is covered"))
      let signed = try await ada.submit(
        "\(path)/signature", [("signer", "Cleo"), ("signedOn", "2026-03-02")], from: path)
      #expect(
        signed.text.contains("from the day they hold. 1 open ticket"))
      let move = try await ada.get("/tickets/\(number)/move?client=harbour").text
      #expect(move.contains("<option value=\"promises\" selected>"))
      _ = try await world.act(
        "move", #"{"client":"harbour","contact":"cleo","agreement":"promises","why":"x"}"#,
        on: number, as: ada)
      #expect(!(try await ada.get(path).text).contains("under no agreement"))
    }
  }

  @Test func `whoever signs is offered, and another is asked about once`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let path = try await drafted(amy)
      let form = try await amy.get(path).text
      #expect(form.contains("<datalist id=\"f-signer-list\"><option value=\"Cleo\">"))
      #expect(!form.contains("name=\"otherSigner\""))
      let fields = [("signer", "Their director"), ("signedOn", "2026-03-02")]
      let asked = try await amy.post("\(path)/signature", fields, from: path)
      #expect(asked.status == 422)
      #expect(asked.text.contains("Their director is not among the signers of Harbour Dental."))
      #expect(asked.text.contains("name=\"otherSigner\""))
      let kept = try await amy.submit(
        "\(path)/signature", fields + [("otherSigner", "on")], from: path)
      #expect(kept.text.contains("by Their director on "))
    }
  }

  @Test(arguments: [("Their director", false), ("cleo", true)])
  func `a program is told whether it knows the signer`(name: String, isKnown: Bool) async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let path = "/api/v1\(try await drafted(amy))"
      let version = try await amy.api("GET", path).header("ETag") ?? ""
      let signed = try await amy.api(
        "POST", "\(path)/signature", #"{"signer":"\#(name)","signedOn":"2026-03-02"}"#,
        headers: [("If-Match", version)])
      #expect(try signed.json["knownSigner"] == .flag(isKnown), "\(signed.text)")
    }
  }
}
