// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Rules
import Web

/// Waiting mail: why it waits, what it says, and the one decision it needs.
enum InboxPages {
  static func list(_ entries: [InboxEntry]) -> Page {
    let table = Table(
      [
        Table.Column("Subject", line: .first, isHead: true), Table.Column("From"),
        Table.Column("Reached us"), Table.Column("Why it waits"),
      ],
      rows: entries.map { entry in
        let subject: Phrase = entry.subject.isEmpty ? "(no subject)" : "\(entry.subject)"
        return Table.Row([
          "<a href=\"/inbox/\(entry.id)\">\(say: subject)</a>", "\(entry.sender)",
          "\(moment: entry.receivedAt)", "\(given: entry.why, { "\(say: $0)" })",
        ])
      })
    let empty = Empty(
      "No mail waits. Senders nobody knows yet and mail that can't be read come here.")
    return Page(
      "Inbox", menu: "/inbox", "\(Head("Inbox"))\(entries.isEmpty ? empty.html : table.html)")
  }

  static func show(
    _ entry: InboxEntry, _ message: MailMessage?, shape: Shape, _ typed: Typed,
    client: ClientField, suggested: Client?
  ) -> Page {
    let title: Phrase = entry.subject.isEmpty ? "Mail without a subject" : "\(entry.subject)"
    let form = Form(
      post: "/inbox/\(entry.id)/assignment", shape, typed, send: "Make it their ticket"
    ) { $0.name == "client" ? client.draw($0) : $0 }
    let away = ActButton("Put it away", post: "/inbox/\(entry.id)/dismissal", weight: .quiet)
    let again = ActButton("Read it again", post: "/inbox/\(entry.id)/retry", weight: .quiet)
    let home: HTML =
      "<p><a href=\"/inbox/\(entry.id)/mail\">\(say: "Take it home as it came")</a></p>"
    let byHand = Button("Make a ticket by hand", to: "/tickets/new?mail=\(entry.id)")
    let hint: HTML =
      suggested.map { "<p>\(say: "Their mail domain is \($0.name)'s.")</p>" } ?? .empty
    // What is still to be read is nobody's to decide about.
    let isRead = entry.state != .new
    let decide: HTML = message == nil || !isRead ? .empty : "\(hint)\(form)"
    let words = message.map { Prose($0.text).html } ?? "<p>\(say: "It can't be shown.")</p>"
    return Page(
      title, menu: "/inbox",
      """
      \(Head(title, crumbs: [("Inbox", "/inbox")]))\(given: entry.why, { Notice("\(say: $0)", .risk).html })\(Split("\(Section("What it says", words))", side: "\(decide)\(if: entry.waits, byHand.html)\(if: isRead, away.html)\(again)\(home)"))
      """)
  }
}

extension InboxEntry {
  /// Why it stands in the list.
  fileprivate var why: Phrase? {
    state == .new ? "Not read yet: it came a while ago and still waits its turn." : reason?.message
  }
}
