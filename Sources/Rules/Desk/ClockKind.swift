// SPDX-License-Identifier: AGPL-3.0-or-later

/// The promises that run on a ticket, in the order in which every page and report lists them.
package enum ClockKind: String, CaseIterable, Comparable, Sendable {
  case acknowledge, firstResponse, nextResponse, onSite, resolution

  package static func < (a: ClockKind, b: ClockKind) -> Bool { a.index < b.index }

  var index: Int {
    switch self {
    case .acknowledge: 0
    case .firstResponse: 1
    case .nextResponse: 2
    case .onSite: 3
    case .resolution: 4
    }
  }

  static let count = 5

  /// The clock with the index, without the list of all.
  static func at(_ index: Int) -> ClockKind {
    switch index {
    case 0: .acknowledge
    case 1: .firstResponse
    case 2: .nextResponse
    case 3: .onSite
    default: .resolution
    }
  }

  /// One bit for each clock, so that a set of clocks is a number.
  var bit: UInt8 { 1 << UInt8(index) }
}

/// Why a ticket waits. The agreement lists for each clock which reasons stop it (SLA 33).
package struct PauseReason: Hashable, Sendable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) { self.name = name }

  /// We asked the client for something (SLA 35).
  package static let client = PauseReason("client")
  /// A supplier, carrier or vendor has it.
  package static let thirdParty = PauseReason("thirdParty")

  package var description: String { name }

  /// Whose time it is. Reasons of our own, whatever they are called, are ours.
  package var party: Party {
    switch self {
    case .client: .client
    case .thirdParty: .thirdParty
    default: .ours
    }
  }

  package enum Party: String, CaseIterable, Sendable {
    case client, thirdParty, ours
  }
}
