// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The keys that are valid on this page: those its own controls declare, and those of its list.
struct KeyHelp: Part {
  var html: HTML {
    """
    <dialog class="dialog" id="keys" aria-labelledby="keys-title"><header><h2 id="keys-title">\(say: "Keys on this page")</h2><button type="button" class="button" data-weight="quiet" data-close>\(say: "Close")</button></header><dl class="keys" data-keys-here></dl><dl class="keys" data-keys-list>\(each: Self.list, line)</dl><dl class="keys">\(each: Self.anywhere, line)</dl></dialog>
    """
  }

  private static let list: [(HTML, Phrase)] = [
    ("j", "Next row"), ("k", "Previous row"), ("o", "Open"), ("x", "Select"),
    ("X", "Select up to here"),
  ]
  private static let anywhere: [(HTML, Phrase)] = [
    ("\(say: "Ctrl ⏎")", "Send the form"), ("\(say: "Esc")", "Leave the field"), ("?", "This help"),
  ]

  private func line(_ key: HTML, _ words: Phrase) -> HTML {
    "<div><dt><kbd>\(key)</kbd></dt><dd>\(say: words)</dd></div>"
  }
}
