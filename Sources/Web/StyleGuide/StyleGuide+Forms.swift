// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Forms: each kind of field, and one that was refused.
extension StyleGuide {
  static var forms: HTML {
    Section(
      "Forms", Split(refused.html, side: "\(follows)\(kinds)", form: true).html
    ).html
  }

  private static var refused: Form {
    let shape = Shape(
      Field.text("asker", label: "Who asks?").help("Name, mail address or phone number"),
      .text("subject", label: "Subject"), .long("text", label: "What happened?").optional,
      .choice(
        "impact", label: "Impact", [.init("one", "One person"), .init("several", "Several people")]),
      .duration("targets.firstReply", label: "First reply within").optional)
    let typed = Typed(
      values: [
        "asker": ["dana@hartley.exmaple"], "impact": ["several"], "targets.firstReply": ["60"],
        "text": ["Scanners lose the tunnel every ten minutes."],
      ],
      messages: [
        "asker": "Nobody at a client has this address. Pick a client or add the contact.",
        "subject": "A subject helps people find this again.",
      ], message: nil)
    return Form(
      post: "#", shape, typed, send: "Open ticket", advanced: ["impact", "targets.firstReply"],
      back: ("Back to the queue", "#")
    ) { $0.field.name == "targets.firstReply" ? $0.unit("min").source("from agreement v3") : $0 }
  }

  private static var follows: Section {
    Section(
      "What follows",
      Definitions([
        ("Client", "Hartley Foods <small>from Dana’s address</small>"),
        ("Cover", "Standard 8×5 v3 <small>the only agreement in force</small>"),
        ("Holder", "Priya Raman <small>knows firewalls, lightest load today</small>"),
      ]).html)
  }

  private static var kinds: HTML {
    let impact = [Field.Choice("one", "One person"), Field.Choice("all", "Everyone")]
    let fields: [InputField] = [
      InputField(.email("kind.mail", label: "Mail")),
      InputField(.secret("kind.secret", label: "Password")).fill("current-password"),
      InputField(.int("kind.seats", label: "Seats", 1...999), .starting(["kind.seats": "24"])),
      InputField(.day("kind.day", label: "From")),
      InputField(.moment("kind.moment", label: "Arrived")),
      InputField(.choice("kind.radio", label: "Impact", impact), .starting(["kind.radio": "one"]))
        .radio,
      InputField(.choices("kind.several", label: "Skills", impact)),
      InputField(.texts("kind.texts", label: "Domains")),
      InputField(.id("kind.client", label: "Client")).options(impact),
      InputField(.flag("kind.flag", label: "Applies to open tickets")),
    ]
    let row: HTML = "<div class=\"row\">\(fields.suffix(2))</div>"
    return Section("Kinds", "<div class=\"form\">\(Array(fields.dropLast(2)))\(row)</div>").html
  }
}
