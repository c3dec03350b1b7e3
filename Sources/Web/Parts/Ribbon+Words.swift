// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What a strip says in words: to those who can't see it, and as its key.
extension Ribbon {
  /// All stretches of one kind together.
  struct Sum {
    let kind: RibbonSpan.Kind
    let seconds: Int

    var words: Phrase { kind.words(seconds) }
  }

  var sums: [Sum] {
    var order: [RibbonSpan.Kind] = []
    var seconds: [RibbonSpan.Kind: Int] = [:]
    for span in spans where span.kind != .ahead {
      if seconds[span.kind] == nil { order.append(span.kind) }
      seconds[span.kind, default: 0] += span.length
    }
    return order.map { Sum(kind: $0, seconds: seconds[$0] ?? 0) }
  }

  /// The stretches in order; a long life is told by its sums.
  var story: Phrase {
    let lived = spans.filter { $0.kind != .ahead }
    guard let first = lived.first else { return "Nothing to show yet" }
    let parts = lived.count <= 16 ? lived.map { $0.kind.words($0.length) } : sums.map(\.words)
    return parts.reduce("From \(moment: first.from)") { "\(phrase: $0); \(phrase: $1)" }
  }
}

extension RibbonSpan.Kind {
  func words(_ seconds: Int) -> Phrase {
    switch self {
    case .ran: "Ran \(duration: seconds)"
    case .over: "Ran late \(duration: seconds)"
    case .client(""): "Waited on the client \(duration: seconds)"
    case .client(let who), .thirdParty(let who): "Waited on \(who) \(duration: seconds)"
    case .paused(let reason): "Paused \(duration: seconds): \(reason)"
    case .closed: "Outside hours \(duration: seconds)"
    case .resolved: "Resolved \(duration: seconds)"
    case .ahead: "Still to come \(duration: seconds)"
    }
  }
}

/// The patterns that keep states apart without colour: stripes for the client, dots for third parties.
enum Weave {
  /// Each drawing defines its own, so that no two on a page share an id.
  static func defined(_ id: String) -> HTML {
    """
    <pattern id="\(id)-client" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="weave" d="M0 0v6"/></pattern><pattern id="\(id)-third" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="weave-dot" cx="2.5" cy="2.5" r="1.2"/></pattern>
    """
  }

  static func fill(_ kind: RibbonSpan.Kind, _ id: String) -> HTML {
    switch kind {
    case .ran: " class=\"ran\""
    case .over: " class=\"over\""
    case .client, .paused: " class=\"paused\" fill=\"url(#\(id)-client)\""
    case .thirdParty: " class=\"paused\" fill=\"url(#\(id)-third)\""
    case .closed: " class=\"closed\""
    case .resolved: " class=\"kept\""
    case .ahead: " class=\"ahead\""
    }
  }
}
