// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

extension [SLAEvent] {
  /// The events of a line. They must make a history also where they are not known yet.
  init(history json: JSON?) throws {
    guard let list = json?.list else {
      throw BatchLines.Unanswerable("“events” must be a list of events.")
    }
    self = try list.enumerated().map { place, event in
      try located("Event \(place)") { try SLAEvent(event) }
    }
    guard case .created? = first?.kind else { throw ClockRefused.notCreated }
    for place in indices.dropFirst() where self[place].at < self[place - 1].at {
      throw ClockRefused.outOfOrder(event: place)
    }
  }
}

extension SLAEvent {
  /// `{at, kind, …}`; `type` and `event` are read as `kind`.
  fileprivate init(_ json: JSON) throws {
    _ = try json.members("event")
    guard let name = (json["kind"] ?? json["type"] ?? json["event"])?.text else {
      throw BatchLines.Unanswerable("“kind” is missing; it must be the name of an event.")
    }
    self.init(at: try json.moment("at"), try Kind(name, json))
  }
}

extension SLAEvent.Kind {
  fileprivate init(_ name: String, _ json: JSON) throws {
    switch name {
    case "created":
      self = .created(
        try json.priority, agreement: try json.agreement,
        pauses: try json.texts("pauses").map(PauseReason.init))
    case "pauseStart": self = .pauseStart(try json.reason)
    case "pauseStop": self = .pauseStop(try json.reason)
    case "priorityChanged": self = .priorityChanged(try json.priority)
    case "agreementChanged": self = .agreementChanged(try json.agreement)
    default:
      guard let plain = Self.plain[name] else {
        throw BatchLines.Unanswerable("There is no event called “\(name)”.")
      }
      self = plain
    }
  }

  private static let plain: [String: SLAEvent.Kind] = [
    "acknowledged": .acknowledged, "agentReply": .agentReply, "clientReply": .clientReply,
    "internalNote": .internalNote, "autoReply": .autoReply, "onSiteRequested": .onSiteRequested,
    "onSiteArrived": .onSiteArrived, "onSiteCancelled": .onSiteCancelled, "resolved": .resolved,
    "reopened": .reopened, "merged": .merged, "cancelled": .cancelled,
  ]
}

extension JSON {
  fileprivate var priority: Priority {
    get throws { Priority(try required("priority", "the name of a priority", \.text)) }
  }

  fileprivate var agreement: String {
    get throws { try required("agreement", "the name of an agreement", \.text) }
  }

  fileprivate var reason: PauseReason {
    get throws { PauseReason(try required("reason", "the name of a reason", \.text)) }
  }
}
