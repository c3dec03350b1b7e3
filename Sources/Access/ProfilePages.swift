// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The member's own page.
enum ProfilePages {
  static func me(
    _ who: Staff, _ tokens: [APIToken], passwordShape: Shape, tokenShape: Shape, _ typed: Typed
  ) -> Page {
    guard who.may(.selfManage) else {
      return Page("\(who.name)", menu: "/me", "\(Head("\(who.name)"))\(doors)")
    }
    let password = Form(post: "/me/password", passwordShape, typed, send: "Change password") {
      $0.name == "current" ? $0.fill("current-password") : $0.fill("new-password")
    }
    let token = Form(post: "/me/tokens", tokenShape, typed, send: "Make a token")
    return Page(
      "\(who.name)", menu: "/me",
      """
      \(Head("\(who.name)"))\(doors)\(Section("Password", password.html))\(Section("Tokens for programs", "\(tokens.isEmpty ? nil : table(tokens))\(token)"))
      """)
  }

  private static var doors: HTML {
    "<div class=\"buttons\">\(ActButton("Sign out", post: "/sign-out"))\(ActButton("Sign out on every device", post: "/me/sign-out-everywhere"))</div>"
  }

  private static func table(_ tokens: [APIToken]) -> Table {
    Table(
      [
        Table.Column("What it is for", isHead: true), Table.Column("Last used"),
        Table.Column("State"),
      ], rows: tokens.map(row))
  }

  private static func row(_ token: APIToken) -> Table.Row {
    let revoke = ActButton("Revoke", post: "/me/tokens/\(token.id)/revocation", weight: .quiet)
    let state: HTML = token.revokedAt == nil ? revoke.html : "\(say: "Revoked")"
    return Table.Row(["\(token.name)", "\(moment: token.usedAt)", state])
  }
}
