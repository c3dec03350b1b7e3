// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Logging

/// Writes the events of the house, and of the packages it stands on, to standard error.
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
    let values = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
    let line = LogLine(
      at: Clock.system.now(), level: event.level.rawValue, source: label, "\(event.message)", values
    )
    let bytes = Array((line.text(as: format) + "\n").utf8)
    write(STDERR_FILENO, bytes, bytes.count)
  }
}
