// SPDX-License-Identifier: AGPL-3.0-or-later

extension SeparatedValues {
  /// One line of a table as others read it (RFC 4180), with its end: quoted where it must be, and what
  /// a spreadsheet would take for a formula made text by an apostrophe.
  package static func line(_ values: [String]) -> String {
    values.map(cell).joined(separator: ",") + "\r\n"
  }

  private static func cell(_ text: String) -> String {
    let safe = isFormula(text) ? "'" + text : text
    // By scalar: a letter and what is joined to it, or CR and LF, are one Character.
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    var quoted = "\""
    for scalar in safe.unicodeScalars {
      quoted.unicodeScalars.append(scalar)
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "\""
  }

  /// The full-width signs are read as the plain ones by some spreadsheets.
  private static func isFormula(_ text: String) -> Bool {
    text.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
  }
}
