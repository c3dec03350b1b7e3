// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
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
    let (now, wording, isProgram, seals) = (now, wording, isProgram, seals)
    let once: @Sendable (Connection) throws -> Outcome = { db in
      if let kept = try db.keptReply(to: repeatKey) {
        return Outcome(repeating: try kept.shown(by: seals))
      }
      let outcome = try act(db).kept(isProgram, wording)
      if let reply = outcome.reply {
        try db.keep(reply.hidden(by: seals), for: repeatKey, at: now)
      }
      return outcome
    }
    do {
      return try await db.write(once)
    } catch StorageError.unique("kept_replies_pkey") {
      return try await db.write(once)
    }
  }
}

/// A reply is kept hidden: what a new token, a sign-in link or a contact's own link is made of stands
/// nowhere else in the database as it is.
extension IdempotencyKey.Reply {
  fileprivate func hidden(by seals: Seals) throws -> Self {
    Self(
      status: status,
      headers: try headers.mapValues {
        Data(try seals.hidden(Array($0.utf8), Self.purpose)).base64URL
      }, body: try seals.hidden(body, Self.purpose))
  }

  fileprivate func shown(by seals: Seals) throws -> Self {
    Self(
      status: status,
      headers: try headers.compactMapValues(Data.init(base64URL:)).mapValues {
        String(decoding: try seals.shown(Array($0), Self.purpose), as: UTF8.self)
      }, body: try seals.shown(body, Self.purpose))
  }

  private static let purpose = "kept reply"
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
  package var isOwnPath: Bool {
    hasPrefix("/") && !hasPrefix("//") && !contains("\\")
      && unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
  }
}
