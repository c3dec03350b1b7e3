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
    JobHandler(LetterReading.kind, lastWord: setAside) { house, job in
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
      guard try InboxEntry.find(entry.id, in: db).state == .new else { return }
      try MailPlacing(
        entry: entry, message: message, identity: MessageIdentity(of: message, source: bytes),
        files: files, pen: pen
      ).place(in: db)
    }
  }

  /// What can't be placed, or takes down whoever reads it, waits for a person with the reason.
  private func setAside(
    _ house: House, _ job: Job, _ end: JobHandler.GivenUp
  ) async throws -> JobHandler.Effect {
    guard let id = job.text("entry").map({ ID<InboxEntry>($0) }) else { return .nothing }
    var entry = try await house.db.read { try InboxEntry.find(id, in: $0) }
    guard entry.state == .new else { return .nothing }
    if !end.tookWorkersDown, let bytes = try await house.files.bytes(of: entry.rawFile),
      let message = try? MailMessage(parsing: bytes)  // then the list shows it without a subject
    {
      entry.sender = MailAuthor(of: message)?.address.address ?? ""
      entry.subject = message.subject
    }
    return quarantine(entry, .notPlaced(end.words))
  }

  private func quarantine(_ entry: InboxEntry, _ reason: WaitingMail) -> JobHandler.Effect {
    JobHandler.Effect { db in
      var entry = entry
      entry.state = .quarantine
      entry.reason = reason
      try entry.save(messageID: nil, hash: nil, in: db)
    }
  }

  /// Bytes first, rows later: a file nobody names is swept up in a day (`FileSweep`), a row without
  /// its file would be a loss.
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
