// SPDX-License-Identifier: AGPL-3.0-or-later

import Dispatch
import Glibc
import Rules

/// Raw mail and attachments on disk: under names that say nothing, out of every served folder.
package struct Files: Sendable {
  private let folder: String
  private let desk = DispatchQueue(label: "mainstay.files", attributes: .concurrent)

  package init(in data: DataFolder) { folder = data.file("files") }

  /// A file that is safe on disk, and what a row needs to refer to it.
  package struct Kept: Sendable, Equatable {
    package let name: String
    package let size: Int
    /// SHA-256 of the bytes.
    package let fingerprint: [UInt8]
  }

  /// Returns when the bytes would survive a power cut: only then may a commit refer to them.
  package func keep(_ bytes: [UInt8]) async throws -> Kept {
    try await off { try write(bytes) }
  }

  /// Nil when there is no such file, or the name is not one of ours.
  package func bytes(of name: String) async throws -> [UInt8]? {
    guard let path = path(of: name) else { return nil }
    return try await off { try read(path) }
  }

  package func remove(_ name: String) async throws {
    guard let path = path(of: name) else { return }
    try await off {
      guard unlink(path) == 0 || errno == ENOENT else { throw FileFault("remove", path) }
    }
  }

  /// Files written at least so many seconds ago, by the machine's own time.
  package func names(olderThan seconds: Int) async throws -> [String] {
    try await off {
      let latest = Clock.system.now().advanced(by: -seconds)
      return try list(folder).flatMap { place in
        try list("\(folder)/\(place)").filter { name in
          guard let path = path(of: name) else { return false }
          var facts = stat()
          return lstat(path, &facts) == 0 && facts.st_mtim.tv_sec <= latest.seconds
        }
      }
    }
  }

  private func off<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws
    -> Answer
  {
    try await withCheckedThrowingContinuation { done in
      desk.async { done.resume(with: Result(catching: work)) }
    }
  }
}

extension Files {
  /// Written aside, synced, renamed, and the folder synced: half a file never has its name.
  private func write(_ bytes: [UInt8]) throws -> Kept {
    let name = Secret.random(count: 16).reveal { hexadecimal($0) }
    let place = "\(folder)/\(name.prefix(2))"
    for step in [folder, place] {
      guard mkdir(step, 0o700) == 0 || errno == EEXIST else { throw FileFault("make", step) }
    }
    let draft = "\(place)/.\(name)"
    try writeDurably(bytes, to: draft)
    guard rename(draft, "\(place)/\(name)") == 0 else { throw FileFault("rename", draft) }
    for step in [place, folder] { try syncFolder(step) }
    return Kept(name: name, size: bytes.count, fingerprint: fingerprint(bytes))
  }

  private func writeDurably(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileFault("write", path) }
    defer { close(file) }
    do {
      try writeAll(bytes, to: file)
      guard fsync(file) == 0 else { throw FileFault("sync", path) }
    } catch {
      unlink(path)
      throw error
    }
  }

  private func syncFolder(_ path: String) throws {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileFault("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileFault("sync", path) }
  }

  private func read(_ path: String) throws -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    if file < 0, errno == ENOENT { return nil }
    guard file >= 0 else { throw FileFault("read", path) }
    defer { close(file) }
    return try readAll(file)
  }

  /// What lies in it; nothing when it is not there yet.
  private func list(_ path: String) throws -> [String] {
    guard let place = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw FileFault("list", path)
    }
    defer { closedir(place) }
    var names: [String] = []
    while let entry = readdir(place) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { letters in
        letters.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Only names this type has made lead anywhere: 32 hexadecimal digits hold no way out.
  private func path(of name: String) -> String? {
    let digits = Array(name.utf8)
    guard digits.count == 32,
      digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    return "\(folder)/\(name.prefix(2))/\(name)"
  }
}

/// The disk did not do what it was told.
package struct FileFault: Error, CustomStringConvertible {
  package let description: String
  /// There is no room left to write; it works again when there is.
  package let isFull: Bool

  /// What the system said last (`errno`) was about this file.
  package init(_ verb: String, _ path: String) {
    isFull = errno == ENOSPC || errno == EDQUOT
    description = "can't \(verb) \(path): \(reason(errno))"
  }
}

func writeAll(_ bytes: [UInt8], to file: Int32) throws {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw FileFault("write", "file") }
    rest = rest.dropFirst(count)
  }
}

func readAll(_ file: Int32) throws -> [UInt8] {
  var whole: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(file, &piece, piece.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw FileFault("read", "file") }
    if count == 0 { return whole }
    whole += piece.prefix(count)
  }
}
