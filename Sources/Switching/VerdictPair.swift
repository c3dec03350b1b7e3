// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Our verdict on a brought incident beside its source's, and why they differ.
struct VerdictPair: Sendable {
  let number: String
  let ticketNumber: Int
  /// Nil when the source did not say.
  let madeSLA: Bool?
  let finding: Finding
  /// The fix our verdict rests on; nil when there is none.
  let fix: Fix?

  /// Lengths in seconds, by our count.
  struct Fix: Sendable {
    let isMissed: Bool
    let target: Int
    let elapsed: Int
    let client: Int
    /// Covered seconds it waited on anybody.
    let waited: Int
    /// From opening to fix by the clock on the wall.
    let wall: Int
    /// From opening to closing; nil when it was not closed.
    let untilClosed: Int?
  }

  /// How the two compare. Where only theirs is missed: the smallest other way of counting that
  /// would miss our target too.
  enum Finding: String, CaseIterable, Sendable {
    case bothKept, bothMissed, clientWait, otherWait, roundTheClock, untilClosed, shorterTarget
    case longerTarget, noVerdict

    var differs: Bool? {
      switch self {
      case .noVerdict: nil
      case .bothKept, .bothMissed: false
      default: true
      }
    }

    /// In a word or two, to choose by.
    var name: Phrase {
      switch self {
      case .bothKept: "Both kept"
      case .bothMissed: "Both missed"
      case .clientWait: "Wait for the client"
      case .otherWait: "Every wait"
      case .roundTheClock: "Round the clock"
      case .untilClosed: "Until it was closed"
      case .shorterTarget: "Shorter target"
      case .longerTarget: "Longer target"
      case .noVerdict: "No verdict"
      }
    }

    var label: Phrase {
      switch self {
      case .bothKept: "Both say kept"
      case .bothMissed: "Both say missed"
      case .clientWait: "Theirs missed: with the wait for the client it would be over"
      case .otherWait: "Theirs missed: with every wait it would be over"
      case .roundTheClock: "Theirs missed: counted round the clock it would be over"
      case .untilClosed: "Theirs missed: counted until it was closed it would be over"
      case .shorterTarget: "Theirs missed: by no count over our target, so theirs was shorter"
      case .longerTarget: "Only ours missed: their target was longer or their hours fewer"
      case .noVerdict: "No verdict on one side"
      }
    }
  }

  /// The figures behind the finding. The log does not hold the source's terms, so its side can only
  /// be inferred.
  var why: Phrase {
    guard let fix else { return "It is not resolved, or nothing was promised for it here." }
    let used: Phrase = "\(duration: fix.elapsed) of \(duration: fix.target) used"
    switch finding {
    case .bothKept, .bothMissed, .noVerdict: return used
    case .clientWait:
      return
        "\(phrase: used); the \(duration: fix.client) it waited for the client don't count here and would put it over."
    case .otherWait:
      return
        "\(phrase: used); the \(duration: fix.waited) it waited on others don't count here and would put it over."
    case .roundTheClock:
      return
        "\(phrase: used); round the clock it took \(duration: fix.wall), nights and weekends included."
    case .untilClosed:
      return
        "\(phrase: used); until it was closed it took \(duration: fix.untilClosed ?? 0). Here the fix counts, not the closing."
    case .shorterTarget:
      return
        "\(phrase: used), and only \(duration: max(fix.wall, fix.untilClosed ?? 0)) by any count: the source kept a shorter target."
    case .longerTarget:
      return
        "\(phrase: used): over our target. The source kept a longer one, or fewer hours."
    }
  }
}

extension VerdictPair {
  /// What a list is narrowed to.
  enum Narrowing: String, CaseIterable, Sendable {
    case differ, agree, noVerdict

    var findings: [Finding] {
      let wanted: Bool? =
        switch self {
        case .differ: true
        case .agree: false
        case .noVerdict: nil
        }
      return Finding.allCases.filter { $0.differs == wanted }
    }
  }

  /// By the source's number, after the given one.
  static func list(
    _ findings: [Finding], after number: String = "", limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [VerdictPair] {
    try db.all(
      """
      SELECT v.number, v.ticket_number, v.made_sla, v.finding, v.missed, v.target, v.elapsed,
        v.client, v.waited, v.wall, v.until_closed
      FROM (\(judged(for: scope))) v
      WHERE v.number > \(number) AND v.finding IN \(list: findings.map(\.rawValue))
      ORDER BY v.number LIMIT \(limit)
      """, VerdictPair.init(row:))
  }

  /// How many of each kind, over everything brought in.
  static func counts(for scope: Scope, in db: Connection) throws -> [Finding: Int] {
    let found = try db.all(
      "SELECT v.finding, COUNT(*) FROM (\(judged(for: scope))) v GROUP BY v.finding"
    ) { (finding: try $0[0] as Finding, count: try $0[1] as Int) }
    return Dictionary(found.map { ($0.finding, $0.count) }) { $0 + $1 }
  }

  /// Every incident with the fix that tells: the missed one, else the last.
  private static func judged(for scope: Scope) -> SQL {
    """
    SELECT b.number, b.ticket_number, b.made_sla, k.target, k.elapsed, k.waited_client AS client,
      k.paused_open AS waited, k.stopped_at - k.started_at AS wall,
      t.ended_at - k.started_at AS until_closed,
      CASE WHEN k.breach_at IS NULL THEN 0 ELSE 1 END AS missed,
      CASE WHEN k.cycle IS NULL OR b.made_sla IS NULL THEN 'noVerdict'
        WHEN k.breach_at IS NULL AND b.made_sla = 1 THEN 'bothKept'
        WHEN k.breach_at IS NOT NULL AND b.made_sla = 0 THEN 'bothMissed'
        WHEN k.breach_at IS NOT NULL THEN 'longerTarget'
        WHEN k.elapsed + k.waited_client > k.target THEN 'clientWait'
        WHEN k.elapsed + k.paused_open > k.target THEN 'otherWait'
        WHEN k.stopped_at - k.started_at > k.target THEN 'roundTheClock'
        WHEN t.ended_at - k.started_at > k.target THEN 'untilClosed'
        ELSE 'shorterTarget' END AS finding
    FROM brought_incidents b JOIN tickets t ON t.id = b.ticket_id
    LEFT JOIN clock_cycles k ON k.ticket_id = b.ticket_id AND k.clock = 'resolution'
      AND k.cycle = (SELECT c.cycle FROM clock_cycles c
        WHERE c.ticket_id = b.ticket_id AND c.clock = 'resolution' AND c.state = 'stopped'
          AND c.target IS NOT NULL
        ORDER BY CASE WHEN c.breach_at IS NULL THEN 1 ELSE 0 END, c.cycle DESC LIMIT 1)
    WHERE b.source = \(BroughtIncident.serviceNow) AND \(scope, client: "b.client_id")
    """
  }

  private init(row: Row) throws {
    number = try row[0]
    ticketNumber = try row[1]
    madeSLA = try row[2]
    finding = try row[3]
    let target: Int? = try row[5]
    fix = try target.map {
      Fix(
        isMissed: try row[4], target: $0, elapsed: try row[6], client: try row[7],
        waited: try row[8], wall: try row[9], untilClosed: try row[10])
    }
  }
}
