// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The member's own page.
struct ProfilePages: Sendable {
  let who: Staff
  let tokens: [APIToken]
  let look: Shape
  let password: Shape
  let token: Shape

  func me(_ typed: Typed) -> Page {
    Page(
      "\(who.name)", menu: "/me",
      """
      \(Head("\(who.name)"))\(doors)\(Section("Language and look", choosing(typed).html))\(Section("Password", renewing(typed).html))\(if: who.may(.tokensMake), programs(typed).html)
      """)
  }

  private var doors: HTML {
    "<div class=\"buttons\">\(ActButton("Sign out", post: "/sign-out"))\(ActButton("Sign out on every device", post: "/me/sign-out-everywhere"))</div>"
  }

  private func choosing(_ typed: Typed) -> Form {
    let now = [
      "language": who.reader.language.rawValue, "theme": who.reader.look.theme.rawValue,
    ]
    return Form(
      post: "/me/look", look, typed.sent(to: "/me/look").over(now), send: "Save", id: "look"
    ) { $0.name == "theme" ? $0.radio : $0 }
  }

  private func renewing(_ typed: Typed) -> Form {
    Form(
      post: "/me/password", password, typed.sent(to: "/me/password"), send: "Change password"
    ) {
      $0.name == "current" ? $0.fill("current-password") : $0.fill("new-password")
    }
  }

  private func programs(_ typed: Typed) -> Section {
    let form = Form(
      post: "/me/tokens", token, typed.sent(to: "/me/tokens"), send: "Make a token", id: "token"
    ) { $0.name == "permissions" ? $0.options(Permission.choices(of: who)) : $0 }
    return Section("Tokens for programs", "\(tokens.isEmpty ? nil : table)\(form)")
  }

  private var table: Table {
    Table(
      [
        Table.Column("What it is for", isHead: true), Table.Column("What it may do"),
        Table.Column("Last used"), Table.Column("State"),
      ], rows: tokens.map(row))
  }

  private func row(_ token: APIToken) -> Table.Row {
    let revoke = ActButton("Revoke", post: "/me/tokens/\(token.id)/revocation", weight: .quiet)
    let state: HTML = token.revokedAt == nil ? revoke.html : "\(say: "Revoked")"
    let may = Permission.allCases.filter(token.permissions.contains)
      .map { "\(say: $0.label)" as HTML }.joined(by: ", ")
    return Table.Row(["\(token.name)", may, "\(moment: token.usedAt)", state])
  }
}
