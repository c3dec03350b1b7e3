// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The story of a record, kept like a log: the hour in the margin, the entry beside it.
package struct Timeline: Part {
  /// One entry of the story.
  package struct Entry: Sendable {
    package enum Kind: String, Sendable { case client, reply, ask, note, change }

    let at: Instant
    let kind: Kind
    let who: String
    let did: Phrase
    let body: HTML
    /// What stands at the entry's far end: time logged and its cover.
    let aside: HTML
    let foot: HTML

    package init(
      at: Instant, _ kind: Kind, who: String, did: Phrase, _ body: HTML = .empty,
      aside: HTML = .empty, foot: HTML = .empty
    ) {
      self.at = at
      self.kind = kind
      self.who = who
      self.did = did
      self.body = body
      self.aside = aside
      self.foot = foot
    }
  }

  let entries: [Entry]
  let zone: Zone

  /// `entries` in the order they are to be read.
  package init(_ entries: [Entry], zone: Zone) {
    self.entries = entries
    self.zone = zone
  }

  package var html: HTML {
    var last: Day?
    let lines = entries.map { entry in
      let day = zone.day(at: entry.at)
      defer { last = day }
      return day == last ? line(entry) : head(day) + line(entry)
    }
    return "<ol class=\"timeline\">\(lines.joined())</ol>"
  }

  private func head(_ day: Day) -> HTML { "<li class=\"day\"><span>\(day: day)</span></li>" }

  private func line(_ entry: Entry) -> HTML {
    """
    <li><span class="when">\(time: entry.at)</span><article class="entry" data-kind="\(entry.kind.rawValue)"><header><strong>\(entry.who)</strong><small>\(say: entry.did)</small>\(if: !entry.aside.isEmpty, "<small data-end>\(entry.aside)</small>")</header>\(if: !entry.body.isEmpty, "<div>\(entry.body)</div>")\(if: !entry.foot.isEmpty, "<footer>\(entry.foot)</footer>")</article></li>
    """
  }
}
