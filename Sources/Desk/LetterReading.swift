// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Platform
import Rules

/// Understands a received mail and decides what it is: part of a ticket's story, a new request, or
/// something a person has to look at.
struct LetterReading: Sendable {
  let pen: Pen

  static let kind = "desk.read"

  var handler: JobHandler {
    JobHandler(LetterReading.kind) { house, job in
      guard let id = job.text("entry").map({ ID<InboxEntry>($0) }) else { return .nothing }
      let entry = try await house.db.read { try InboxEntry.find(id, in: $0) }
      return entry.state == .new ? try await read(entry, house) : .nothing
    }
  }

  private func read(_ entry: InboxEntry, _ house: House) async throws -> JobHandler.Effect {
    guard let bytes = try await house.files.bytes(of: entry.rawFile) else {
      return quarantine(entry, .lost)
    }
    let message: MailMessage
    do {
      message = try MailMessage(parsing: bytes)
    } catch {
      return quarantine(entry, .unreadable(error))
    }
    let files = try await LetterReading.keep(message.attachments, house)
    return JobHandler.Effect { db in
      try MailPlacing(
        entry: entry, message: message, identity: MessageIdentity(of: message, source: bytes),
        files: files, pen: pen
      ).place(in: db)
    }
  }

  private func quarantine(_ entry: InboxEntry, _ reason: WaitingMail) -> JobHandler.Effect {
    JobHandler.Effect { db in
      var entry = entry
      entry.state = .quarantine
      entry.reason = reason
      try entry.save(messageID: nil, hash: nil, in: db)
    }
  }

  /// Bytes first, rows later: a file nobody names is swept up, a row without its file would be a
  /// loss.
  static func keep(
    _ attachments: [MailAttachment], _ house: House
  ) async throws -> [(MailAttachment, Files.Kept)] {
    var kept: [(MailAttachment, Files.Kept)] = []
    for attachment in attachments {
      kept.append((attachment, try await house.files.keep(attachment.bytes)))
    }
    return kept
  }
}
