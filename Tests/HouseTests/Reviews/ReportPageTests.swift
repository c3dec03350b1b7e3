// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Testing
import Web

/// The monthly report as people and programs ask for it.
@Suite struct ReportPageTests {
  private static let path = "/clients/harbour/reports/2026-03"

  /// One request of March fixed in time, one still open with a subject that would be a formula; the
  /// clock stands in April.
  private func with(_ body: (Lanternhouse, Browser) async throws -> Void) async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let kept = try await world.ticket()
      _ = try await world.ticket("=HYPERLINK(1), said Cleo")
      world.clock.advance(by: 3600)
      for (path, json) in [("notes", #"{"words":"x"}"#), ("resolution", #"{"fix":"x"}"#)] {
        let version = try await ada.api("GET", "/api/v1/tickets/\(kept)").header("ETag") ?? ""
        let done = try await ada.api(
          "POST", "/api/v1/tickets/\(kept)/\(path)", json, headers: [("If-Match", version)])
        #expect(done.status < 300, "\(done.text)")
      }
      world.clock.advance(by: 33 * 86_400)
      try await body(world, world.signedIn(.ada))
    }
  }

  @Test func `figures lead to their rows, and the API says the same`() async throws {
    try await with { _, ada in
      let page = try await ada.get(Self.path)
      #expect(page.status == 200)
      #expect(page.text.contains("rows?clock=resolution&amp;slice=kept\">1</a>"))
      #expect(page.text.contains("rows?clock=resolution&amp;slice=openAndMissed\">1</a>"))
      let rows = try await ada.get(Self.path + "/rows?clock=resolution&slice=kept")
      #expect(rows.text.contains("T-1001") && !rows.text.contains("T-1002"))
      let twin = try await ada.api("GET", "/api/v1" + Self.path).json
      let fix = twin["clocks"]?.list?.first { $0["clock"]?.text == "resolution" }
      #expect(fix?["kept"]?.number == 1 && fix?["openAndMissed"]?.number == 1)
      let target = "/api/v1" + Self.path + "/rows?limit=1"
      var (on, seen) = ("", 0)
      while true {
        let list = try await ada.api("GET", target + on).json
        seen += list["items"]?.list?.count ?? 0
        guard let next = list["next"]?.text else { break }
        on = "&cursor=\(next)"
      }
      #expect(
        seen
          == twin["clocks"]?.list?.reduce(0) { sum, clock in
            sum
              + ["kept", "missed", "openAndMissed", "open", "excluded", "notRecorded"]
              .reduce(0) { $0 + (clock[$1]?.number ?? 0) }
          })
    }
  }

  @Test func `on paper a report says whom it is from, and whose a time was is always said`()
    async throws
  {
    try await with { world, ada in
      let page = try await ada.get(Self.path).text
      #expect(page.contains("<p class=\"print-only\">Monthly report by Lanternhouse IT</p>"))
      let rows = try await ada.get(Self.path + "/rows?slice=kept").text
      for label in ["Ours", "The client's", "A third party's", "Outside hours"] {
        let words = label.replacing("'", with: "&#39;")
        #expect(rows.contains("data-line=\"labelled\" data-label=\"\(words)\">"), "\(label)")
      }
    }
  }

  @Test func `the file holds every row and no formula`() async throws {
    try await with { _, ada in
      let file = try await ada.get(Self.path + "/csv")
      #expect(file.header("Content-Type")?.hasPrefix("text/csv") == true)
      #expect(
        file.header("Content-Disposition")?.contains("report-harbour-dental-2026-03.csv") == true)
      let records = SeparatedValues(reading: file.bytes).records.compactMap(\.fields)
      #expect(Set(records.map(\.count)) == [21])
      #expect(records.contains { $0[1] == "'=HYPERLINK(1), said Cleo" })
    }
  }

  @Test func `SLA 44: an issued month stays as it was issued and shows what differs now`()
    async throws
  {
    try await with { world, ada in
      try await ada.get(Self.path)
      let page = try await ada.submit(Self.path + "/issues")
      #expect(page.text.contains("Counted again now, every row is as it was issued."))
      let issued = try await ada.get(Self.path + "/issues/1")
      #expect(try await ada.get(Self.path + "/csv").bytes == issued.bytes)
      // A forgotten day off, put right afterwards.
      try await world.house.db.write { db in
        try db.execute("UPDATE clock_cycles SET elapsed = 7 WHERE state = 'stopped'")
      }
      let after = try await ada.get(Self.path)
      let warning = try #require(after.text.firstRange(of: "differ from what was issued"))
      let figures = try #require(after.text.firstRange(of: "id=\"promises\""))
      #expect(warning.lowerBound < figures.lowerBound, "said before any figure is read")
      #expect(after.text.contains("href=\"#issued\""))
      #expect(after.text.contains("<ins>7</ins>"))
      #expect(try await ada.get(Self.path + "/issues/1").bytes == issued.bytes)
      let again = try await ada.api("POST", "/api/v1" + Self.path + "/issues", "{}")
      #expect(again.status == 201)
      #expect(try again.json["number"]?.number == 2)
    }
  }

  @Test func `a month that is not over can't be issued`() async throws {
    try await with { _, ada in
      let reply = try await ada.api("POST", "/api/v1/clients/harbour/reports/2026-04/issues", "{}")
      #expect(reply.status == 422 && reply.text.contains("is not over"))
    }
  }

  @Test(arguments: [
    ("/clients/harbour/reports/2026-02", 200, "No clock ended or ran in this month."),
    ("/clients/harbour/reports/2026-02", 200, "March 2026 has clocks that ended."),
    ("/clients/harbour/reports/2027-01", 200, "This month has not begun."),
    ("/clients/harbour/reports/2026-04", 200, "This month is under way"),
    ("/clients/harbour/reports/9999-12", 404, "Nothing here"),
    ("/clients/nobody/reports/2026-03", 404, "Nothing here"),
    ("/clients/harbour/reports?month=soon", 422, "Write a month as year and month"),
  ])
  func `every month has a clear page`(path: String, status: Int, words: String) async throws {
    try await with { _, ada in
      let page = try await ada.get(path)
      #expect(page.status == status && page.text.contains(words), "\(page.text)")
    }
  }

  @Test func `a client without an agreement is told so, and the way there is on their page`()
    async throws
  {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let made = try await ada.api(
        "POST", "/api/v1/clients", #"{"name":"Nova","language":"en"}"#)
      let id = try #require(try made.json["id"]?.text)
      #expect(try await ada.get("/clients/\(id)").text.contains("/clients/\(id)/reports"))
      let page = try await ada.get("/clients/\(id)/reports")
      #expect(page.header("Location") == "/clients/\(id)/reports/2026-02")
      let report = try await ada.get("/clients/\(id)/reports/2026-02")
      #expect(report.text.contains("Nova has no signed agreement"))
      #expect(report.text.contains("Europe/London"))
    }
  }
}
