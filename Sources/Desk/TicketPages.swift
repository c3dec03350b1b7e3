// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// One ticket: its promises on top, its story below, the facts and what can be done beside it.
enum TicketPages {
  static func show(_ view: TicketView, _ typed: Typed, who: Staff) -> Page {
    let ticket = view.ticket
    let panel = ClockPanel(
      view.clocks, of: view.story, now: view.now, zone: who.reader.zone,
      mayReadTerms: who.may(.agreementsRead))
    let works = who.may(.deskWork) && ticket.end == nil
    let forms = TicketActForms(view: view, typed: typed, who: who)
    let homeless = works ? forms.homeless : typed
    let main: HTML =
      """
      \(Section(nil, "\(panel.summary)\(uncovered(view))"))\(works ? forms.talk : .empty)\(Section("Story", TicketTale(view, for: who, at: view.now).html))
      """
    let acts: HTML = works ? forms.all : .empty
    return Page(
      "\(ticket.name) \(ticket.subject)", menu: "/tickets",
      """
      \(Head("\(ticket.subject)", crumbs: [("Queue", "/tickets")], beside: badges(view), toolbar: works ? toolbar(view, who) : nil))\(Problems(withoutForm: homeless))\(notice(view))\(Split(main, side: "\(facts(view, who))\(acts)"))
      """)
  }

  private static func badges(_ view: TicketView) -> HTML {
    let ticket = view.ticket
    return "\(Badge("\(ticket.name)", .quiet))\(Badge(ticket.state.label, .quiet))"
  }

  private static func uncovered(_ view: TicketView) -> HTML {
    guard view.clocks.reading.cycles.isEmpty else { return .empty }
    return
      "<p>\(say: "No agreement covers this ticket, so nothing is promised and no clock runs.")</p>"
  }

  private static func toolbar(_ view: TicketView, _ who: Staff) -> Toolbar {
    let ticket = view.ticket
    let take = ActButton(
      "I have it", post: "\(ticket.path)/holder", key: "i", version: ticket.version,
      values: [("holder", who.member.text)])
    let acknowledge = ActButton(
      "Acknowledge", post: "\(ticket.path)/acknowledgement", version: ticket.version)
    return Toolbar(
      "\(ticket.holder == who.member ? nil : take)\(ticket.state == .new ? acknowledge : nil)",
      more: ["<a href=\"\(ticket.path)/clocks\">\(say: "Every minute on a page")</a>"])
  }

  private static func notice(_ view: TicketView) -> HTML {
    let ticket = view.ticket
    if ticket.wroteAgain {
      return Notice(
        "\(say: "The client wrote again after this was resolved. Reopen it, or close it.")", .risk
      ).html
    }
    if let closesAt = ticket.closesAt(after: view.place.closeDays) {
      return Notice(
        "\(say: "Resolved. If nobody comes back to it, it closes by itself after \(moment: closesAt).")",
        .quiet
      ).html
    }
    if let number = ticket.mergedInto {
      return Notice(
        "\(say: "This ticket goes on in") <a href=\"/tickets/\(number)\">T-\(number)</a>.", .quiet
      ).html
    }
    return .empty
  }

  private static func facts(_ view: TicketView, _ who: Staff) -> Definitions {
    let ticket = view.ticket
    var lines: [(name: Phrase, value: HTML)] = [
      ("Client", "<a href=\"/clients/\(ticket.placement.client)\">\(view.place.client)</a>"),
      (
        "Who asks",
        view.place.person(ticket.placement.contact).map { "\($0.name)" }
          ?? "\(say: "nobody named yet")"
      ),
      ("Cover", cover(view)),
      (
        "Priority",
        "\(say: ticket.priority.label) <small>\(say: ticket.impact.label), \(say: ticket.urgency.label)</small>"
      ),
      ("Holder", view.name(ticket.holder).map { "\($0)" } ?? suggestion(view)),
      ("Whose move", "\(say: ticket.move.label)"),
      ("How it came", origin(view)),
      ("Reached us", "\(moment: ticket.openedAt)"),
      ("Time logged", "\(duration: ticket.loggedMinutes * 60)"),
    ]
    if let site = view.place.site, let id = ticket.placement.site {
      let entry: HTML = site.entry.isEmpty ? .empty : "<br><small>\(site.entry)</small>"
      lines.append(("Site", "<a href=\"/sites/\(id)\">\(site.name)</a> \(site.zone)\(entry)"))
    }
    return Definitions(lines)
  }

  private static func origin(_ view: TicketView) -> HTML {
    guard let number = view.story.splitFrom else { return "\(say: view.ticket.channel.label)" }
    return "<a href=\"/tickets/\(number)\">\(say: "Split off from T-\(String(number))")</a>"
  }

  private static func cover(_ view: TicketView) -> HTML {
    guard let name = view.place.agreement, let id = view.ticket.placement.agreement else {
      return "\(say: "no agreement")"
    }
    return "<a href=\"/agreements/\(id)\">\(name)</a>"
  }

  private static func suggestion(_ view: TicketView) -> HTML {
    guard view.ticket.isLive, let best = view.suggestions.first else { return "\(say: "nobody")" }
    return
      "\(say: "nobody yet") <small>\(say: "Suggested: \(best.name), \(phrase: best.reason)")</small>"
  }

  static func explain(_ view: TicketView, who: Staff) -> Page {
    let panel = ClockPanel(
      view.clocks, of: view.story, now: view.now, zone: who.reader.zone,
      mayReadTerms: who.may(.agreementsRead))
    let data = view.clocks.zoneData
    return Page(
      "\(view.ticket.name): every minute", menu: "/tickets",
      """
      \(Head("Every minute of \(view.ticket.name)", crumbs: [("\(view.ticket.name)", view.ticket.path)]))<p>\(say: "Each line is a stretch of the clock's life with its reason. The counted ones add up to the time used, all of them to its whole life.") <small>\(say: "Time-zone data \(data).")</small></p>\(panel.faces(open: true))
      """)
  }
}
