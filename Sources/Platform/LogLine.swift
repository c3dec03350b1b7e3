// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One event as it is written: one line, whatever it holds. No value can begin a line of its own.
package struct LogLine: Sendable {
  private let moment: Instant
  private let level: String
  private let source: String
  private let what: String
  private let values: [(name: String, value: String)]

  package init(
    at moment: Instant, level: String, source: String, _ what: String, _ values: [String: String]
  ) {
    self.moment = moment
    self.level = level
    self.source = source
    self.what = what
    self.values = values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  package func text(as format: Log.Format) -> String {
    switch format {
    case .lines: human
    case .json: json
    }
  }

  private var human: String {
    let tail = values.map { " \(printable($0.name))=\(quotedIfNeeded($0.value))" }.joined()
    return "\(moment) \(level) \(printable(what))\(tail)"
  }

  private var json: String {
    let head = [("time", "\(moment)"), ("level", level), ("source", source), ("event", what)]
    let members = (head + values).map { "\(jsonText($0.0)):\(jsonText($0.1))" }
    return "{\(members.joined(separator: ","))}"
  }
}

private func quotedIfNeeded(_ text: String) -> String {
  text.utf8.contains { $0 <= 32 || $0 == 34 || $0 == 61 } || text.isEmpty
    ? jsonText(text) : printable(text)
}

/// Control characters, and those that break lines or turn their direction, are written as numbers.
private func printable(_ text: String) -> String {
  text.unicodeScalars.map { isTreacherous($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }
    .joined()
}

/// The text as a JSON string, quotes included.
func jsonText(_ text: String) -> String {
  var quoted = "\""
  for letter in text.unicodeScalars {
    switch letter {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case _ where isTreacherous(letter):
      let hex = String(letter.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    default: quoted.unicodeScalars.append(letter)
    }
  }
  return quoted + "\""
}

private func isTreacherous(_ letter: Unicode.Scalar) -> Bool {
  letter.value < 32 || (127...159).contains(letter.value)
    || (0x2028...0x202E).contains(letter.value) || (0x2066...0x2069).contains(letter.value)
}
