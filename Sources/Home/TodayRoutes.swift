// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Platform
import Rules
import Storage
import Web

/// Today: the promise that breaks next on top, then the rest by when it is due.
struct TodayRoutes: Sendable {
  let house: House

  var routes: [Route] { [today] }

  private var today: Route {
    .page(.staff, "", scope: .client, summary: "Work by the next promise at risk.") { call in
      guard call.who.may(.deskRead) else { return .see("/me") }
      let who = call.who
      let lately = call.now.advanced(by: -3 * 86_400)
      let (mine, unheld, others, news, parked) = try await house.db.read { db in
        (
          try rows(.member(who.member), limit: 20, who, in: db),
          try rows(.nobody, limit: 10, who, in: db), try rows(nil, limit: 20, who, in: db),
          try ZoneDataNews.since(lately, for: who.scope, in: db),
          who.may(.settingsEdit) ? try db.parkedJobCount() : 0
        )
      }
      return TodayPages.today(
        mine: mine, unheld: unheld,
        others: others.filter { $0.holder != nil && $0.holder != who.member }, news: news,
        parked: parked,
        now: call.now, who: who)
    }
  }

  private func rows(
    _ holder: TicketList.Holding?, limit: Int, _ who: Staff, in db: Connection
  ) throws -> [TicketRow] {
    var list = TicketList()
    list.live = true
    list.holder = holder
    return try TicketRow.list(list, limit: limit, for: who.scope, in: db)
  }
}

/// The page of today.
enum TodayPages {
  static func today(
    mine: [TicketRow], unheld: [TicketRow], others: [TicketRow], news: ZoneDataNews?,
    parked: Int, now: Instant, who: Staff
  ) -> Page {
    let day = who.reader.zone.day(at: now)
    let loudest = (mine + unheld).filter { $0.next?.state == .running }.min { $0.rank < $1.rank }
    let quiet = Empty(
      "No promise runs. Take the oldest request nobody holds, or look at the queue.",
      act: Button("To the queue", to: "/tickets").html)
    let nothing: HTML = mine.isEmpty && unheld.isEmpty && others.isEmpty ? quiet.html : .empty
    return Page(
      "Today", menu: "/",
      """
      \(Head("Today, \(day: day)"))\(ParkedJobPages.notice(parked))\(given: news, told)\(loudest.map { loud($0, now, who) } ?? .empty)\(nothing)\(section("Mine", mine, now))\(section("Nobody's yet", unheld, now))\(section("Others hold", others, now))
      """)
  }

  /// Nobody in the house did it, so nobody would look for it.
  private static func told(_ news: ZoneDataNews) -> HTML {
    let count: Phrase =
      news.isCounted
      ? "\(count: news.tickets, one: "# ticket", many: "# tickets")" : "1,000+ tickets"
    return Notice(
      "\(say: "New time-zone data, \(news.version), moved promises of \(phrase: count).")",
      act: Button("See which", to: news.path).html
    ).html
  }

  private static func section(_ title: Phrase, _ rows: [TicketRow], _ now: Instant) -> HTML {
    guard !rows.isEmpty else { return .empty }
    return Section(title, TicketTable.table(rows, now: now).html).html
  }

  /// The one loud thing: what breaks next if nobody acts.
  private static func loud(_ row: TicketRow, _ now: Instant, _ who: Staff) -> HTML {
    guard let next = row.next, let due = next.dueAt else { return .empty }
    let left = due.since(now)
    let state: ClockState = left < 0 ? .late : left <= 3600 ? .risk : .running
    let line: HTML =
      "\(row.clientName) · \(say: row.priority.label) · \(say: next.clock.label) · \(say: "due") \(moment: due)"
    let take = ActButton(
      "I have it", post: "/tickets/\(row.number)/holder", key: "i",
      values: [("holder", who.member.text)])
    return NextPromise(
      state, Countdown(left: left, risk: 3600), title: "T-\(row.number) \(row.subject)",
      path: "/tickets/\(row.number)", line: line,
      act: row.holder == nil && who.may(.deskWork) ? take.html : .empty
    ).html
  }
}
