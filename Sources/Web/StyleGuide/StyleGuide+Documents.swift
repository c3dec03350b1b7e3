// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What leaves the house, and what can't be taken back.
extension StyleGuide {
  static var documents: HTML {
    """
    \(Section("A letter", letter.html))
    <p class="print-only">Standard 8×5 v3, clause 4.1. Seen on paper only.</p>
    \(Section("Before it can't be undone", consequence.html))
    """
  }

  private static var letter: LetterPreview {
    LetterPreview(
      "Re: VPN drops for the warehouse [T-1042]",
      head: [
        ("From", "Lanternhouse IT"), ("To", "Dana Whitfield, dana@hartley.example"),
        ("Leaves", "held, no relay is set"),
      ],
      content: """
        <p>Hello Dana,</p><p>we need one thing from you to go on: <strong>please send the firewall log.</strong></p><p>The clock of this request stands still until you answer, at the latest today 16:00.</p>
        """, foot: "Written by Priya Raman")
  }

  private static var consequence: Consequence {
    Consequence(
      "Publishing makes version 4 of the agreement with Hartley Foods. It can't be changed afterwards.",
      [
        .init("Open tickets keep version 3", amount: "4"),
        .init(
          "New tickets are clocked by version 4",
          detail: "First reply to P1 within 30 min, day and night"),
        .init("Letters go to the signer and to billing", amount: "2"),
      ],
      form: Form(
        post: "#", Shape(.text("name", label: "Your name, as signature")), .nothing,
        send: "Publish version 4", back: ("Back to the draft", "#")
      ).html)
  }
}
