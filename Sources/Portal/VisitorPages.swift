// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Desk
import Platform
import Rules
import Storage
import Web

/// One request as its contact sees it: their words and ours, never our notes.
struct VisitorView: Sendable {
  let story: TicketStory
  let clocks: TicketClocks
  let letters: [LetterEntry]
  /// Ours by name, who wrote something down.
  let members: [ID<Member>: String]
  /// From when on a resolved request closes by itself.
  let closesAt: Instant?
  /// Where a merged request goes on, when that one is theirs to see.
  let goesOn: Int?
  let now: Instant

  static func load(
    _ number: Int, who: Visitor, at now: Instant, house: House, in db: Connection
  ) throws -> VisitorView {
    let story = try TicketStory.find(number: number, for: who.scope, in: db)
    let days = try story.ticket.resolvedAt.map { _ in try Closing.days(in: db) }
    let goesOn = try story.ticket.mergedInto.flatMap {
      try TicketStory.goesOn(from: $0, for: who.scope, in: db)
    }
    return VisitorView(
      story: story,
      clocks: try TicketClocks.read(story.history, asOf: now, house: house, in: db),
      letters: try LetterEntry.all(of: story.ticket.id, for: who.scope, in: db),
      members: Dictionary(
        uniqueKeysWithValues: try Member.all(in: db).map { ($0.id, $0.name) }),
      closesAt: days.flatMap { story.ticket.closesAt(after: $0) }, goesOn: goesOn, now: now)
  }
}

/// The pages behind a contact's link.
enum VisitorPages {
  /// From the second page of their requests on, what waits on them has been seen.
  static func waiting(
    _ asks: [AskRecord], _ rows: [TicketRow], next: Cursor?, isFirst: Bool, link: String
  ) -> Page {
    let askRows = asks.map { record in
      Table.Row([
        "<a href=\"/for/\(link)/asks/\(record.ask.id)\">\(record.ask.sentence)</a>",
        "T-\(record.number) \(record.subject)", "\(moment: record.ask.dueAt)",
      ])
    }
    let askTable = Table(
      [
        Table.Column("What we need", line: .first, isHead: true), Table.Column("For"),
        Table.Column("By when"),
      ], rows: askRows)
    let requests = Table(
      [
        Table.Column("Request", line: .first, isHead: true), Table.Column("State"),
        Table.Column("Whose move"),
      ],
      rows: rows.map { row in
        Table.Row([
          "<a href=\"/for/\(link)/requests/\(row.number)\">T-\(row.number) \(row.subject)</a>",
          "\(say: row.state.forClient)", "\(say: row.move.forClient)",
        ])
      })
    let nothing = Empty("Nothing waits on you. That is good news.")
    let waits = asks.isEmpty ? nothing.html : askTable.html
    let pager = Pager(
      "\(count: rows.count, one: "# request", many: "# requests")",
      newer: isFirst ? nil : "/for/\(link)",
      older: next.map { Address("/for/\(link)", cursor: $0).text })
    let none = Empty("You have asked for nothing yet.")
    return Page(
      "Waiting on you",
      """
      \(Head("Waiting on you"))\(if: isFirst, waits)\(Section("Your requests", rows.isEmpty ? none.html : "\(requests)\(pager)"))
      """)
  }

  static func request(
    _ view: VisitorView, _ shape: Shape, _ typed: Typed, link: String, who: Visitor
  ) -> Page {
    let ticket = view.story.ticket
    let panel = ClockPanel(
      view.clocks, of: view.story, now: view.now, zone: who.reader.zone)
    let path = "/for/\(link)/requests/\(ticket.number)"
    // What others were asked is theirs to answer, and to read.
    let asks = ticket.asks.filter { $0.contact == who.contact }.map { ask -> HTML in
      Notice(
        "\(say: "The clock waits, because we asked:") <a href=\"/for/\(link)/asks/\(ask.id)\">\(ask.sentence)</a>",
        .risk
      ).html
    }.joined()
    let form = Form(
      post: "\(path)/messages", shape, typed, send: "Send your message")
    let again = Form(
      post: "\(path)/not-fixed", shape, typed, send: "It is not fixed")
    let write: HTML =
      ticket.end != nil
      ? .empty
      : ticket.resolvedAt == nil
        ? Section("Write to us", form.html).html
        : Section("Is it not fixed?", "\(given: view.closesAt, closing)\(again)").html
    return Page(
      "\(ticket.name) \(ticket.subject)",
      """
      \(Head("\(ticket.subject)", crumbs: [("Waiting on you", "/for/\(link)")], beside: "\(Badge("\(ticket.name)", .quiet))\(Badge(ticket.state.forClient, .quiet))"))\(asks)\(ticket.mergedInto == nil ? Section("Our promises", panel.summary).html : merged(view, link))\(write)\(Section("What was said", VisitorTale(view, path: path, who: who).html))
      """)
  }

