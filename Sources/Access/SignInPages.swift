// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What somebody sees who is not signed in.
enum SignInPages {
  static func signIn(_ shape: Shape, _ typed: Typed) -> Page {
    let form = Form(post: "/sign-in", shape, typed, send: "Sign in") { field in
      switch field.name {
      case "next": field.hidden
      case "email": field.fill("username").focused
      default: field.fill("current-password")
      }
    }
    return Page("Sign in", "\(Head("Sign in"))\(form)")
  }

  static func link(_ link: String, for member: Member?, next: String) -> Page {
    guard let member else {
      return Page(
        "Sign in",
        "\(Head("This link doesn't work any more"))<p>\(say: LinkUsed().message)</p>\(Button("To the sign-in page", to: "/sign-in"))"
      ).status(404)
    }
    let act = ActButton(
      "Sign in", post: "/sign-in/\(link)/use", weight: .main, values: [("next", next)])
    return Page(
      "Sign in",
      "\(Head("Sign in as \(member.name)"))<p>\(say: "This link works once. Pressing the button signs you in on this device.")</p>\(act)"
    )
  }

  static func setUp(_ shape: Shape, _ typed: Typed) -> Page {
    let form = Form(post: "/set-up", shape, typed, send: "Begin") { field in
      switch field.name {
      case "provider": field.focused
      case "password": field.fill("new-password")
      case "email": field.fill("username")
      default: field
      }
    }
    return Page(
      "Set up",
      "\(Head("Welcome to Mainstay"))<p>\(say: "Some answers and you are in. You are the first member and the owner; others are added afterwards.")</p>\(form)"
    )
  }
}
