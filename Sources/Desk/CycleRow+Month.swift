// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension CycleRow {
  /// The client's cycles that ended in the period or were open at its end, as they stood then; of a
  /// period under way, as they stand now.
  ///
  /// A cycle that ended by then is what its row says. One that runs, was reopened or ended later is
  /// counted again from the events up to then. Three questions, however many tickets there are.
  package static func all(
    of client: ID<Client>, in period: Range<Instant>, asOf now: Instant, for scope: Scope,
    house: House, in db: Connection
  ) throws -> [CycleRow] {
    let moment = min(period.upperBound.advanced(by: -1), now)
    let own: SQL = """
      FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
      WHERE k.client_id = \(client) AND \(scope, client: "k.client_id", contact: "t.contact_id")
      """
    let open: SQL = """
      \(own) AND k.started_at <= \(moment) AND (k.stopped_at > \(moment) OR k.stopped_at IS NULL)
      """
    let kept = try db.all(
      """
      SELECT \(columns), 0 \(own)
        AND k.stopped_at >= \(period.lowerBound) AND k.stopped_at <= \(moment)
      UNION ALL SELECT \(columns), 1 \(open)
      """
    ) { (row: try CycleRow(row: $0), isOpen: try $0[25] as Bool) }
    let again = Dictionary(
      kept.filter(\.isOpen).map { ($0.row.ticket, $0.row.number) }
    ) { first, _ in first }
    var rows = kept.map(\.row).filter { again[$0.ticket] == nil }
    if !again.isEmpty {
      let stories = try TicketStory.all(again, among: "SELECT k.ticket_id \(open)", in: db)
      rows += try counted(stories, at: moment, house: house, in: db)
        .filter { ($0.cycle.stoppedAt ?? moment) >= period.lowerBound }
    }
    return rows.sorted { $0.place < $1.place }
  }

  /// Their cycles as they stood at the moment, folded from the events.
  private static func counted(
    _ stories: [TicketStory], at moment: Instant, house: House, in db: Connection
  ) throws -> [CycleRow] {
    let terms = try TicketClocks.terms(
      of: stories.map(\.history), asOf: moment, house: house, in: db)
    return try stories.flatMap { story in
      let clocks = try TicketClocks(story.history, under: terms, asOf: moment)
      return clocks.reading.cycles.map { CycleRow($0, of: story.ticket, clocks) }
    }
  }
}
