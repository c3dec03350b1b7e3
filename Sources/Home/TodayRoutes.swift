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
      let (found, news, parked) = try await house.db.read { [house] db in
        let rows = try TicketRow.lists(
          [
            (open(.member(who.member)), 20), (open(.nobody), 10),
            (open(.others(than: who.member)), 20),
          ], for: who.scope, in: db)
        return (
          try rows.counted(at: call.now, house: house, in: db),
          try ZoneDataNews.since(lately, for: who.scope, in: db),
          who.may(.settingsEdit) ? try db.parkedJobCount() : 0
        )
      }
      return TodayPages.today(found, news: news, parked: parked, now: call.now, who: who)
    }
  }

  private func open(_ holder: TicketList.Holding) -> TicketList {
    var list = TicketList()
    list.live = true
    list.holder = holder
    return list
  }
}

/// The page of today.
enum TodayPages {
  static func today(
    _ rows: [TicketRow], news: ZoneDataNews?, parked: Int, now: Instant, who: Staff
  ) -> Page {
    let day = who.reader.zone.day(at: now)
    let (mine, unheld) = (
      rows.filter { $0.holder == who.member }, rows.filter { $0.holder == nil }
    )
    let others = rows.filter { $0.holder != nil && $0.holder != who.member }
    let loudest = (mine + unheld).filter { $0.next?.state == .running }.min { $0.rank < $1.rank }
    let quiet = Empty(
      "No promise runs. Take the oldest request nobody holds, or look at the queue.",
      act: Button("To the queue", to: "/tickets").html)
    let table = TicketTable.table([
      .init("Mine", rows: mine), .init("Nobody's yet", rows: unheld),
      .init("Others hold", rows: others),
    ])
    let list: HTML = "\(PromiseStanding.legend)\(table)"
    return Page(
      "Today", menu: "/",
      """
      \(Head("Today, \(day: day)"))\(ParkedJobPages.notice(parked))\(given: news, told)\(loudest.map { loud($0, who) } ?? .empty)\(rows.isEmpty ? quiet.html : list)
      """)
  }

  /// Nobody in the house did it, so nobody would look for it.
  private static func told(_ news: ZoneDataNews) -> HTML {
    let count: Phrase =
      news.isCounted
      ? "\(count: news.tickets, one: "# ticket", many: "# tickets")" : "1,000+ tickets"
    return Notice(
      "\(say: "New time-zone data, \(news.version): promises of \(phrase: count) are due at another moment.")",
      act: Button("See which", to: news.path).html
    ).html
  }

  /// The one loud thing: what breaks next if nobody acts.
  private static func loud(_ row: TicketRow, _ who: Staff) -> HTML {
    guard let next = row.next, let standing = row.standing, let left = standing.countdown else {
      return .empty
    }
    let line: HTML =
      "\(row.clientName) · \(say: row.priority.label) · \(say: next.clock.label) · \(standing.due)"
    let take = ActButton(
      "I have it", post: "/tickets/\(row.number)/holder", key: "i",
      values: [("holder", who.member.text)])
    return NextPromise(
      standing.clockState, left, title: "T-\(row.number) \(row.subject)",
      path: "/tickets/\(row.number)", line: line,
      act: row.holder == nil && who.may(.deskWork) ? take.html : .empty
    ).html
  }
}
