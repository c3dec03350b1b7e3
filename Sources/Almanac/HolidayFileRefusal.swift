// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A file that can't be read as a calendar at all. What is wrong with one entry is said of the entry.
package enum HolidayFileRefusal: Refusal, Equatable {
  case empty
  case notUTF8(line: Int)
  case noCalendar
  case oldVersion(line: Int)
  case otherScale(String, line: Int)
  case unbalanced(line: Int)
  case cutOff(line: Int)
  case tooMany(Int)

  package var code: String {
    switch self {
    case .empty: "holidayFile.empty"
    case .notUTF8: "holidayFile.notUTF8"
    case .noCalendar: "holidayFile.noCalendar"
    case .oldVersion: "holidayFile.oldVersion"
    case .otherScale: "holidayFile.otherScale"
    case .unbalanced: "holidayFile.unbalanced"
    case .cutOff: "holidayFile.cutOff"
    case .tooMany: "holidayFile.tooMany"
    }
  }

  package var field: String? { "file" }

  package var message: Phrase {
    switch self {
    case .empty: "The file is empty."
    case .notUTF8(let line):
      "Line \(line) of the file is not UTF-8 text. Save it with the encoding UTF-8 and choose it again."
    case .noCalendar:
      "This is not a calendar file: it does not begin with BEGIN:VCALENDAR. Export the holidays as iCalendar (.ics)."
    case .oldVersion(let line):
      "Line \(line): this is vCalendar 1.0. Export the holidays as iCalendar 2.0 (.ics)."
    case .otherScale(let name, let line):
      "Line \(line): the file counts by the calendar \(name). Only Gregorian dates can be read."
    case .unbalanced(let line):
      "Line \(line) ends or begins something where it can’t. The file is damaged; export it again."
    case .cutOff(let line):
      "What begins on line \(line) never ends. The file is cut off; export it again."
    case .tooMany(let most): "The file gives more than \(most) dates. Export fewer years."
    }
  }
}
