// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// What came with a mail: to keep for whoever may see the ticket, never to be run here.
struct LetterFileTests {
  private static let picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

  /// A mail with a page of its own, a picture in it, a table, and something that wants to be a page.
  private static func mail(from sender: String) -> String {
    """
    From: <\(sender)>
    To: desk@lanternhouse.example
    Subject: The plan
    Message-ID: <plan@\(sender.split(separator: "@")[1])>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=o

    --o
    Content-Type: multipart/alternative; boundary=i

    --i
    Content-Type: text/plain

    Here is the plan.
    --i
    Content-Type: text/html

    <p onclick="alert(1)">Here <b>is</b> the <a href="https://evil.example/x">bank.example</a> plan.
    <script>alert(2)</script><img src="https://track.example/p.png" alt="Logo"><img src="cid:room"></p>
    --i--
    --o
    Content-Type: image/png; name=room.png
    Content-Transfer-Encoding: base64
    Content-ID: <room>

    \(picture)
    --o
    Content-Type: text/csv
    Content-Disposition: attachment; filename="plan März.csv"

    room,door
    --o
    Content-Type: application/pdf
    Content-Disposition: attachment; filename="../../plan.pdf"

    <html><script>alert(3)</script></html>
    --o--

    """
  }

  /// A ticket of that mail, and the address of its page.
  private func ticket(_ world: Lanternhouse, from sender: String) async throws -> Int {
    try await world.receive(Self.mail(from: sender))
    try await world.runJobs()
    let ada = try await world.signedIn(.ada)
    let items = try await ada.api("GET", "/api/v1/tickets?sort=number").json["items"]?.list
    return try #require(items?.first?["number"]?.number)
  }

  /// The addresses in a page that begin so.
  private func addresses(_ page: Reply, _ start: String) -> [String] {
    page.text.split(separator: "\"").map(String.init).filter { $0.hasPrefix(start) }
  }

  @Test func `a ticket lists what came with its mail, by name, kind and size`() async throws {
    try await Lanternhouse.with { world in
      let number = try await ticket(world, from: "cleo@harbourdental.example")
      let page = try await world.signedIn(.ben).get("/tickets/\(number)")
      for line in [
        "plan März.csv</a> <small>text, 9 bytes", "plan.pdf</a> <small>web page, 38 bytes",
        "room.png</a> <small>picture, 70 bytes",
      ] {
        #expect(page.text.contains(line), "\(line)")
      }
      #expect(addresses(page, "/tickets/\(number)/files/").count == 3)
    }
  }

  @Test func `a file is kept, shut off and of a harmless type`() async throws {
    try await Lanternhouse.with { world in
      let number = try await ticket(world, from: "cleo@harbourdental.example")
      let ben = try await world.signedIn(.ben)
      let page = try await ben.get("/tickets/\(number)")
      var types: [String] = []
      for path in addresses(page, "/tickets/\(number)/files/") {
        let file = try await ben.get(path)
        #expect(file.status == 200)
        #expect(file.header("Content-Disposition")?.hasPrefix("attachment; filename=") == true)
        #expect(file.header("X-Content-Type-Options") == "nosniff")
        #expect(file.header("Content-Security-Policy") == "default-src 'none'; sandbox")
        types.append(file.header("Content-Type") ?? "")
      }
      #expect(types.sorted() == ["application/octet-stream", "image/png", "text/plain"])
    }
  }

  @Test func `the contact keeps what came on their own request, and strangers find nothing`()
    async throws
  {
    try await Lanternhouse.with { world in
      let ours = try await ticket(world, from: "cleo@harbourdental.example")
      let cleo = Browser(world.site)
      let request = "/for/\(world.link(of: "cleo"))/requests/\(ours)"
      let files = addresses(try await cleo.get(request), "\(request)/files/")
      #expect(files.count == 3)
      #expect(try await cleo.get(files[1]).text.contains("room,door"))

      let kline = try await ticket(world, from: "dov@kline.example")
      let page = try await world.signedIn(.ada).get("/tickets/\(kline)")
      let theirs = try #require(addresses(page, "/tickets/\(kline)/files/").first)
      let id = try #require(theirs.split(separator: "/").last)
      let rex = try await world.signedIn(.rex)
      let layout = addresses(page, "/tickets/\(kline)/letters/")
      for path in [theirs, "/tickets/\(ours)/files/\(id)"] + layout {
        let found = try await rex.get(path)
        let nothing = try await rex.get("/tickets/999999/files/nothing")
        #expect(found.status == 404, "\(path)")
        #expect(found.text.count == nothing.text.count)
      }
      #expect(layout.count == 1)
      #expect(try await cleo.get("\(request)/files/\(id)").status == 404)
      let street = try await Browser(world.site).get(theirs)
      #expect(street.status == 303 && street.header("Location")?.hasPrefix("/sign-in") == true)
    }
  }

  @Test func `a mail's own layout is shown in a frame that can do nothing`() async throws {
    try await Lanternhouse.with { world in
      let number = try await ticket(world, from: "cleo@harbourdental.example")
      let ben = try await world.signedIn(.ben)
      let page = try await ben.get("/tickets/\(number)")
      #expect(page.header("Content-Security-Policy")?.contains("frame-src 'self'") == true)
      #expect(page.text.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""))
      let layout = try await ben.get(
        try #require(addresses(page, "/tickets/\(number)/letters/").first))
      let policy = try #require(layout.header("Content-Security-Policy"))
      #expect(policy.contains("sandbox allow-popups") && policy.contains("default-src 'none'"))
      #expect(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"))
      #expect(
        policy.contains("frame-ancestors 'self'") && !policy.contains("frame-ancestors 'none'"))
      #expect(layout.text.contains("<b>is</b>"))
      #expect(layout.text.contains("<span class=\"mail-host\">evil.example</span>"))
      #expect(layout.text.contains("<span class=\"mail-picture\">Logo</span>"))
      #expect(layout.text.contains("Pictures from outside are left out"))
      #expect(layout.text.contains("src=\"data:image/png;base64,\(Self.picture)\""))
      for never in ["alert", "<script", "onclick", "track.example", "/picture/"] {
        #expect(!layout.text.contains(never), "\(never)")
      }
    }
  }

  @Test func `a letter without a layout of its own has no frame`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let page = try await world.signedIn(.ben).get("/tickets/\(number)")
      #expect(!page.text.contains("<iframe"))
    }
  }
}
