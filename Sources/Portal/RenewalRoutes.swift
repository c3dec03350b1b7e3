// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Desk
import Rules
import Web

/// A link that opens nothing any more offers a new one. Whoever asks hears the same, whether the link
/// was ever ours or not.
struct RenewalRoutes: Sendable {
  let pen: Pen

  var routes: [Route] { [offer, renew] }

  /// Where a new link can be asked for in the place of this one.
  static func path(_ link: String) -> String {
    "/for/\(String(link.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }.prefix(200)))/renewal"
  }

  private var offer: Route {
    .page(
      .open, "for/:link/renewal", rate: .signIn,
      summary: "The form that asks for a new link in the place of one that has ended."
    ) { call in
      let provider = try await pen.house.db.read { try Provider.find(in: $0) }
      let title: Phrase = "A new link"
      let send = ActButton(
        "Send me a new link", post: RenewalRoutes.path(call.path("link")), weight: .main)
      return Page(
        title,
        """
        <section class="refusal narrow"><h1>\(say: title)</h1><p>\(say: "We mail it to the address we know of the link's owner, and to no other.")</p><p>\(send)</p></section>
        """
      ).hosted(by: provider?.name)
    }
  }

  private var renew: Route {
    .act(
      .open, "for/:link/renewal", rate: .signIn, audit: "contact.linkRenewed", twin: false,
      summary: "Mails a new link to the address we know of its owner."
    ) { call in
      let link = call.path("link")
      try await pen.house.db.write { try LinkLetter.renew(link, at: call.now, pen: pen, in: $0) }
      return Outcome(
        see: RenewalRoutes.path(link),
        flash:
          "If the link was yours, a new one is on its way to the address we know. If none comes, call us."
      )
    }
  }
}
