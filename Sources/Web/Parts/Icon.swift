// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One of the few signs the house uses where a word has no room.
package struct Icon: Part {
  package enum Sign: Sendable { case search, more, today, desk, clients, plan, money, learn, mark }

  let sign: Sign

  package init(_ sign: Sign) { self.sign = sign }

  package var html: HTML {
    """
    <svg class="icon" viewBox="0 0 18 18" aria-hidden="true">\(drawing)</svg>
    """
  }

  private var drawing: HTML {
    switch sign {
    case .search: "<circle cx=\"8\" cy=\"8\" r=\"5\"/><path d=\"m12 12 4 4\"/>"
    case .more: "<path d=\"M4 9h.01M9 9h.01M14 9h.01\"/>"
    case .today: "<circle cx=\"9\" cy=\"9\" r=\"7\"/><path d=\"M9 5v4l3 2\"/>"
    case .desk: "<path d=\"M2 10h4l1 2h4l1-2h4M2 10l3-6h8l3 6v5H2z\"/>"
    case .clients:
      "<circle cx=\"7\" cy=\"6\" r=\"3\"/><path d=\"M1.500 16c.5-3.500 2.500-5 5.500-5s5 1.500 5.500 5M12 3.500a3 3 0 0 1 0 5M13.500 11.300c1.800.6 2.800 2.200 3 4.700\"/>"
    case .plan:
      "<rect x=\"2\" y=\"3.500\" width=\"14\" height=\"12.500\" rx=\"1.500\"/><path d=\"M2 7.500h14M6 1.500v4M12 1.500v4\"/>"
    case .money:
      "<path d=\"M4 2h10v14l-2.500-1.500L9 16l-2.500-1.500L4 16zM7 6h4M7 9.500h4\"/>"
    case .learn: "<path d=\"M3 15.500V9M9 15.500V3M15 15.500V6.500\"/>"
    case .mark:
      "<path d=\"M6 1.500v12M6 2 16 13.500M2 13.500h14.500c-.8 2-2 3-4 3H5c-1.500 0-2.500-1-3-3z\"/>"
    }
  }
}
