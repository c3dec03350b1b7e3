// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Something attached to a letter: its name as the sender wrote it, and what its bytes say it is.
package struct LetterFile: Sendable {
  package let id: ID<LetterFile>
  package let name: String
  package let type: String
  package let size: Int
}

extension LetterFile {
  /// The file on that ticket as a download, where the reader may see it. A contact sees what was
  /// written to them or by them.
  package static func download(
    _ id: ID<LetterFile>, on number: Int, for scope: Scope, house: House
  ) async throws -> Page {
    let found = try await house.db.read { db in
      try db.first(
        """
        SELECT f.name, f.media_type, f.file FROM letter_files f
        JOIN letters l ON l.id = f.letter_id JOIN tickets t ON t.id = l.ticket_id
        WHERE f.id = \(id) AND t.number = \(number) AND \(seen(by: scope))
          AND \(scope, client: "t.client_id", contact: "t.contact_id")
        """
      ) { (name: try $0[0] as String, type: try $0[1] as String, file: try $0[2] as String) }
    }
    guard let found else { throw Absent() }
    guard let bytes = try await house.files.bytes(of: found.file) else { throw LostFile() }
    return .foreign(found.name, type: found.type, bytes)
  }

  /// Notes what came with a letter; its bytes are on the disk already.
  static func insert(
    _ kept: Files.Kept, named name: String, type: String, contentID: String? = nil,
    with letter: Letter, house: House, in db: Connection
  ) throws {
    let hash = hexadecimal(kept.fingerprint)
    try db.execute(
      """
      INSERT INTO letter_files (id, letter_id, name, media_type, size, hash, file, content_id)
      VALUES (\(house.ids.next(Files.Kept.self, at: letter.writtenAt)), \(letter.id), \(name),
        \(type), \(kept.size), \(hash), \(kept.name), \(contentID))
      """)
  }

  private static func seen(by scope: Scope) -> SQL {
    guard case .contact = scope else { return "l.id IS NOT NULL" }
    return "l.kind <> 'alarm' AND l.state <> 'takenBack' AND \(scope.ofLetters)"
  }
}

struct LostFile: Refusal {
  let code = "file.lost"
  let message: Phrase =
    "The stored file is gone from the data folder. Restore it from a backup, then try again."
}

/// What people read beside a file's name.
extension LetterFile {
  /// As a page lists it; `path` is the ticket's page.
  package func item(under path: String) -> FileList.Item {
    FileList.Item(name, path: "\(path)/files/\(id)", note: "\(phrase: kind), \(phrase: length)")
  }

  private var length: Phrase {
    switch size {
    case ..<1000: "\(count: size, one: "# byte", many: "# bytes")"
    case ..<1_000_000: "\((size + 999) / 1000) kB"
    default: "\((size + 999_999) / 1_000_000) MB"
    }
  }

  private var kind: Phrase {
    switch type {
    case "application/pdf": "PDF"
    case "application/zip": "archive or Office document"
    case "application/gzip": "archive"
    case "application/vnd.rar": "archive"
    case "application/x-7z-compressed": "archive"
    case "application/x-ole-storage": "Office document"
    case "application/rtf": "Office document"
    case "application/ms-tnef": "mail"
    case "message/rfc822": "mail"
    case "application/x-empty": "empty file"
    default: runs ? "program" : isMarkup ? "web page" : medium
    }
  }

  private var runs: Bool {
    ["application/x-msdownload", "application/x-executable", "text/x-script"].contains(type)
  }

  private var isMarkup: Bool { ["text/html", "image/svg+xml", "application/xml"].contains(type) }

  private var medium: Phrase {
    switch type.prefix(while: { $0 != "/" }) {
    case "image": "picture"
    case "video": "film"
    case "audio": "sound"
    case "text": text
    default: "file of an unknown kind"
    }
  }

  private var text: Phrase {
    switch type {
    case "text/calendar": "calendar entry"
    case "text/vcard": "contact card"
    default: "text"
    }
  }
}
