// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Web

/// Questions as JSON lines on standard input, answers as JSON lines on standard output: each line
/// is answered as it is read, in order, and a line that can't be understood spoils no other.
struct BatchLines {
  /// Longer lines are refused, so that no input can fill the memory.
  private static let longest = 16 << 20

  private var pending: [UInt8] = []
  private var isTooLong = false
  private var out: [UInt8] = []
  private(set) var isAllUnderstood = true

  /// A line that can't be answered, in words for its writer.
  struct Unanswerable: Error {
    let message: String

    init(_ message: String) { self.message = message }
  }

  /// Answers every line; true when all could be understood. The answer is the members that follow `id`.
  static func answer(_ reply: (JSON) throws -> [JSON.Member]) throws -> Bool {
    var batch = BatchLines()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // Nothing is held back while we wait for more.
      try batch.flush()
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Unanswerable("Standard input can’t be read.") }
      guard count > 0 else { break }
      try batch.take(buffer[..<count], reply)
    }
    try batch.finishLine(reply)
    try batch.flush()
    return batch.isAllUnderstood
  }

  private mutating func take(
    _ bytes: ArraySlice<UInt8>, _ reply: (JSON) throws -> [JSON.Member]
  ) throws {
    var rest = bytes
    while let end = rest.firstIndex(of: 10) {
      keep(rest[..<end])
      try finishLine(reply)
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    if pending.count + bytes.count > Self.longest {
      isTooLong = true
      pending = []
    }
    if !isTooLong { pending += bytes }
  }

  private mutating func finishLine(_ reply: (JSON) throws -> [JSON.Member]) throws {
    defer {
      pending.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    guard isTooLong || !pending.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) else { return }
    var id = JSON.null
    do {
      guard !isTooLong else { throw Unanswerable("The line is longer than 16 MiB.") }
      let line = try JSON(parsing: pending)
      guard case .object = line else { throw Unanswerable("The line is not a JSON object.") }
      id = line["id"] ?? .null
      write([JSON.Member("id", id)] + (try reply(line)))
    } catch {
      isAllUnderstood = false
      write([JSON.Member("id", id), JSON.Member("error", .text(Self.words(for: error)))])
    }
    if out.count > 1 << 16 { try flush() }
  }

  private static func words(for error: any Error) -> String {
    switch error {
    case let error as Unanswerable: error.message
    case let error as any Refusal: Wording.plain.text(error.message)
    default: "The line can’t be answered."
    }
  }

  private mutating func write(_ members: [JSON.Member]) {
    out += JSON.object(members).bytes()
    out.append(10)
  }

  private mutating func flush() throws {
    var sent = 0
    while sent < out.count {
      let count = out[sent...].withUnsafeBytes {
        Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Unanswerable("Standard output can’t be written.") }
      sent += count
    }
    out.removeAll(keepingCapacity: true)
  }
}
