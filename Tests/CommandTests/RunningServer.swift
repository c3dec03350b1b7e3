// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import TestSupport

/// `mainstay serve`, running until it is stopped; it is there once it has said so.
struct RunningServer {
  let number: pid_t
  private let child: Child
  private let said: FileHandle

  init(_ settings: [String: String]) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw NotOpened(said: "no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    child = Child(
      Program.folder.appendingPathComponent("mainstay").path, ["serve"], errors: ends[1],
      settings: settings)
    number = try child.begun()
    close(ends[1])
    said = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    var words = ""
    while !words.contains(" notice Open") {
      let more = said.availableData
      guard !more.isEmpty else { throw NotOpened(said: words) }
      words += String(decoding: more, as: UTF8.self)
    }
  }

  /// What it ended with.
  func stopped(by signal: Int32) throws -> Int32 {
    kill(number, signal)
    return try child.wait(for: number)
  }

  struct NotOpened: Error {
    let said: String
  }
}

/// One `mainstay` command, run to its end.
struct Command: Equatable {
  let status: Int32
  let output: String
  let errors: String

  init(_ arguments: [String], _ settings: [String: String] = [:], input: String = "/dev/null")
    throws
  {
    let scratch = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: scratch + ".err", contents: nil)
    let errors = open(scratch + ".err", O_WRONLY | O_CLOEXEC)
    defer {
      close(errors)
      for end in [".out", ".err"] { try? FileManager.default.removeItem(atPath: scratch + end) }
    }
    let child = Child(
      Program.folder.appendingPathComponent("mainstay").path, arguments, input: input,
      output: scratch + ".out", errors: errors, settings: settings)
    status = try child.end()
    output = try String(contentsOfFile: scratch + ".out", encoding: .utf8)
    self.errors = try String(contentsOfFile: scratch + ".err", encoding: .utf8)
  }
}

/// A port of this machine that somebody else listens on.
final class TakenPort {
  let number: Int
  private let file: Int32

  init() throws {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.file = file
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listens = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(file, $0, size) == 0 && listen(file, 1) == 0 && getsockname(file, $0, &size) == 0
      }
    }
    guard listens else { throw RunningServer.NotOpened(said: "no port") }
    number = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(file) }
}
