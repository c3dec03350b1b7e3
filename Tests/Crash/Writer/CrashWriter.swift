// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage

/// A program to be killed: it writes as fast as it can and says aloud what was acknowledged.
///
///     crashwriter write ADDRESS PREFIX   writes rows until it is stopped; a line for each answer
///     crashwriter rows ADDRESS           every row, then the sum that was kept beside them
///     crashwriter migrate ADDRESS        many small schema steps
///     crashwriter schema ADDRESS         what those steps have left
@main enum CrashWriter {
  static func main() async throws {
    let words = CommandLine.arguments
    let database = try await Database.open(DatabaseAddress(words[2])) { fault in
      say("stopped \(fault)")
      exit(3)
    }
    switch words[1] {
    case "write": try await write(to: database, prefix: words[3])
    case "rows": try await rows(of: database)
    case "migrate": try await database.migrate(CrashSchema.steps)
    default: try await schema(of: database)
    }
    await database.close()
  }

  private static func write(to database: Database, prefix: String) async throws {
    try await database.migrate([CrashSchema.rows])
    say("ready")
    await withTaskGroup(of: Void.self) { group in
      for number in 1...8 {
        group.addTask { await fill(database, prefix: "\(prefix)-\(number)") }
      }
    }
  }

  /// The row and the sum belong together: a crash must not part them.
  private static func fill(_ database: Database, prefix: String) async {
    for number in 0... {
      let id = "\(prefix)-\(number)"
      say("trying \(id)")
      do {
        try await database.write { db in
          try db.execute("INSERT INTO rows (id) VALUES (\(id))")
          try db.execute("UPDATE sums SET count = count + 1")
        }
        say("kept \(id)")
      } catch StorageError.unknown {
        say("unknown \(id)")
      } catch {
        say("lost \(id) \(error)")
        try? await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  private static func rows(of database: Database) async throws {
    try await database.migrate([CrashSchema.rows])
    let (ids, sum) = try await database.read { db in
      (
        try db.all("SELECT id FROM rows ORDER BY id") { try $0[0] as String },
        try db.first("SELECT count FROM sums") { try $0[0] as Int }
      )
    }
    for id in ids { say("row \(id)") }
    say("sum \(sum ?? -1)")
  }

  private static func schema(of database: Database) async throws {
    try await database.migrate(CrashSchema.steps)
    let pairs = try await database.read { db in
      try db.all("SELECT step, mark FROM marks ORDER BY step, mark") {
        "\(try $0[0] as Int) \(try $0[1] as Int)"
      }
    }
    for pair in pairs { say(pair) }
  }

  /// In one call of the system, so that a kill never leaves half a line.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}

/// The tables that are written while the program is killed.
enum CrashSchema {
  static let rows = Migration(
    "2026-01-01-rows",
    [
      "CREATE TABLE rows (id TEXT NOT NULL PRIMARY KEY)",
      "CREATE TABLE sums (count BIGINT NOT NULL)",
      "INSERT INTO sums (count) VALUES (0)",
    ])

  /// Each step leaves five marks, or none.
  static let steps =
    [Migration("2026-01-00-marks", ["CREATE TABLE marks (step BIGINT, mark BIGINT)"])]
    + (1...60).map { step in
      Migration(
        "2026-01-\(step + 100)-marks",
        (1...5).map { mark in "INSERT INTO marks (step, mark) VALUES (\(step), \(mark))" })
    }
}
