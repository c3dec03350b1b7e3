// SPDX-License-Identifier: AGPL-3.0-or-later

/// The schema's words in the engine's own: the same table on both.
enum Schema {
  /// SQLite's STRICT tables know INT for BIGINT; PostgreSQL says BYTEA for BLOB.
  static func words(of statement: SQL, postgres: Bool) -> SQL {
    guard !postgres else { return statement.reworded { replaced($0, ["BLOB": "BYTEA"]) } }
    let inSQLite = statement.reworded { replaced($0, ["BIGINT": "INT"]) }
    return statement.text.hasPrefix("CREATE TABLE") ? "\(inSQLite) STRICT" : inSQLite
  }

  /// Whole words only, and none within quotes.
  private static func replaced(_ text: String, _ words: [String: String]) -> String {
    var result = ""
    var word = ""
    var isQuoted = false
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      result += isQuoted ? word : words[word] ?? word
      word = ""
      if character == "'" { isQuoted.toggle() }
      result.append(character)
    }
    return result + (words[word] ?? word)
  }
}
