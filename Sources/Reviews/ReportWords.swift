// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Rules

extension MonthlyReport.Line {
  /// Why it was missed or not judged, in figures that its minutes show one by one.
  var why: Phrase? {
    let cycle = row.cycle
    let target = cycle.targetSeconds ?? 0
    switch verdict {
    case .met, .open: return "\(duration: cycle.elapsedSeconds) of \(duration: target) used"
    case .eased:
      return
        "\(duration: cycle.elapsedSeconds) of \(duration: target) used; it was over the stricter target it had before."
    case .missed, .openAndMissed:
      return
        "\(duration: cycle.elapsedSeconds) of \(duration: target) used, \(duration: cycle.elapsedSeconds - target) over"
    case .excluded: return Scorecard.Exclusion(cycle)?.why
    case .notRecorded: return "The product this was brought from does not say."
    }
  }
}

extension Scorecard.Exclusion {
  fileprivate var why: Phrase {
    switch self {
    case .noTarget: "Nothing was promised for its priority."
    case .visitNotNeeded: "The visit was no longer needed."
    case .restarted: "A change of priority or agreement began it anew."
    case .notInTerms: "The agreement it moved to has no such clock."
    case .merged: "The ticket was merged into another."
    case .cancelled: "The ticket was cancelled."
    }
  }
}

extension MonthlyReport.Verdict {
  package var label: Phrase {
    switch self {
    case .met: "Kept"
    case .eased: "Kept after easing"
    case .missed: "Missed"
    case .openAndMissed: "Open and late"
    case .open: "Open"
    case .excluded: "Not judged"
    case .notRecorded: "Not recorded"
    }
  }
}

extension MonthlyReport.Slice {
  var label: Phrase {
    switch self {
    case .kept: "Kept"
    case .eased: "Kept after easing"
    case .missed: "Missed"
    case .judged: "Judged: kept or missed"
    case .openAndMissed: "Open and late"
    case .open: "Open"
    case .excluded: "Not judged"
    case .notRecorded: "Not recorded"
    }
  }
}
