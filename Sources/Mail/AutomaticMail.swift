// SPDX-License-Identifier: AGPL-3.0-or-later
import Rules

/// Why a mail gets no automatic answer (RFC 3834, TRUST 5.3.6).
package enum AutomaticSign: Sendable, Hashable {
  case nullReturnPath
  case autoSubmitted(String)
  case precedence(String)
  case mailingList
  case answersUnwanted
  case autoReply
  case report
  case ourOwnAddress(String)
  case forgedSender
  case tooManyHops(Int)
  case ourOwnMail

  /// A machine wrote it: it neither reopens a ticket nor stops a clock. The other signs only forbid
  /// an automatic answer; a person may well have written to a list.
  package var isMachine: Bool {
    switch self {
    case .nullReturnPath, .autoSubmitted, .autoReply, .report, .tooManyHops, .ourOwnMail: true
    case .precedence(let word): word == "auto_reply"
    case .mailingList, .answersUnwanted, .ourOwnAddress, .forgedSender: false
    }
  }

  package var reason: Phrase {
    switch self {
    case .nullReturnPath: "It has no return address, as reports and automatic answers do."
    case .autoSubmitted(let value): "It says it was sent by a machine (Auto-Submitted: \(value))."
    case .precedence(let word): "It says it went to many people (Precedence: \(word))."
    case .mailingList: "It came through a mailing list."
    case .answersUnwanted: "Its sender asks for no automatic answers."
    case .autoReply: "It is an automatic answer."
    case .report: "It is a delivery report."
    case .ourOwnAddress(let address): "It was sent from an address of ours, \(address)."
    case .forgedSender: "Its sender's own mail server says the sender is forged."
    case .tooManyHops(let hops): "It went through \(hops) servers, which looks like a loop."
    case .ourOwnMail: "It is a mail of ours that came back."
    }
  }
}

extension MailMessage {
  package static let loopHeader = "X-Mainstay-Loop"
  private static let hopLimit = 50

  /// Every sign that forbids an automatic answer; none means a person may be answered.
  package func automaticSigns(
    ours: Set<String>, trusting server: String?, seal: MailSeal
  ) -> [AutomaticSign] {
    var signs: [AutomaticSign] = []
    if returnPath == .null { signs.append(.nullReturnPath) }
    signs += declaredSigns
    if report != nil || isReport { signs.append(.report) }
    if let own = from.first(where: { ours.contains($0.key) }) {
      signs.append(.ourOwnAddress(own.address))
    }
    if authentication(trusting: server) == .failed { signs.append(.forgedSender) }
    if hops > MailMessage.hopLimit { signs.append(.tooManyHops(hops)) }
    if headers.all(MailMessage.loopHeader).contains(where: { seal.isLoopMark($0.raw) }) {
      signs.append(.ourOwnMail)
    }
    return signs
  }

  private var declaredSigns: [AutomaticSign] {
    var signs: [AutomaticSign] = []
    if let value = word("Auto-Submitted"), value != "no" { signs.append(.autoSubmitted(value)) }
    if let value = word("Precedence"), ["bulk", "junk", "list", "auto_reply"].contains(value) {
      signs.append(.precedence(value))
    }
    if headers.first("List-Id") != nil { signs.append(.mailingList) }
    if let value = word("X-Auto-Response-Suppress"), value != "none" {
      signs.append(.answersUnwanted)
    }
    let replies = ["X-Autoreply", "X-Autorespond", "X-Autoresponse"]
    if replies.contains(where: { headers.first($0) != nil }) { signs.append(.autoReply) }
    return signs
  }

  private var isReport: Bool {
    headers["Content-Type"]?.lowercased().hasPrefix("multipart/report") ?? false
  }

  /// The first word of a field, without comments and parameters.
  private func word(_ name: String) -> String? {
    guard let raw = headers.first(name)?.raw.lowercased() else { return nil }
    return raw.prefix { $0 != ";" && $0 != "(" && $0 != " " }.trimmed
  }
}
