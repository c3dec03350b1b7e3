// SPDX-License-Identifier: AGPL-3.0-or-later

/// What one version of an agreement promises on the clock: seconds of business time for each
/// priority and clock, what stops them, and how changes and reopenings are taken.
package struct ServiceLevel: Sendable, Equatable {
  /// What people call this version of the agreement, `2`.
  package let version: String
  /// Holds for tickets created (or moved here) from then on.
  package let effectiveFrom: Instant
  /// Name of the calendar of every target that doesn't name its own (SLA 15).
  package let calendar: String
  package let targets: [Priority: [ClockKind: Target]]
  /// Reasons that stop a clock; a clock left out is stopped by nothing (SLA 29, 33).
  package let pauses: [ClockKind: [PauseReason]]
  /// Percentages of the target at which somebody is told (SLA 49).
  package let escalations: [Int]
  package let reopen: Reopening
  package let onPriorityChange: Changeover
  package let onAgreementChange: Changeover
  /// Takes over tickets that are open already, at its effective instant (SLA 43).
  package let applyToOpen: Bool

  package init(
    version: String, effectiveFrom: Instant, calendar: String,
    targets: [Priority: [ClockKind: Target]], pauses: [ClockKind: [PauseReason]] = [:],
    escalations: [Int] = [], reopen: Reopening = .continues,
    onPriorityChange: Changeover = .carry, onAgreementChange: Changeover = .carry,
    applyToOpen: Bool = false
  ) throws(Refused) {
    if let percent = escalations.first(where: { !Self.percentages.contains($0) }) {
      throw .percentage(percent)
    }
    self.version = version
    self.effectiveFrom = effectiveFrom
    self.calendar = calendar
    self.targets = targets
    self.pauses = pauses
    self.escalations = escalations
    self.reopen = reopen
    self.onPriorityChange = onPriorityChange
    self.onAgreementChange = onAgreementChange
    self.applyToOpen = applyToOpen
  }

  /// Whether the resolved ticket's clock goes on after a reopening, or a new one begins (SLA 41).
  package enum Reopening: String, CaseIterable, Sendable {
    case continues = "continue"
    case restart
  }

  /// What a changed priority or agreement does to running clocks (SLA 38, 42).
  package enum Changeover: String, CaseIterable, Sendable {
    /// Time already counted stays; the new target and calendar hold from then on.
    case carry
    /// The cycle ends without a verdict and a new one begins.
    case restart
  }

  static let percentages = 1...1_000_000
}

extension ServiceLevel {
  /// Seconds of business time promised, and whose hours count.
  package struct Target: Sendable, Equatable {
    /// Nil is no promise: time is measured all the same (SLA 22).
    package let seconds: Int?
    /// Nil for the calendar of the version.
    package let calendar: String?

    package init(seconds: Int?, calendar: String? = nil) throws(Refused) {
      if let seconds, !Self.possible.contains(seconds) { throw .target(seconds) }
      self.seconds = seconds
      self.calendar = calendar
    }

    /// Up to three centuries; beyond lies a slip of the keyboard.
    static let possible = 1...10_000_000_000
  }

  package enum Refused: Refusal, Equatable {
    case target(Int)
    case percentage(Int)

    package var code: String {
      switch self {
      case .target: "serviceLevel.target"
      case .percentage: "serviceLevel.percentage"
      }
    }

    package var message: Phrase {
      switch self {
      case .target(0):
        "A target of 0 can’t be kept. Write 60 seconds for “at once”, or leave it out for no promise."
      case .target(let seconds): "\(seconds) seconds is not a target anybody can promise."
      case .percentage(let percent):
        "\(percent) % is not a mark. Write percentages of the target, like 75 or 120."
      }
    }
  }

  /// The clocks this version has: those named for any priority (batch rule 1).
  package var clocks: Set<ClockKind> { Set(targets.values.flatMap(\.keys)) }
}
