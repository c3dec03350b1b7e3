// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Testing
import Web

/// “(optional)” is a promise too: what carries it can be left out, what is needed does not carry it.
struct OptionalTests {
  /// Further tries at acts whose answers depend on each other, beside those of the table.
  private static let more: [(path: String, json: String)] = [
    ("tickets", #"{"client":"harbour","subject":"The till is stuck"}"#),
    (
      "tickets/:number/asks",
      #"{"sentence":"Which?","who":"Cleo","dueAt":"2026-03-03T12:00:00Z","way":"choose","choices":"Red\nBlue"}"#
    ),
    ("tickets/:number/contact", #"{"person":{"name":"Ivo","email":"ivo:new@quay.example"}}"#),
    ("members/:id/clients", #"{"reach":"some","clients":["harbour"]}"#),
    (
      "members",
      #"{"name":"Gil","email":"gil:new@lanternhouse.example","role":"technician","tier":"first","language":"en","active":true,"zone":"Europe/London","hours":"mon 09:00-12:00"}"#
    ),
  ]

  @Test func `what is called optional can be left out of what would be taken`() async throws {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      for route in stage.acts {
        try await leaveOut(of: route, try await stage.body(of: route.path), stage)
        for (_, json) in Self.more.filter({ $0.path == route.path }) {
          try await leaveOut(of: route, json.replacing(":new", with: stage.number()), stage)
        }
      }
    }
  }

  private func leaveOut(of route: Route, _ body: String, _ stage: Stage) async throws {
    guard let endpoint = route.endpoints.first(where: { $0.format != .page }) else { return }
    let whole = try JSON(parsing: Array(body.utf8))
    for field in route.shape.fields where field.isOptional && !field.isConditional {
      guard let less = whole.without(field.name) else { continue }
      let scene = try await stage.fresh(for: route.path)
      let (text, doer) = (
        String(decoding: less.bytes(), as: UTF8.self), try await stage.doer(of: route)
      )
      let reply = try await stage.send(
        route, endpoint, scene, text.replacing("gil", with: "gil\(stage.number())"),
        mark: "without-\(stage.number())", as: doer)
      #expect(reply.status < 300, "\(route.path) without \(field.name): \(reply.text)")
    }
  }

  @Test func `what is needed on a form is never called optional there`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      let page = try await ada.get("/tickets/\(number)").text
      for label in ["Who has to act", "Choices", "Then", "Who has it"] {
        #expect(page.contains(">\(label)</label>"), "\(label)")
      }
      let form = try await ada.get("/tickets/new").text
      for label in ["Who asks", "Client", "How it came", "Who can&#39;t work?"] {
        #expect(form.contains(">\(label)</label>"), "\(label)")
      }
      #expect(form.contains("What they said <span class=\"optional\">"))
    }
  }

  @Test(arguments: [
    ("approve", "<legend>Your answer</legend>"), ("choose", ">Your choice</label>"),
    ("write", ">Your answer</label>"),
  ]) func `the answer an ask waits for is never called optional`(
    way: String, label: String
  ) async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      let version = try await ada.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
      let asked = try await ada.api(
        "POST", "/api/v1/tickets/\(number)/asks",
        #"{"sentence":"Which?","who":"Cleo","dueAt":"2026-03-03T12:00:00Z","way":"\#(way)","choices":"Red\nBlue"}"#,
        headers: [("If-Match", version)])
      let ask = try #require(try asked.json["asks"]?[0]?["id"]?.text, "\(asked.text)")
      let page = try await Browser(world.site).get("/for/\(world.link(of: "cleo"))/asks/\(ask)")
      #expect(page.text.contains(label), "\(page.text)")
    }
  }
}

extension JSON {
  /// This body without the value of the dotted name; nil where it holds none.
  fileprivate func without(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let index = members.firstIndex(where: { $0.key == parts[0] }) else { return nil }
    var rest = members
    if parts.count == 1 {
      rest.remove(at: index)
    } else {
      guard let inner = members[index].value.without(parts[1]) else { return nil }
      rest[index] = Member(members[index].key, inner)
    }
    return .object(rest)
  }
}
