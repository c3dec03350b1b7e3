// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc

/// One end of a conversation over the control socket: numbers and bytes, each with its length
/// before it.
struct Wire {
  let file: Int32

  /// A silent peer is given up after so many seconds; nil waits for as long as the work takes.
  init(_ file: Int32, patience seconds: Int?) {
    self.file = file
    guard let seconds else { return }
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  func send(number: UInt64) throws {
    try send(withUnsafeBytes(of: number.bigEndian) { Array($0) })
  }

  func send(field: [UInt8]) throws {
    try send(number: UInt64(field.count))
    try send(field)
  }

  func number() throws -> UInt64 {
    try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  func field(limit: Int) throws -> [UInt8] {
    let count = try number()
    guard count <= UInt64(limit) else { throw Broken.tooLarge }
    return try bytes(Int(count))
  }

  func text(limit: Int) throws -> String {
    guard let text = String(validating: try field(limit: limit), as: UTF8.self) else {
      throw Broken.unreadable
    }
    return text
  }

  enum Broken: Error {
    case tooLarge, unreadable, cutOff
  }

  private func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Broken.cutOff }
      rest = rest.dropFirst(count)
    }
  }

  /// Takes memory only for what has come, whatever length was announced.
  private func bytes(_ wanted: Int) throws -> [UInt8] {
    var whole: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(wanted, 65_536))
    while whole.count < wanted {
      let count = recv(file, &piece, min(piece.count, wanted - whole.count), 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Broken.cutOff }
      whole += piece.prefix(count)
    }
    return whole
  }
}

extension Wire {
  /// Spoken first by the asking side, so that a stranger's bytes are not taken for a request.
  private static let greeting: UInt64 = 0x4D61_696E_7374_6101

  func send(_ request: Verb.Request) throws {
    try send(number: Wire.greeting)
    try send(field: Array(request.verb.utf8))
    try send(number: UInt64(request.arguments.count))
    for argument in request.arguments { try send(field: Array(argument.utf8)) }
    try send(field: request.input)
  }

  /// The verb is read before its input, so that the input can be limited by it.
  func request(limits: [String: Int]) throws -> Verb.Request {
    guard try number() == Wire.greeting else { throw Broken.unreadable }
    let verb = try text(limit: 64)
    let count = try number()
    guard count <= 64 else { throw Broken.tooLarge }
    let arguments = try (0..<count).map { _ in try text(limit: 4096) }
    return Verb.Request(
      verb, arguments: arguments, input: try field(limit: limits[verb] ?? 0))
  }

  /// Zero or more notes come before the reply.
  func send(note: String) throws {
    try send(number: 0)
    try send(field: Array(note.utf8))
  }

  func send(_ reply: Verb.Reply) throws {
    try send(number: 1)
    try send(number: UInt64(UInt32(bitPattern: reply.status)))
    try send(field: reply.output)
  }

  func reply(say: Verb.Say) throws -> Verb.Reply {
    while try number() == 0 { say(try text(limit: 65_536)) }
    let status = Int32(bitPattern: UInt32(truncatingIfNeeded: try number()))
    return Verb.Reply(status: status, output: try field(limit: 1_000_000_000))
  }
}
