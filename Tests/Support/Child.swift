// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Glibc

/// Another program, run to its end. Foundation's `Process` now and then misses the end of a child
/// when several run at once, and then the whole suite waits for ever; so the system is asked itself.
package struct Child: Sendable {
  let program: String
  let arguments: [String]
  var input = "/dev/null"
  var output = "/dev/null"
  /// Where it says what is wrong, when that is not our own place.
  var errors: Int32?
  /// Variables it gets beside ours.
  var settings: [String: String] = [:]

  /// The program is looked up in PATH; input and output are paths of files.
  package init(
    _ program: String, _ arguments: [String], input: String = "/dev/null",
    output: String = "/dev/null", errors: Int32? = nil, settings: [String: String] = [:]
  ) {
    self.program = program
    self.arguments = arguments
    self.input = input
    self.output = output
    self.errors = errors
    self.settings = settings
  }

  /// What it ended with; 128 and the number of the signal when one ended it.
  package func ended() async throws -> Int32 {
    try await withCheckedThrowingContinuation { waiting in
      Thread.detachNewThread { waiting.resume(with: Result { try end() }) }
    }
  }

  /// The same, with this thread waiting.
  package func end() throws -> Int32 { try wait(for: begun()) }

  /// Its number, as soon as it runs; `wait` must follow.
  package func begun() throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
    if let errors { posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO) }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables =
      ProcessInfo.processInfo.environment.merging(settings) { $1 }
      .map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child = pid_t()
    let code = posix_spawnp(&child, program, &files, nil, words, variables)
    guard code == 0 else {
      throw CannotRun(program: program, reason: String(cString: strerror(code)))
    }
    return child
  }

  package func wait(for child: pid_t) throws -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else {
        throw CannotRun(program: program, reason: String(cString: strerror(errno)))
      }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private struct CannotRun: Error {
    let program: String
    let reason: String
  }
}
