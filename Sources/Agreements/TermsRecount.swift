// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web

/// What a change of hours or terms counts again, told before it is made: tickets that are open,
/// clocks that have stopped since it holds, and the months whose reports stay as they were issued.
package struct TermsRecount: Sendable, Equatable {
  package let since: Instant
  package let openTickets: Int
  package let stoppedClocks: Int
  package let issued: [IssuedMonth]
  /// True when whoever asks sees some clients only.
  package let isPartial: Bool

  /// A month of a client whose report was given out.
  package struct IssuedMonth: Sendable, Equatable {
    package let client: ID<Client>
    package let name: String
    package let month: Day
    package let path: String

    package init(client: ID<Client>, name: String, month: Day, path: String) {
      self.client = client
      self.name = name
      self.month = month
      self.path = path
    }
  }

  /// Tickets and reports belong to later rooms: whoever opens the house hands their answer in.
  package typealias Foresight = @Sendable (TermsChange, Scope, Connection) throws -> TermsRecount

  package init(
    since: Instant, openTickets: Int, stoppedClocks: Int, issued: [IssuedMonth], isPartial: Bool
  ) {
    self.since = since
    self.openTickets = openTickets
    self.stoppedClocks = stoppedClocks
    self.issued = issued
    self.isPartial = isPartial
  }

  package var touchesAnything: Bool { openTickets + stoppedClocks > 0 }

  /// Whether there is something to count now, and not only from a day to come on.
  func isUnderWay(at now: Instant) -> Bool { since <= now && touchesAnything }

  /// Whether a reader wants to hear of it: what begins today and touches nothing is nothing new.
  func isNews(in zone: Zone, at now: Instant) -> Bool {
    touchesAnything || zone.day(at: since) < zone.day(at: now)
  }
}

extension TermsRecount {
  /// What will be counted again, in plain words.
  package func words(in zone: Zone, at now: Instant) -> [Phrase] {
    let day = zone.day(at: since)
    guard since <= now else {
      return [
        "\(count: openTickets, one: "# ticket is open now and goes", many: "# tickets are open now and go") over to these terms on \(day: day)."
      ]
    }
    guard touchesAnything else {
      return [
        "It reaches back to \(day: day), but nothing has run under it since: nothing is counted again."
      ]
    }
    let figures: Phrase =
      "It reaches back to \(day: day): \(count: openTickets, one: "# open ticket", many: "# open tickets") and \(count: stoppedClocks, one: "# clock that has stopped since", many: "# clocks that have stopped since") will be counted again."
    return [figures] + (isPartial ? ["Only clients you see are in these figures."] : []) + reports
  }

  private var reports: [Phrase] {
    guard !issued.isEmpty else { return [] }
    return [
      "\(count: issued.count, one: "# report issued for that time stays as it was issued; its page will name what differs.", many: "# reports issued for that time stay as they were issued; their pages will name what differs.")"
    ]
  }

  /// What is being counted, said once the change is made.
  func done(in zone: Zone) -> Phrase {
    "Saved. Back to \(day: zone.day(at: since)), \(count: openTickets, one: "# open ticket", many: "# open tickets") and \(count: stoppedClocks, one: "# stopped clock", many: "# stopped clocks") are being counted again; reports issued already stay as they were."
  }

  package func json(in zone: Zone, at now: Instant) -> JSON {
    [
      "since": .moment(since), "openTickets": .number(openTickets),
      "stoppedClocks": .number(stoppedClocks),
      "issued": .list(issued) {
        ["client": .id($0.client), "month": .text(String($0.month.description.prefix(7)))]
      },
      "words": .list(words(in: zone, at: now)) { .say($0) },
    ]
  }
}

/// The same beside a form or a signature, with the way to the rows behind each figure.
package struct RecountNotice: Part {
  let recount: TermsRecount
  let zone: Zone
  let now: Instant
  let tickets: String
  let clocks: String

  /// `rows` tells where those behind a figure are listed.
  package init(
    _ recount: TermsRecount, in zone: Zone, at now: Instant, rows: (TermsRecount.Rows) -> String
  ) {
    self.recount = recount
    self.zone = zone
    self.now = now
    tickets = rows(.tickets)
    clocks = rows(.clocks)
  }

  package var html: HTML {
    let words = recount.words(in: zone, at: now).map { "\(say: $0) " as HTML }.joined()
    return Notice(words, .risk, act: "<p>\(links.joined())</p>").html
  }

  private var links: [HTML] {
    let tickets = recount.openTickets == 0 ? nil : link(self.tickets, "The open tickets")
    let clocks = recount.stoppedClocks == 0 ? nil : link(self.clocks, "The stopped clocks")
    let months = recount.issued.map { month -> HTML in
      "<a href=\"\(month.path)\">\(say: "Report of \(month: month.month), \(month.name)")</a> "
    }
    return [tickets, clocks].compactMap(\.self) + months
  }

  private func link(_ path: String, _ words: Phrase) -> HTML {
    "<a href=\"\(path)\">\(say: words)</a> "
  }
}

extension TermsRecount {
  /// Which of the rows behind the figures.
  package enum Rows: String, CaseIterable, Sendable { case tickets, clocks }
}

/// A version written for a day gone by: a person reads once what it counts again before it is kept.
struct ReachesBack: Refusal {
  let recount: TermsRecount
  let zone: Zone
  let code = "calendar.reachesBack"
  let field: String? = ReachesBack.field

  static let field = "recount"

  /// The tick that says one has read it; a program has asked at `…/recount` before.
  static let tick = Field.flag(field, label: "Yes, count them again")

  var message: Phrase {
    "This reaches back to \(day: zone.day(at: recount.since)). Read above what is counted again, then tick the box and save once more."
  }
}
