// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import TestSupport

/// A program run to its end with something on its standard input.
struct Program {
  let status: Int32
  let output: String
  let lines: [String]

  /// The executable that was built beside these tests.
  static func mainstay(_ arguments: String..., input: String) throws -> Program {
    try mainstay(arguments, input: Data(input.utf8))
  }

  static func mainstay(_ arguments: [String], input: Data) throws -> Program {
    try run(folder.appendingPathComponent("mainstay"), arguments, input: input)
  }

  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  static func run(_ program: URL, _ arguments: [String], input: Data = Data()) throws -> Program {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try files.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: scratch) }
    // Files, not pipes: a full pipe on either side can't stop us.
    let (stdin, stdout) = (
      scratch.appendingPathComponent("in"), scratch.appendingPathComponent("out")
    )
    try input.write(to: stdin)
    try Data().write(to: stdout)
    let child = Child(program.path, arguments, input: stdin.path, output: stdout.path)
    return Program(status: try child.end(), data: try Data(contentsOf: stdout))
  }

  private init(status: Int32, data: Data) {
    self.status = status
    output = String(decoding: data, as: UTF8.self)
    lines = output.split(separator: "\n").map(String.init)
  }
}
