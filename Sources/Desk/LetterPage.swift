// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Mail
import Platform
import Rules
import Storage
import Web

/// A mail as its sender laid it out: the sanitised page with the pictures that came with it put in,
/// and nothing from outside.
struct LetterPage: Sendable {
  let subject: String
  let html: String
  /// Pictures the page shows: the path it names, what they are, and where their bytes lie.
  let pictures: [(path: String, type: String, file: String)]

  /// All pictures of a page together; a page has to open at once.
  private static let most = 8 << 20

  /// Where the sanitised page says a picture is; no such address is ever served.
  static func path(of file: String) -> String { "/picture/\(file)" }

  static func isPicture(_ type: String) -> Bool {
    ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type)
  }
}

extension LetterPage {
  static func find(
    _ id: ID<Letter>, on number: Int, for scope: Scope, in db: Connection
  ) throws -> LetterPage {
    let found = try db.all(
      """
      SELECT l.subject, CASE WHEN f.id IS NULL OR f.id = (SELECT MIN(g.id) FROM letter_files g
        WHERE g.letter_id = l.id AND g.content_id IS NOT NULL) THEN l.html ELSE '' END,
        f.media_type, f.file
      FROM letters l JOIN tickets t ON t.id = l.ticket_id
      LEFT JOIN letter_files f ON f.letter_id = l.id AND f.content_id IS NOT NULL
      WHERE l.id = \(id) AND t.number = \(number) AND l.html <> ''
        AND \(scope, client: "t.client_id", contact: "t.contact_id")
      ORDER BY f.id LIMIT 200
      """
    ) { row in
      (
        subject: try row[0] as String, html: try row[1] as String, type: try row[2] as String?,
        file: try row[3] as String?
      )
    }
    guard let first = found.first else { throw Absent() }
    let pictures = found.compactMap { row in
      row.file.flatMap { file in row.type.map { (path(of: file), type: $0, file: file) } }
    }
    return LetterPage(
      subject: first.subject, html: first.html,
      pictures: pictures.filter { isPicture($0.type) })
  }

  /// The page with its pictures inside, as a document the browser shuts off.
  func sealed(_ files: Files) async throws -> Page {
    var html = html
    var room = LetterPage.most
    for picture in pictures where html.contains("\"\(picture.path)\"") {
      guard let bytes = try await files.bytes(of: picture.file), bytes.count <= room else {
        continue
      }
      room -= bytes.count
      let data = Data(bytes).base64EncodedString()
      html = html.replacing("\"\(picture.path)\"", with: "\"data:\(picture.type);base64,\(data)\"")
    }
    let isPoorer = html.contains("\"mail-picture\"")
    return .sealed(
      "\(subject)",
      note: isPoorer
        ? "Pictures from outside are left out: fetching them would tell the sender who reads this, and when."
        : nil, markup: html)
  }
}
