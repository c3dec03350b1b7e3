// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Testing
import Web

/// The many forms of a ticket's page: each keeps its own, and says what was refused where it stands.
struct TicketFormTests {
  /// What stands inside the form that sends to this path.
  /// The form with fields; a button that posts to the same place may stand before it.
  private func form(_ path: String, in reply: Reply) throws -> String {
    let start = try #require(
      reply.text.range(of: "action=\"\(path)\"", options: .backwards))
    let rest = reply.text[start.upperBound...]
    return String(rest[..<(rest.range(of: "</form>")?.lowerBound ?? rest.endIndex)])
  }

  private func openFolds(of reply: Reply) -> [String] {
    reply.text.matches(of: /<details class="fold" open><summary[^>]*>([^<]*)/).map { String($0.1) }
  }

  @Test func `a refused note stays in its form and never reaches the reply`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      let again = try await ada.post(
        "\(path)/notes", [("words", "They never pay."), ("minutes", "x")], from: path)
      #expect(again.status == 422)
      #expect(try form("\(path)/notes", in: again).contains("They never pay."))
      #expect(again.text.components(separatedBy: "They never pay.").count == 2)
      #expect(again.text.components(separatedBy: "class=\"problems\"").count == 2)
    }
  }

  @Test(arguments: [
    ("merge", [("into", "4711")], ["More acts", "Merge into another"]),
    ("notes", [("words", "")], ["Note for us"]),
    (
      "asks",
      [
        ("sentence", "Which room?"), ("contact", "cleo"), ("way", "done"),
        ("dueAt", "2020-01-01T09:00"),
      ], ["Ask the client"]
    ),
    (
      "asks",
      [
        ("sentence", "Which room?"), ("contact", "dov"), ("way", "done"),
        ("dueAt", "2031-01-01T09:00"),
      ], ["Ask the client"]
    ),
    ("holder", [("holder", "nobody"), ("note", "Which room?")], ["Hand over"]),
    ("notes", [("words", "Which room?"), ("_version", "99")], ["Note for us"]),
  ]) func `what was refused stands open, with what is wrong on top`(
    act: String, fields: [(String, String)], folds: [String]
  ) async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      #expect(openFolds(of: try await ada.get(path)) == [])
      let again = try await ada.post("\(path)/\(act)", fields, from: path)
      #expect(again.status == 422)
      #expect(openFolds(of: again) == folds)
      let sent = try form("\(path)/\(act)", in: again)
      #expect(sent.contains("class=\"problems\" role=\"alert\" tabindex=\"-1\" autofocus"))
      if fields.contains(where: { $0.1 == "Which room?" }) { #expect(sent.contains("Which room?")) }
    }
  }

  @Test func `an act without a form is refused on top of the page`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      let again = try await ada.post("\(path)/closure", [("_version", "99")], from: path)
      #expect(again.status == 422 && again.text.contains("Somebody changed this"))
      #expect(openFolds(of: again) == [])
    }
  }

  @Test func `no two things on a ticket's page have one name`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      _ = try await world.ask("cleo", on: number)
      _ = try await world.ask("cleo", on: number)
      let page = try await world.signedIn(.ada).get("/tickets/\(number)")
      let names = page.text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
      let twice = Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys
      #expect(twice.isEmpty)
      let labels = page.text.matches(of: /<label for="([^"]+)"/).map { String($0.1) }
      #expect(labels.count > 10 && Set(labels).isSubset(of: names))
    }
  }

  @Test func `a ticket is moved by names, and only to what its mover sees`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      let first = try await ada.get("\(path)/move")
      #expect(first.text.contains("<option value=\"harbour\" selected>Harbour Dental</option>"))
      let second = try await ada.get("\(path)/move?client=kline")
      #expect(second.text.contains("<option value=\"Dov, Kline\">dov@kline.example"))
      #expect(second.text.contains("Standard for kline") && !second.text.contains(">Cleo<"))
      for field in ["client", "contact", "agreement"] {
        var fields = ["client": "kline", "why": "Dov was meant."]
        fields[field] = "nobody"
        let again = try await ada.post("\(path)/move", fields.map { ($0.key, $0.value) })
        #expect(again.status == 422 && again.text.contains("id=\"f-\(field)-error\""))
        #expect(again.text.contains("Dov was meant."))
      }
      let rex = try await world.signedIn(.rex).get("\(path)/move?client=kline")
      #expect(rex.status == 200 && !rex.text.contains("Kline") && !rex.text.contains("Dov"))
      let moved = try await ada.submit(
        "\(path)/move",
        [("client", "kline"), ("contact", "dov"), ("agreement", "klinepromises"), ("why", "Dov")])
      #expect(moved.text.contains("Standard for kline"))
    }
  }

  @Test func `a ticket that took another in leads back to it`() async throws {
    try await Lanternhouse.with { world in
      let (one, other) = (try await world.ticket(), try await world.ticket("The scanner again"))
      let ada = try await world.signedIn(.ada)
      let page = try await ada.submit(
        "/tickets/\(other)/merge", [("into", "\(one)")], from: "/tickets/\(other)")
      #expect(page.text.contains("<a href=\"/tickets/\(other)\">T-\(other)</a>"))
    }
  }
}
