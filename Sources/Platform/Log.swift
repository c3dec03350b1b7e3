// SPDX-License-Identifier: AGPL-3.0-or-later

import Logging
import Synchronization

/// What happened, for whoever runs the house: a sentence and named values, one line each. Secrets
/// can't get in, because their type shows nothing.
package struct Log: Sendable {
  package typealias Values = [String: String]

  package enum Level: String, CaseIterable, Sendable {
    case debug, info, notice, warning, error
  }

  package enum Format: String, Sendable {
    case lines, json
  }

  private let write: @Sendable (Level, String, Values) -> Void

  package func debug(_ what: String, _ values: Values = [:]) { write(.debug, what, values) }
  package func info(_ what: String, _ values: Values = [:]) { write(.info, what, values) }
  package func notice(_ what: String, _ values: Values = [:]) { write(.notice, what, values) }
  package func warning(_ what: String, _ values: Values = [:]) { write(.warning, what, values) }
  package func error(_ what: String, _ values: Values = [:]) { write(.error, what, values) }
}

extension Log {
  /// Whatever the process has been told to log to, together with the packages it stands on.
  package static let process: Log = {
    let logger = Logger(label: "mainstay")
    return Log { level, what, values in
      logger.log(
        level: level.inPackages, "\(what)", metadata: values.mapValues { .string($0) })
    }
  }()

  /// Says once for the whole process how lines look and which are written.
  package static func start(_ format: Format, from level: Level) {
    LoggingSystem.bootstrap { label in
      LogLines(label: label, format: format, level: level.inPackages)
    }
  }

  package static let silent = Log { _, _, _ in }

  /// Keeps lines instead of writing them, for a test to read.
  package static func recording(_ book: Book) -> Log {
    Log { level, what, values in book.add(Book.Line(level: level, what: what, values: values)) }
  }

  package final class Book: Sendable {
    package struct Line: Sendable {
      package let level: Level
      package let what: String
      package let values: Values
    }

    private let kept = Mutex<[Line]>([])

    package init() {}

    package var lines: [Line] { kept.withLock { $0 } }

    func add(_ line: Line) { kept.withLock { $0.append(line) } }
  }
}

extension Log.Level {
  var inPackages: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}
