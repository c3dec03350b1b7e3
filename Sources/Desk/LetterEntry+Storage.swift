// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A letter as a ticket's story shows it: its words, whether it came with a page of its own, and
/// what was attached. The page itself is fetched when somebody wants to see it.
package struct LetterEntry: Sendable {
  package let letter: Letter
  package let hasPage: Bool
  package let files: [LetterFile]

  /// What its contact may see of it.
  package var isForContact: Bool { letter.kind != .alarm && letter.state != .takenBack }
}

extension Scope {
  /// Which letters on a ticket somebody may see who may see the ticket. A contact sees what was
  /// written to them or by them: a ticket that moved to them brings nobody else's letters along.
  var ofLetters: SQL {
    guard case .contact = self else { return "l.id IS NOT NULL" }
    return "\(self, client: "l.client_id", contact: "l.contact_id")"
  }
}

extension LetterEntry {
  /// Everything written on a ticket, in order, with the names of what was attached, in one query:
  /// letters first, then files under the same columns.
  package static func all(
    of ticket: ID<Ticket>, for scope: Scope, in db: Connection
  ) throws -> [LetterEntry] {
    var letters: [(letter: Letter, hasPage: Bool)] = []
    var files: [ID<Letter>: [LetterFile]] = [:]
    _ = try db.all(
      """
      SELECT \(Letter.columns(html: "''")), 1, CASE WHEN l.html = '' THEN 0 ELSE 1 END
      FROM letters l WHERE l.ticket_id = \(ticket) AND \(scope.ofLetters)
      UNION ALL
      SELECT l.id, f.id, f.name, f.media_type, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, l.written_at, 2, f.size
      FROM letters l JOIN letter_files f ON f.letter_id = l.id
      WHERE l.ticket_id = \(ticket) AND \(scope.ofLetters)
      ORDER BY 22, 21, 1, 2 LIMIT 4000
      """
    ) { row in
      if try row[21] == 1 { return letters.append((try Letter.read(row), try row[22])) }
      files[try row[0], default: []].append(
        LetterFile(id: try row[1], name: try row[2], type: try row[3], size: try row[22]))
    }
    return letters.map { LetterEntry(letter: $0, hasPage: $1, files: files[$0.id] ?? []) }
  }
}
