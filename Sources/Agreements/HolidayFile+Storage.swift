// SPDX-License-Identifier: AGPL-3.0-or-later

import Almanac
import Rules
import Storage

/// A file of holidays as it was sent, kept beside its calendar until somebody takes its dates over,
/// and afterwards as the evidence of where they came from.
struct ReceivedFile: Sendable {
  let id: ID<ReceivedFile>
  let calendar: ID<Calendar>
  let name: String
  let content: String
  let receivedAt: Instant
  /// The version of the calendar that holds its dates; nil while nobody took them over.
  let takenIn: Int?

  /// Reads it anew: what is understood may grow with a later release, the file stays as it was.
  func reading(for calendar: Calendar) throws -> HolidayFile {
    try HolidayFile(iCalendar: Array(content.utf8), zone: calendar.zone)
  }
}

extension ReceivedFile {
  static func find(
    _ id: ID<ReceivedFile>, of calendar: ID<Calendar>, in db: Connection
  ) throws -> ReceivedFile {
    let found = try db.first(
      """
      SELECT id, calendar_id, name, content, received_at, taken_in FROM calendar_files
      WHERE id = \(id) AND calendar_id = \(calendar)
      """
    ) {
      ReceivedFile(
        id: try $0[0], calendar: try $0[1], name: try $0[2], content: try $0[3],
        receivedAt: try $0[4], takenIn: try $0[5])
    }
    guard let found else { throw Absent() }
    return found
  }

  func insert(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO calendar_files (id, calendar_id, name, content, received_at, taken_in)
      VALUES (\(id), \(calendar), \(name), \(content), \(receivedAt), \(takenIn))
      """)
  }

  /// Only the first to take the dates over does.
  func markTaken(in number: Int, in db: Connection) throws {
    let changed = try db.execute(
      "UPDATE calendar_files SET taken_in = \(number) WHERE id = \(id) AND taken_in IS NULL")
    guard changed == 1 else { throw HolidayFileTaken() }
  }
}

struct HolidayFileTaken: Refusal {
  let code = "holidayFile.taken"
  let message: Phrase = "The dates of this file are in the calendar already."
}

struct HolidayFileChangesNothing: Refusal {
  let code = "holidayFile.changesNothing"
  let message: Phrase =
    "Every date of this file is in the calendar already, so there is nothing to take over."
}
