// SPDX-License-Identifier: AGPL-3.0-or-later

import Dispatch
import Glibc
import Synchronization

/// The door for commands on the same machine: a socket in the data folder, for its owner only.
package final class ControlSocket: Sendable {
  private let path: String
  private let file: Int32
  private let answer: @Sendable (Verb.Request, @escaping Verb.Say) async -> Verb.Reply
  private let limits: [String: Int]
  private let queue = DispatchQueue(label: "mainstay.control", attributes: .concurrent)
  private let open = Mutex(true)

  /// Whoever calls this holds the database, so a socket left behind belongs to nobody.
  package init(in folder: DataFolder, of house: House, verbs: [Verb]) throws(StartProblem) {
    path = folder.file("control.sock")
    answer = { request, say in await verbs.answer(request, in: house, say: say) }
    limits = Dictionary(verbs.map { ($0.name, $0.limit) }) { first, _ in first }
    file = try listening(at: path)
    queue.async { self.welcome() }
  }

  /// Takes no more requests; answers under way are still given.
  package func close() {
    let wasOpen = open.withLock { open in
      defer { open = false }
      return open
    }
    guard wasOpen else { return }
    unlink(path)
    shutdown(file, Int32(SHUT_RDWR))
  }

  private func welcome() {
    defer { Glibc.close(file) }
    while open.withLock({ $0 }) {
      let caller = accept(file, nil, nil)
      guard caller >= 0 else {
        // Out of file handles, say: the door stays open and is tried again in a moment.
        if errno != EINTR, errno != ECONNABORTED { usleep(100_000) }
        continue
      }
      _ = fcntl(caller, F_SETFD, FD_CLOEXEC)
      queue.async { self.serve(caller) }
    }
  }

  private func serve(_ caller: Int32) {
    let wire = Wire(caller, patience: 30)
    do {
      let request = try wire.request(limits: limits)
      let line = DispatchQueue(label: "mainstay.control.caller")
      Task {
        let reply = await answer(request) { note in
          // A caller who has hung up misses the notes; the work goes on.
          line.async { try? wire.send(note: note) }
        }
        line.async { finish(caller, wire, reply) }
      }
    } catch {
      finish(
        caller, wire, Verb.Reply(status: 65, "The request could not be read, or is too large."))
    }
  }
}

private func finish(_ caller: Int32, _ wire: Wire, _ reply: Verb.Reply) {
  // Nobody is left to be told when the caller has hung up.
  try? wire.send(reply)
  Glibc.shutdown(caller, Int32(SHUT_RDWR))
  Glibc.close(caller)
}

extension Verb.Request {
  /// Asks the server that runs on this data folder; nil when none does.
  package func asked(of folder: DataFolder, say: @escaping Verb.Say) async throws -> Verb.Reply? {
    let path = folder.file("control.sock")
    return try await withCheckedThrowingContinuation { done in
      DispatchQueue.global().async {
        done.resume(with: Result { try ask(at: path, say: say) })
      }
    }
  }

  private func ask(at path: String, say: Verb.Say) throws -> Verb.Reply? {
    let file = try unixSocket()
    defer { Glibc.close(file) }
    guard try withAddress(path, { connect(file, $0, $1) }) == 0 else {
      guard errno == ENOENT || errno == ECONNREFUSED else {
        throw StartProblem("The server can't be reached at \(path): \(reason(errno)).")
      }
      return nil
    }
    let wire = Wire(file, patience: nil)
    do {
      // A server that finds the request too large answers before it has heard it out.
      do { try wire.send(self) } catch Wire.Broken.cutOff {}
      return try wire.reply(say: say)
    } catch {
      throw StartProblem(
        "The server stopped before it answered. Whether it did what was asked is not known: look, then repeat."
      )
    }
  }
}

private func listening(at path: String) throws(StartProblem) -> Int32 {
  let file = try unixSocket()
  unlink(path)
  guard try withAddress(path, { bind(file, $0, $1) }) == 0, chmod(path, 0o600) == 0,
    // Nobody can come in before this, so the door is narrow from its first moment.
    listen(file, 64) == 0
  else {
    Glibc.close(file)
    throw StartProblem("The control socket \(path) can't be opened: \(reason(errno)).")
  }
  return file
}

private func unixSocket() throws(StartProblem) -> Int32 {
  let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  guard file >= 0 else { throw StartProblem("No socket can be opened: \(reason(errno)).") }
  return file
}

private func withAddress(_ path: String, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32)
  throws(StartProblem) -> Int32
{
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let room = MemoryLayout.size(ofValue: address.sun_path)
  guard path.utf8.count < room else {
    throw StartProblem(
      "The path \(path) is too long for a socket (\(room - 1) bytes at most). Choose a shorter MAINSTAY_DATA."
    )
  }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      use($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
