// SPDX-License-Identifier: AGPL-3.0-or-later

/// A service level ready to use: the three a small provider starts from. A page shows response and
/// fix; the rest stands filled in under Advanced (PRODUCT, *Small first*).
package enum Preset: String, CaseIterable, Sendable {
  case calm, standard, urgent

  /// Hours of business time to the first response and to the fix, P1 to P4.
  private var hours: [(response: Int, fix: Int)] {
    switch self {
    case .calm: [(2, 8), (4, 16), (8, 40), (16, 80)]
    case .standard: [(1, 4), (2, 8), (4, 24), (8, 40)]
    case .urgent: [(0, 2), (1, 4), (2, 8), (4, 24)]
    }
  }

  /// The filled-in level on the given calendar.
  package func level(
    version: String, effectiveFrom: Instant, calendar: String
  ) throws(ServiceLevel.Refused) -> ServiceLevel {
    var targets: [Priority: [ClockKind: ServiceLevel.Target]] = [:]
    for (priority, hours) in zip(Priority.all, hours) {
      // Half an hour is the shortest first response people keep by hand.
      let response = max(hours.response * 3600, 1800)
      targets[priority] = [
        .acknowledge: try .init(seconds: max(response / 2, 900)),
        .firstResponse: try .init(seconds: response),
        .nextResponse: try .init(seconds: response * 2),
        .onSite: try .init(seconds: priority <= .p2 ? hours.fix * 3600 : nil),
        .resolution: try .init(seconds: hours.fix * 3600),
      ]
    }
    return try ServiceLevel(
      version: version, effectiveFrom: effectiveFrom, calendar: calendar, targets: targets,
      pauses: pauses, escalations: [50, 75, 90, 100])
  }

  /// Only the fix waits: a response is ours whatever the client owes (SLA 29).
  private var pauses: [ClockKind: [PauseReason]] {
    switch self {
    case .calm: [.resolution: [.client, .thirdParty], .nextResponse: [.client]]
    case .standard, .urgent: [.resolution: [.client], .nextResponse: [.client]]
    }
  }
}

extension Priority: Comparable {
  package static func < (a: Priority, b: Priority) -> Bool { a.name < b.name }
}
