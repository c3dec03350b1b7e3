// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Foundation
import Platform
import Storage

/// How a command comes to its house: settings read, log begun, doors opened; or a sentence on
/// standard error and an exit code that says what kind of trouble it is.
enum Opening {
  /// Exit codes as in sysexits.h, which mail servers and supervisors understand.
  static let badSettings = ExitCode(78)
  static let tryAgain = ExitCode(75)
  static let failed = ExitCode(1)

  static func config() throws -> Config {
    let program = Bundle.main.executableURL?.deletingLastPathComponent().path ?? "/usr/bin"
    do {
      return try Config.load(ProcessInfo.processInfo.environment, program: program)
    } catch {
      throw stop(error.description, badSettings)
    }
  }

  /// The house with its schema settled, and its rooms.
  static func house(_ config: Config) async throws -> (House, Rooms) {
    let house = try await unsettledHouse(config)
    let rooms = Rooms(in: house)
    do {
      try await house.settle(rooms.workings)
      return (house, rooms)
    } catch {
      await house.db.close()
      throw sentence(for: error)
    }
  }

  private static func unsettledHouse(_ config: Config) async throws -> House {
    do {
      return try await House.live(config, mailer: .relay(config), whenStopped: stopWriting)
    } catch {
      throw sentence(for: error)
    }
  }

  /// Whoever must not write any more must not go on: a supervisor starts anew, from the log.
  private static func stopWriting(_ error: StorageError) {
    Log.process.error("The database can't be written safely any more", ["error": "\(error)"])
    exit(74)
  }

  private static func sentence(for error: any Error) -> any Error {
    if case StorageError.inUse(let sentence) = error { return Busy(sentence: sentence) }
    return stop("\(error)", failed)
  }

  /// Another process holds the database: it may be a server that is just starting or stopping.
  struct Busy: Error {
    let sentence: String
  }

  static func stop(_ sentence: String, _ code: ExitCode) -> ExitCode {
    say(sentence)
    return code
  }

  /// Standard output is for answers, so people are spoken to on standard error.
  @Sendable static func say(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }
}
