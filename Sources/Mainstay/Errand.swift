// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Foundation
import Platform
import Storage

/// What a command asks of the house: the server is asked when one holds the database, else the
/// command opens the house itself.
struct Errand {
  let request: Verb.Request
  /// What it ends with when the house can't be opened.
  let closed: ExitCode?

  init(
    _ verb: String, arguments: [String] = [], input: [UInt8] = [], closed: ExitCode? = nil
  ) {
    request = Verb.Request(verb, arguments: arguments, input: input)
    self.closed = closed
  }

  /// Prints what came of it and ends with its code.
  func run() async throws {
    let reply = try await opened()
    FileHandle.standardOutput.write(Data(reply.output))
    if reply.output.last.map({ $0 != UInt8(ascii: "\n") }) ?? false {
      FileHandle.standardOutput.write(Data("\n".utf8))
    }
    if reply.status != 0 { throw ExitCode(reply.status) }
  }

  private func opened() async throws -> Verb.Reply {
    do {
      let config = try Opening.config()
      Log.start(config.logFormat, from: config.logLevel)
      return try await reply(config)
    } catch {
      guard let closed else { throw error }
      if !(error is ExitCode) { Opening.say("\(error)") }
      throw closed
    }
  }

  /// A server that is starting holds the database before it listens, one that is stopping after:
  /// so both ways are tried for a few seconds.
  private func reply(_ config: Config) async throws -> Verb.Reply {
    for attempt in 1... {
      if let reply = try await asked(config) { return reply }
      do {
        return try await done(config)
      } catch let busy as Opening.Busy {
        guard attempt < 50 else { throw Opening.stop(busy.sentence, Opening.tryAgain) }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    throw Opening.failed
  }

  private func asked(_ config: Config) async throws -> Verb.Reply? {
    guard case .sqlite = config.database else { return nil }
    do {
      let folder = try DataFolder(preparing: config.dataFolder)
      return try await request.asked(of: folder, say: Opening.say)
    } catch let problem as StartProblem {
      throw Opening.stop(problem.description, Opening.tryAgain)
    }
  }

  private func done(_ config: Config) async throws -> Verb.Reply {
    let (house, rooms) = try await Opening.house(config)
    let reply = await rooms.workings.verbs.answer(request, in: house, say: Opening.say)
    await house.db.close()
    return reply
  }
}
