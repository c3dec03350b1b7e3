// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// What came with a ticket's letters: files to keep, and a mail's own layout for its frame.
struct LetterRoutes: Sendable {
  let house: House

  var routes: [Route] { [file, page] }

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
}
