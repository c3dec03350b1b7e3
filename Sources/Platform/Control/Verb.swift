// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Something the command line asks of the house, whether a server runs or not: the server does it
/// when it holds the database, else the command itself.
package struct Verb: Sendable {
  package let name: String
  /// The largest input taken, in bytes.
  package let limit: Int
  package let perform: @Sendable (House, Request, @escaping Say) async throws -> Reply

  /// Tells the person at the terminal how far it has come.
  package typealias Say = @Sendable (String) -> Void

  package init(
    _ name: String, limit: Int = 1_000_000,
    perform: @escaping @Sendable (House, Request, @escaping Say) async throws -> Reply
  ) {
    self.name = name
    self.limit = limit
    self.perform = perform
  }

  package struct Request: Sendable, Equatable {
    package let verb: String
    package let arguments: [String]
    package let input: [UInt8]

    package init(_ verb: String, arguments: [String] = [], input: [UInt8] = []) {
      self.verb = verb
      self.arguments = arguments
      self.input = input
    }
  }

  package struct Reply: Sendable, Equatable {
    /// The command's exit code: 0 is well, 1 refused, 65 bad input, 75 try again later.
    package let status: Int32
    package let output: [UInt8]

    package init(status: Int32 = 0, output: [UInt8] = []) {
      self.status = status
      self.output = output
    }

    package init(status: Int32 = 0, _ text: String) {
      self.init(status: status, output: Array(text.utf8))
    }
  }
}

extension [Verb] {
  /// Does what was asked. A refusal is an answer; a fault is logged here and named to the person.
  package func answer(_ request: Verb.Request, in house: House, say: @escaping Verb.Say) async
    -> Verb.Reply
  {
    guard let verb = first(where: { $0.name == request.verb }) else {
      return Verb.Reply(status: 64, "This server does not know \(request.verb).")
    }
    guard request.input.count <= verb.limit else {
      return Verb.Reply(
        status: 65, "The input is larger than \(verb.limit) bytes, the most \(verb.name) takes.")
    }
    do {
      return try await verb.perform(house, request, say)
    } catch let refusal as any Refusal {
      return Verb.Reply(status: 1, refusal.message.english)
    } catch {
      house.log.error("A command failed", ["verb": verb.name, "error": "\(error)"])
      return Verb.Reply(status: 75, "\(verb.name) failed: \(error)")
    }
  }
}
