// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

extension ClockOracle {
  func versions(_ name: String) -> [ServiceLevel] {
    levels[name]!.enumerated().sorted {
      ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset)
    }.map(\.element)
  }

  func inForce(_ name: String, _ minute: Int) -> ServiceLevel {
    versions(name).last { $0.effectiveFrom.seconds <= minute * 60 }!
  }

  func takeOver(_ minute: Int) {
    guard terms != nil, !hasEnded else { return }
    for next in versions(agreement) where next.applyToOpen {
      if next.effectiveFrom.seconds == minute * 60 { move(to: next, restart: false, minute) }
    }
  }

  func hear(_ kind: SLAEvent.Kind, _ minute: Int) {
    switch kind {
    case .created(let priority, let name, let pauses):
      self.priority = priority
      agreement = name
      terms = inForce(name, minute)
      waiting = Set(pauses.map(\.name))
      for clock in [ClockKind.acknowledge, .firstResponse, .resolution] { begin(clock, minute) }
    case .acknowledged:
      seen = true
      end(.acknowledge, minute)
    case .agentReply:
      seen = true
      answered = true
      unanswered = false
      for clock in [ClockKind.acknowledge, .firstResponse, .nextResponse] { end(clock, minute) }
    case .clientReply:
      if answered, !isResolved {
        unanswered = true
        begin(.nextResponse, minute)
      }
    case .internalNote, .autoReply: break
    case .pauseStart(let reason): if !isResolved { waiting.insert(reason.name) }
    case .pauseStop(let reason): waiting.remove(reason.name)
    case .priorityChanged(let new): reprioritise(new, minute)
    case .agreementChanged(let name):
      agreement = name
      move(to: inForce(name, minute), restart: terms.onAgreementChange == .restart, minute)
    default: hearMore(kind, minute)
    }
  }

  private func hearMore(_ kind: SLAEvent.Kind, _ minute: Int) {
    switch kind {
    case .onSiteRequested:
      if !isResolved {
        visitOpen = true
        begin(.onSite, minute)
      }
    case .onSiteArrived, .onSiteCancelled:
      visitOpen = false
      end(.onSite, minute, cancelled: kind == .onSiteCancelled)
    case .resolved: if !isResolved { resolve(minute) }
    case .reopened: if isResolved { reopen(minute) }
    case .merged, .cancelled:
      for clock in ClockKind.allCases { end(clock, minute, cancelled: true) }
      hasEnded = true
    default: break
    }
  }

  private func reprioritise(_ new: Priority, _ minute: Int) {
    priority = new
    for cycle in cycles where cycle.isLive {
      if terms.onPriorityChange == .restart {
        end(cycle.clock, minute, cancelled: true)
        begin(cycle.clock, minute)
      } else {
        adopt(cycle)
      }
    }
  }

  private func move(to new: ServiceLevel, restart: Bool, _ minute: Int) {
    let old = terms!
    terms = new
    for clock in ClockKind.allCases {
      if let cycle = running(clock) {
        if restart || !knows(clock, new) {
          end(clock, minute, cancelled: true)
          begin(clock, minute)
        } else {
          adopt(cycle)
        }
      } else if !knows(clock, old), isOwed(clock) {
        begin(clock, minute)
      }
    }
  }

  private func isOwed(_ clock: ClockKind) -> Bool {
    switch clock {
    case .acknowledge: !seen
    case .firstResponse: !answered
    case .nextResponse: unanswered
    case .onSite: visitOpen
    case .resolution: !isResolved
    }
  }

  private func resolve(_ minute: Int) {
    for clock in [ClockKind.acknowledge, .firstResponse, .nextResponse, .resolution] {
      end(clock, minute)
    }
    end(.onSite, minute, cancelled: true)
    isResolved = true
    seen = true
    answered = true
    unanswered = false
    visitOpen = false
    waiting = []
  }

  private func reopen(_ minute: Int) {
    isResolved = false
    guard let cycle = last(.resolution), !cycle.isCancelled else {
      return begin(.resolution, minute)
    }
    if terms.reopen == .restart { return begin(.resolution, minute) }
    cycle.end = nil
    adopt(cycle)
  }
}
