// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// What a person is found by: name, mail address, phone, and their client's name.
let contactWords = SearchIndex("contact_words")

let contactWordsSchema = Migration(
  "2026-11-21-2-clients-words", [], searches: [contactWords],
  fill: { try Contact.index("p.id IS NOT NULL", in: $0) })

extension Contact {
  /// Makes people found by what stands in their rows now.
  static func index(_ whom: SQL, in db: Connection) throws {
    let people = try db.all(
      """
      SELECT p.id, p.name, COALESCE(p.email, ''), p.phone, c.name
      FROM contacts p JOIN clients c ON c.id = p.client_id WHERE \(whom)
      """
    ) { row in
      let texts: [String] = [try row[1], try row[2], try row[3], try row[4]]
      return (id: try row[0] as ID<Contact>, text: texts.joined(separator: "\n"))
    }
    for person in people { try contactWords.put(person.id, person.text, in: db) }
  }

  private static let chosen: SQL = """
    SELECT p.id, p.name, p.email, p.client_id, c.name
    FROM contacts p JOIN clients c ON c.id = p.client_id
    """

  /// Those who work there and are found by the words: who is written just so first, then by name.
  package static func choices(
    matching words: String, of client: ID<Client>? = nil, limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [PersonChoice] {
    let folded = SearchWords.folded(words)
    let theirs: SQL = client.map { " AND p.client_id = \($0)" as SQL } ?? ""
    return try db.all(
      """
      \(chosen) WHERE p.active = 1 AND c.archived = 0 AND \(scope, client: "p.client_id")\(theirs)
        AND \(contactWords.match(words, id: "p.id", in: db))
      ORDER BY CASE WHEN p.folded_name = \(folded) OR p.email = \(words.lowercased())
        OR p.folded_name || ', ' || c.folded_name = \(folded) THEN 0 ELSE 1 END,
        p.folded_name, p.id LIMIT \(limit)
      """, read)
  }

  /// Everybody who may ask for something, where they are few enough for one list; else nobody.
  package static func few(
    _ most: Int = 50, for scope: Scope, in db: Connection
  ) throws -> [PersonChoice] {
    let found = try db.all(
      """
      \(chosen) WHERE p.active = 1 AND c.archived = 0 AND \(scope, client: "p.client_id")
      ORDER BY p.folded_name, p.id LIMIT \(most + 1)
      """, read)
    return found.count > most ? [] : found
  }

  /// A client's people, where they are few enough for one list, and who is usually meant, whether
  /// they still work there or not.
  package static func few(
    _ most: Int = 50, of client: ID<Client>, with usual: ID<Contact>?, in db: Connection
  ) throws -> (people: [PersonChoice], usual: PersonChoice?) {
    let usual = usual ?? ID("")
    let found = try db.all(
      """
      \(chosen) WHERE p.client_id = \(client) AND (p.active = 1 OR p.id = \(usual))
      ORDER BY CASE WHEN p.id = \(usual) THEN 0 ELSE 1 END, p.folded_name, p.id LIMIT \(most + 1)
      """, read)
    return (found.count > most ? [] : found, found.first { $0.id == usual })
  }

  /// This person, whether they still work there or not.
  package static func choice(
    _ id: ID<Contact>, for scope: Scope, in db: Connection
  ) throws -> PersonChoice? {
    try db.first("\(chosen) WHERE p.id = \(id) AND \(scope, client: "p.client_id")", read)
  }

  private static func read(_ row: Row) throws -> PersonChoice {
    PersonChoice(
      id: try row[0], name: try row[1], email: try row[2], client: try row[3],
      clientName: try row[4])
  }
}
