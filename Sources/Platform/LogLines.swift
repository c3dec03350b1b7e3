// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Logging

/// Writes log events to standard error, one line each whatever they hold: no value can begin a line
/// of its own.
struct LogLines: LogHandler {
  let label: String
  let format: Log.Format
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(label: String, format: Log.Format, level: Logger.Level) {
    self.label = label
    self.format = format
    self.logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let values = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      .map { ($0.key, "\($0.value)") }
    let line =
      switch format {
      case .lines: human(event.level, "\(event.message)", values)
      case .json: json(event.level, "\(event.message)", values)
      }
    let bytes = Array((line + "\n").utf8)
    write(STDERR_FILENO, bytes, bytes.count)
  }

  private func human(_ level: Logger.Level, _ what: String, _ values: [(String, String)]) -> String
  {
    let tail = values.map { " \($0)=\(quotedIfNeeded($1))" }.joined()
    return "\(Clock.system.now()) \(level.rawValue) \(printable(what))\(tail)"
  }

  private func json(_ level: Logger.Level, _ what: String, _ values: [(String, String)]) -> String {
    let head = [
      ("time", "\(Clock.system.now())"), ("level", level.rawValue), ("source", label),
      ("event", what),
    ]
    let members = (head + values).map { "\(jsonText($0)):\(jsonText($1))" }
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
