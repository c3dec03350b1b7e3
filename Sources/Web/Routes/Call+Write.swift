// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Call {
  /// The one write of an act. Sent twice under one `Idempotency-Key`, or by a double click on one
  /// form, it is done once: the reply is kept in the same transaction and given again.
  package func write(
    _ db: Database, _ act: @escaping @Sendable (Connection) throws -> Outcome
  ) async throws -> Outcome {
    guard let repeatKey else { return try await db.write(act) }
    let (now, wording, isProgram) = (now, wording, isProgram)
    let once: @Sendable (Connection) throws -> Outcome = { db in
      if let kept = try db.keptReply(to: repeatKey) { return Outcome(repeating: kept) }
      let outcome = try act(db).kept(isProgram, wording)
      if let reply = outcome.reply { try db.keep(reply, for: repeatKey, at: now) }
      return outcome
    }
    do {
      return try await db.write(once)
    } catch StorageError.unique("kept_replies_pkey") {
      return try await db.write(once)
    }
  }
}

extension Outcome {
  fileprivate init(repeating reply: IdempotencyKey.Reply) {
    self.init(see: reply.headers["Location"] ?? "/")
    self.reply = reply
  }

  /// This outcome with the reply it leads to.
  fileprivate func kept(_ isProgram: Bool, _ wording: Wording) -> Outcome {
    var outcome = self
    outcome.reply = isProgram ? program(wording) : form
    return outcome
  }

  /// What a program is sent.
  func program(_ wording: Wording) -> IdempotencyKey.Reply {
    var headers: [String: String] = [:]
    if let version { headers["ETag"] = "\"\(version)\"" }
    if created { headers["Location"] = "/" + Route.apiRoot + see.dropFirst() }
    return IdempotencyKey.Reply(
      status: created ? 201 : 200, headers: headers, body: json.bytes(wording))
  }

  /// What a browser is sent.
  var form: IdempotencyKey.Reply {
    var headers = ["Location": see.isOwnPath ? see : "/"]
    if let flash { headers["flash"] = flash.packed }
    return IdempotencyKey.Reply(status: 303, headers: headers, body: [])
  }
}

extension String {
  /// Whether it is a path under our own roof, and nothing a browser reads as another host.
  var isOwnPath: Bool {
    hasPrefix("/") && !hasPrefix("//") && !contains("\\")
      && unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
  }
}
