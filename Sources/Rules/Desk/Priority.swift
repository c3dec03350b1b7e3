// SPDX-License-Identifier: AGPL-3.0-or-later

/// How soon a ticket must be served: the row of the service level that holds for it. The desk knows
/// `p1` to `p4`; imported agreements may bring names of their own.
package struct Priority: Hashable, Sendable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) { self.name = name }

  package static let p1 = Priority("p1")
  package static let p2 = Priority("p2")
  package static let p3 = Priority("p3")
  package static let p4 = Priority("p4")

  /// What the desk offers, most urgent first.
  package static let all = [p1, p2, p3, p4]

  package var description: String { name }
}

/// Who can't work.
package enum Impact: String, CaseIterable, Sendable {
  case one, several, everyone
}

/// How much it hinders them.
package enum Urgency: String, CaseIterable, Sendable {
  /// It can wait.
  case low
  /// It hinders the work.
  case normal
  /// The work has stopped.
  case high
}

/// Priority from impact and urgency, as the agreement says.
package struct PriorityMatrix: Equatable, Sendable {
  /// Nine priorities: impacts one, several, everyone; in each, urgencies low, normal, high.
  package let cells: [Priority]

  /// `cells` must be nine.
  package init(cells: [Priority]) {
    precondition(cells.count == 9, "three impacts times three urgencies")
    self.cells = cells
  }

  /// The trade's usual table: P1 only when work has stopped for several people or for everyone.
  package static let standard = PriorityMatrix(cells: [
    .p4, .p3, .p2,
    .p3, .p3, .p1,
    .p3, .p2, .p1,
  ])

  package func priority(_ impact: Impact, _ urgency: Urgency) -> Priority {
    let row = Impact.allCases.firstIndex(of: impact)!
    let column = Urgency.allCases.firstIndex(of: urgency)!
    return cells[row * 3 + column]
  }
}
