// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `mainstay import servicenow` as it is typed: with a server and without, and killed in the middle.
@Suite struct ImportTests {
  private static let arguments = [
    "--zone", "Europe/Lisbon", "--agreement", "demo-agreement-demo-harbour",
  ]

  /// Three hundred incidents of the last month, each of three rows; one more row is broken.
  private static func log(in folder: String) throws -> String {
    let format = DateFormatter()
    format.dateFormat = "dd-MM-yyyy HH:mm"
    let begin = Date(timeIntervalSinceNow: -30 * 86_400)
    var rows = [
      "number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,impact,urgency,priority"
    ]
    for number in 0..<300 {
      let opened = begin.addingTimeInterval(Double(number) * 600)
      for (step, state) in ["New", "Awaiting User Info", "Closed"].enumerated() {
        let at = format.string(from: opened.addingTimeInterval(Double(step) * 3600))
        rows.append(
          "INC\(number),\(state),TRUE,Caller \(number % 7),\(format.string(from: opened)),\(at),2 - Medium,2 - Medium,3 - Moderate"
        )
      }
    }
    let file = folder + "/log.csv"
    try (rows + ["INC7,Asleep,TRUE", ""]).joined(separator: "\n")
      .write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  private func withWorld(
    _ body: ([String: String], [String]) async throws -> Void
  ) async throws {
    try await Scratch.inFolder { folder in
      let settings = ["MAINSTAY_DATA": folder + "/data", "MAINSTAY_PORT": "0"]
      #expect(try Command(["demo"], settings).status == 0)
      let file = try Self.log(in: folder)
      try await body(settings, ["import", "servicenow", file] + Self.arguments)
    }
  }

  @Test func `killed in the middle and given again, all are there and none is doubled`()
    async throws
  {
    try await withWorld { settings, command in
      try killed(command, settings)
      let rest = try Command(command, settings)
      #expect(rest.status == 1)
      let sum = try #require(rest.output.split(separator: "\n").first)
      let numbers = sum.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(numbers.count == 4 && numbers[0] + numbers[2] == 300 && numbers[2] >= 50)
      #expect(numbers[0] > 0, "it was over before it was killed")
      #expect(rest.output.contains("\nLine 902: It has 3 values where the heading has 9.\n"))
      let again = try Command(command, settings)
      #expect(again.output.hasPrefix("0 incidents brought in, 0 went on with new rows, 300 were"))
      #expect(try Command(["audit", "verify"], settings).status == 0)
    }
  }

  /// Ends the command without warning once it has said that fifty are in.
  private func killed(_ command: [String], _ settings: [String: String]) throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = Child(
      Program.folder.appendingPathComponent("mainstay").path, command, errors: ends[1],
      settings: settings)
    let number = try child.begun()
    close(ends[1])
    let said = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    var words = ""
    while !words.contains("50 of 300 incidents") {
      let more = said.availableData
      guard !more.isEmpty else { break }
      words += String(decoding: more, as: UTF8.self)
    }
    kill(number, SIGKILL)
    #expect(try child.wait(for: number) == 128 + SIGKILL)
  }

  @Test func `the server does it while it runs, telling how far it has come`() async throws {
    try await withWorld { settings, command in
      let server = try RunningServer(settings)
      let during = try Command(command, settings)
      #expect(during.status == 1)
      #expect(during.output.hasPrefix("300 incidents brought in"))
      #expect(during.errors.contains("50 of 300 incidents\n100 of 300 incidents\n"))
      #expect(try server.stopped(by: SIGTERM) == 0)
      let after = try Command(command, settings)
      #expect(after.output.hasPrefix("0 incidents brought in, 0 went on with new rows, 300 were"))
    }
  }

  @Test(arguments: [
    ("none.csv", "UTC", Int32(66), "There is no file"),
    ("empty.csv", "Mars/Olympus", 1, "Mars/Olympus"),
    ("empty.csv", "UTC", 1, "The file is empty."),
    ("letter.csv", "UTC", 1, "The heading line lacks number, incident_state"),
  ])
  func `what can't be brought in is said in a sentence`(
    file: String, zone: String, status: Int32, words: String
  ) async throws {
    try await Scratch.inFolder { folder in
      try "".write(toFile: folder + "/empty.csv", atomically: true, encoding: .utf8)
      try "Dear all,\nhello\n".write(
        toFile: folder + "/letter.csv", atomically: true, encoding: .utf8)
      let command = try Command(
        ["import", "servicenow", "\(folder)/\(file)", "--zone", zone, "--agreement", "x"],
        ["MAINSTAY_DATA": folder + "/data"])
      #expect(command.status == status)
      #expect((command.output + command.errors).contains(words), "\(command)")
    }
  }
}
