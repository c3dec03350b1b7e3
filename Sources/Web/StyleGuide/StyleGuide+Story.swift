// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The story of a ticket, what is written to people, and the facts beside it.
extension StyleGuide {
  static var story: HTML {
    Section(
      "VPN drops for the warehouse",
      Split("\(acts)\(timeline)\(composer)", side: side).html
    ).html
  }

  private static var acts: Toolbar {
    Toolbar(
      "\(Button("Hand over", to: "#", key: "h"))\(Button("Wait on…", dialog: "guide-dialog", key: "w"))\(ActButton("Resolve", post: "#", weight: .main, key: "e"))",
      more: [
        "<a href=\"#\" data-key=\"p\">Priority</a>", "<a href=\"#\">Merge</a>",
        ActButton("Cancel the ticket", post: "#").html,
      ])
  }

  private static var timeline: Timeline {
    Timeline(
      [
        .init(
          at: moment(day: 20, "15:10"), .client, who: "Dana Whitfield", did: "wrote by mail",
          "Since about seven the scanners in the warehouse lose the tunnel every ten minutes. The office is fine. We have a lorry to load at noon, so this hurts."
        ),
        .init(
          at: moment(day: 20, "15:12"), .change, who: "Mainstay",
          did: "set priority P2: several people, work slowed"),
        .init(
          at: moment(day: 20, "15:30"), .reply, who: "Priya Raman",
          did: "replied to Dana, cc Jonas",
          "Hello Dana, I see the tunnel renegotiating from our side too. I am on it now and will tell you before five what I found.",
          aside: "10 min, covered"),
        .init(
          at: moment(day: 23, "10:20"), .note, who: "Marco Bell", did: "internal note",
          "Same pattern as T-0933: the old access point renews its lease and the tunnel follows. Firmware 6.2 cured it there."
        ),
        .init(
          at: moment(day: 23, "10:35"), .ask, who: "Priya Raman",
          did: "asked Dana, due today 16:00",
          "Please send the firewall log.", aside: "5 min, covered",
          foot: "<a href=\"#\">What Dana sees</a>"),
      ], zone: zone)
  }

  private static var composer: Composer {
    let shape = Shape(
      .long("text", label: "Reply"), .flag("wait", label: "Wait on Dana"),
      .duration("minutes", label: "Time").optional)
    let typed = Typed.starting(["minutes": "15 min", "wait": "on"])
    return Composer(
      post: "#", shape, writing: "text", typed,
      to:
        "\(Tabs("Write", [.init("Reply", "#", isCurrent: true), .init("Internal note", "#"), .init("Log time", "#")]))<small>To Dana Whitfield, cc Jonas Hartley</small>",
      tools:
        "\(InputField(.flag("wait", label: "Wait on Dana"), typed, form: "letter"))\(InputField(.duration("minutes", label: "Time"), typed, form: "letter"))",
      send: "Send, 15 min, wait on Dana")
  }

  private static var side: HTML {
    """
    \(Definitions([("Client", "<a href=\"#\">Hartley Foods</a>"), ("Cover", "<a href=\"#\">Standard 8×5 v3</a>"), ("Priority", "\(PriorityMark(2)) <small>several people, work slowed</small>"), ("Holder", "Priya Raman"), ("Used", "\(Meter(.paused, used: 7800, of: 28_800))<small>2 h 10 of 8 h</small>")]))
    \(Section("Waits on Dana", "<p>“Please send the firewall log.”</p><p class=\"quiet\">Asked today 10:35, due 16:00, reminder goes 13:15</p>"))
    \(Section("Similar here", "<ul class=\"stack\"><li><a href=\"#\">T-0933 Tunnel drops at Dock 2</a></li><li><a href=\"#\">T-0811 Scanner roaming</a></li></ul>"))
    """
  }
}
