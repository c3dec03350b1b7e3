// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Storage

/// Our verdict on a brought incident beside its source's, and why they differ.
struct VerdictPair: Sendable {
  let incident: BroughtIncident
  /// Its resolution cycles: a reopened ticket may have several.
  let cycles: [CycleRow]

  enum Ours: String, CaseIterable, Sendable {
    case met, missed
    /// Not resolved yet, no promise for it, or taken out of the count.
    case none
  }

  var ours: Ours {
    let judged = cycles.map(\.cycle).filter { $0.state == .stopped && $0.targetSeconds != nil }
    guard !judged.isEmpty else { return .none }
    return judged.contains { $0.breached } ? .missed : .met
  }

  /// Nil when one of the two has no verdict.
  var agrees: Bool? {
    guard ours != .none, let theirs = incident.madeSLA else { return nil }
    return theirs == (ours == .met)
  }

  /// The cycle the verdict rests on.
  var telling: CycleRow? { cycles.first { $0.cycle.breached } ?? cycles.last }

  /// What our verdict counts. The log holds no terms of the source's, so its side can't be told.
  var why: Phrase {
    guard let cycle = telling?.cycle, let target = cycle.targetSeconds else {
      return "Nothing was promised for it here."
    }
    let used: Phrase = "\(duration: cycle.elapsedSeconds) of \(duration: target) used"
    guard agrees == false else { return used }
    let waited = cycle.waited(for: .client) + cycle.waited(for: .thirdParty)
    let closed = cycle.uncoveredSeconds ?? 0
    if ours == .missed {
      return
        "\(phrase: used): over our target. The source kept another target or hours, which its log does not hold."
    }
    return
      "\(phrase: used). Not counted here: \(duration: waited) waiting on others, \(duration: closed) outside hours. The source's terms are not in its log."
  }

  static func pairs(
    _ incidents: [BroughtIncident], for scope: Scope, in db: Connection
  ) throws -> [VerdictPair] {
    let cycles = try CycleRow.all(
      of: .resolution, on: incidents.map(\.ticket), for: scope, in: db)
    return incidents.map { VerdictPair(incident: $0, cycles: cycles[$0.ticket] ?? []) }
  }
}

/// How many verdicts agree, over everything brought in.
struct VerdictCount: Sendable, Equatable {
  private(set) var agree = 0
  private(set) var onlyOursMissed = 0
  private(set) var onlyTheirsMissed = 0
  private(set) var withoutVerdict = 0

  init(_ pairs: [VerdictPair]) {
    for pair in pairs {
      switch pair.agrees {
      case true?: agree += 1
      case false?: if pair.ours == .missed { onlyOursMissed += 1 } else { onlyTheirsMissed += 1 }
      case nil: withoutVerdict += 1
      }
    }
  }
}
