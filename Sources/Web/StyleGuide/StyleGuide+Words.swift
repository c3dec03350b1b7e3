// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Buttons, notices, toasts and dialogs.
extension StyleGuide {
  static var words: HTML {
    """
    \(Section("Buttons", "<div class=\"buttons\">\(buttons)</div>"))
    \(Section("Notices", "<div class=\"stack\">\(notices)</div>"))
    \(Section("Figures", Figures([("98 %", "promises kept"), ("51", "requests, 44 in October"), ("1", "missed, named below"), ("18 min", "median first reply, of 1 h")]).html))
    <dialog class="dialog" id="guide-dialog" aria-labelledby="guide-dialog-title"><header><h2 id="guide-dialog-title">Wait on…</h2>\(Button("Close", weight: .quiet))</header><p>What do we need, from whom, and by when?</p></dialog>
    \(Toast("T-1042 was handed to Priya.", undo: "#"))
    """
  }

  private static var buttons: [Button] {
    [
      Button("Send, 15 min, wait on client", weight: .main).sending,
      Button("Hand over", to: "#", key: "h"),
      Button("Back to the queue", to: "#", weight: .quiet),
      Button("Publish version 4", weight: .grave), Button("Merge").off(),
    ]
  }

  private static var notices: [Notice] {
    [
      Notice("The clock is looked at again Tuesday 08:00."),
      .done("T-1042 was opened. Its first reply is due 16:10."),
      Notice(
        "Dana wrote about the tunnel yesterday.", .risk, title: "Looks like T-1042.",
        act: Button("Compare", to: "#").html),
      Notice(
        "The server refused this address (550). Nothing else was sent. Correct it or remove it.",
        .bad, title: "Not sent."),
      Notice("Clocks run, nothing leaves the house.", .quiet, title: "Quiet mode."),
    ]
  }
}