  /// Nobody waits at a request that ended in another.
  private static func merged(_ view: VisitorView, _ link: String) -> HTML {
    guard let number = view.goesOn else {
      return Notice("\(say: "This request goes on in another one.")", .quiet).html
    }
    let name = "T-\(number)"
    return Notice(
      "<a href=\"/for/\(link)/requests/\(number)\">\(say: "This request goes on in \(name)")</a>",
      .quiet
    ).html
  }

  private static func closing(_ moment: Instant) -> HTML {
    "<p>\(say: "You can say so here until \(moment: moment). What you write later opens a new request.")</p>"
  }

  static func ask(
    _ record: AskRecord, goesOn: Int?, _ shape: Shape, _ typed: Typed, link: String
  ) -> Page {
    let title: Phrase = "\(record.ask.sentence)"
    let crumbs: [(title: Phrase, path: String)] = [("Waiting on you", "/for/\(link)")]
    if record.how == .withdrawn {
      return Page(title, "\(Head(title, crumbs: crumbs))\(withdrawn(record, goesOn, link))")
    }
    if let settled = record.settledAt {
      let done = Notice("\(say: "Answered on \(moment: settled). Nothing more is needed.")", .good)
      return Page(title, "\(Head(title, crumbs: crumbs))\(done)\(answer(record))")
    }
    let why: HTML =
      """
      <p>\(say: "We need this to go on with T-\(String(record.number)), “\(record.subject)”, by \(moment: record.ask.dueAt). Until you answer, the clock of our promise waits.")</p>
      """
    return Page(title, "\(Head(title, crumbs: crumbs))\(why)\(form(record, shape, typed, link))")
  }

  /// What they said, so that nobody has to remember it.
  private static func answer(_ record: AskRecord) -> HTML {
    let decision: Phrase? =
      record.ask.way != .approve ? nil : record.how == .declined ? "You said no." : "You said yes."
    guard decision != nil || !record.words.isEmpty else { return .empty }
    let said = decision.map { "<p>\(say: $0)</p>" as HTML } ?? .empty
    return Section("Your answer", "\(said)\(Prose(record.words))").html
  }

  /// Nobody is left before a closed door: where the request goes on is one step away.
  private static func withdrawn(_ record: AskRecord, _ goesOn: Int?, _ link: String) -> Notice {
    let way = goesOn.map { number -> HTML in
      let name = "T-\(number)"
      let words: Phrase =
        number == record.number ? "See how \(name) stands" : "Your request goes on in \(name)"
      return "<a href=\"/for/\(link)/requests/\(number)\">\(say: words)</a>"
    }
    return Notice(
      "\(say: "We no longer need an answer to this. Nothing is left for you to do.")", .good,
      act: way ?? .empty)
  }

  private static func form(
    _ record: AskRecord, _ shape: Shape, _ typed: Typed, _ link: String
  ) -> Form {
    let names: [String] =
      switch record.ask.way {
      case .done, .write: ["words"]
      case .approve: ["answer", "words"]
      case .choose: ["choice", "words"]
      }
    let fields = names.compactMap { shape[$0] }.map { field -> HTML in
      let input = InputField(field, typed)
      switch field.name {
      case "answer": return input.radio.needed.html
      case "choice":
        return input.options(record.ask.choices.map { Field.Choice($0, "\($0)") }).needed.html
      case "words" where record.ask.way == .write: return input.needed.html
      case "words": return InputField(.long("words", label: "Anything to add").optional, typed).html
      default: return input.html
      }
    }
    return Form(
      post: "/for/\(link)/asks/\(record.ask.id)/answer", shape, typed,
      send: record.ask.way == .done ? "It is done" : "Send the answer", fields: fields.joined())
  }
}

/// The same to a client: *ours* would be theirs.
extension Ticket.State {
  fileprivate var forClient: Phrase { self == .waitingOnClient ? "Waiting on you" : label }
}

extension Ticket.Move {
  fileprivate var forClient: Phrase {
    switch self {
    case .us: "with us"
    case .client: "with you"
    case .thirdParty: "with a third party"
    case .nobody: "done"
    }
  }
}
