// SPDX-License-Identifier: AGPL-3.0-or-later

/// One term that reads otherwise in another version.
package struct TermDifference: Sendable, Equatable {
  package let term: Term
  /// Nil where the version says nothing.
  package let before: Value?
  package let after: Value?

  package enum Term: Hashable, Sendable {
    case effectiveFrom, calendar
    case target(Priority, ClockKind)
    case targetCalendar(Priority, ClockKind)
    case pauses(ClockKind)
    case marks, reopening, priorityChange, agreementChange, applyToOpen
    case matrix(Impact, Urgency)
  }

  package enum Value: Hashable, Sendable {
    case moment(Instant)
    case seconds(Int)
    /// A name: of a calendar, a priority, an option.
    case word(String)
    case words([String])
    case percentages([Int])
    case flag(Bool)
  }
}

extension AgreementVersion {
  /// What is different in the later version, in the order people read terms.
  package func difference(to later: AgreementVersion) -> [TermDifference] {
    let before = terms
    let after = later.terms
    return order.compactMap { term in
      before[term] == after[term]
        ? nil : TermDifference(term: term, before: before[term], after: after[term])
    }
  }

  private var order: [TermDifference.Term] {
    let cells = Priority.all.flatMap { p in ClockKind.allCases.map { (p, $0) } }
    return [.effectiveFrom, .calendar]
      + cells.flatMap { [.target($0, $1), .targetCalendar($0, $1)] }
      + ClockKind.allCases.map { .pauses($0) }
      + [.marks, .reopening, .priorityChange, .agreementChange, .applyToOpen]
      + Impact.allCases.flatMap { i in Urgency.allCases.map { .matrix(i, $0) } }
  }

  private var terms: [TermDifference.Term: TermDifference.Value] {
    var terms: [TermDifference.Term: TermDifference.Value] = [
      .effectiveFrom: .moment(level.effectiveFrom), .calendar: .word(level.calendar),
      .marks: .percentages(level.escalations.sorted()), .reopening: .word(level.reopen.rawValue),
      .priorityChange: .word(level.onPriorityChange.rawValue),
      .agreementChange: .word(level.onAgreementChange.rawValue),
      .applyToOpen: .flag(level.applyToOpen),
    ]
    for (priority, clocks) in level.targets {
      for (clock, target) in clocks {
        terms[.target(priority, clock)] = target.seconds.map { .seconds($0) }
        terms[.targetCalendar(priority, clock)] = target.calendar.map { .word($0) }
      }
    }
    for (clock, reasons) in level.pauses where !reasons.isEmpty {
      terms[.pauses(clock)] = .words(reasons.map(\.name).sorted())
    }
    for impact in Impact.allCases {
      for urgency in Urgency.allCases {
        terms[.matrix(impact, urgency)] = .word(matrix.priority(impact, urgency).name)
      }
    }
    return terms
  }
}
