// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What came with a ticket's letters: files to keep, and a mail's own layout for its frame.
struct LetterRoutes: Sendable {
  let house: House

  var routes: [Route] { [file, page, mail] }

  private var file: Route {
    .page(
      .staff, "tickets/:number/files/:file", may: .deskRead, scope: .client,
      summary: "A file that came with a letter on a ticket, to keep."
    ) { call in
      try await LetterFile.download(
        call.id("file"), on: call.number(), for: call.who.scope, house: house)
    }
  }

  private var page: Route {
    .page(
      .staff, "tickets/:number/letters/:letter/page", may: .deskRead, scope: .client,
      summary: "A mail as its sender laid it out, made safe, for a frame."
    ) { call in
      let number = try call.number()
      let id: ID<Letter> = try call.id("letter")
      let page = try await house.db.read {
        try LetterPage.find(id, on: number, for: call.who.scope, in: $0)
      }
      return try await page.sealed(house.files)
    }
  }

  private var mail: Route {
    .page(
      .staff, "tickets/:number/letters/:letter/mail", may: .deskRead, scope: .client,
      summary: "A mail on a ticket as it came, to keep."
    ) { call in
      let number = try call.number()
      let id: ID<Letter> = try call.id("letter")
      let file = try await house.db.read { db in
        try db.first(
          """
          SELECT l.raw_file FROM letters l JOIN tickets t ON t.id = l.ticket_id
          WHERE l.id = \(id) AND t.number = \(number) AND l.raw_file IS NOT NULL
            AND \(call.who.scope, client: "t.client_id", contact: "t.contact_id")
          """
        ) { try $0[0] as String }
      }
      guard let file else { throw Absent() }
      guard let bytes = try await house.files.bytes(of: file) else { throw LostFile() }
      return .foreign("mail-\(id).eml", type: "message/rfc822", bytes)
    }
  }
}
