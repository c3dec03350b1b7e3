// SPDX-License-Identifier: AGPL-3.0-or-later

/// Hours that can't be taken as they were written, with how to write them instead.
package enum HoursRefusal: Refusal, Equatable {
  case unreadableTime(String)
  case startsAtMidnightEnd
  case unreadableHours(String)
  case unreadableHoliday(String)
  case noSuchDate(String)
  case rangeTooLong(String)
  case rangeBackwards(String)
  case neverOpens
  case unknownZone(String, nearest: String?)

  package var code: String {
    switch self {
    case .unreadableTime: "hours.unreadableTime"
    case .startsAtMidnightEnd: "hours.startsAtMidnightEnd"
    case .unreadableHours: "hours.unreadable"
    case .unreadableHoliday: "holiday.unreadable"
    case .noSuchDate: "holiday.noSuchDate"
    case .rangeTooLong: "holiday.rangeTooLong"
    case .rangeBackwards: "holiday.rangeBackwards"
    case .neverOpens: "hours.neverOpens"
    case .unknownZone: "zone.unknown"
    }
  }

  package var message: Phrase {
    switch self {
    case .unreadableTime(let text):
      "\(text) is not a time of day. Write hours and minutes, like 09:00; 24:00 ends a day."
    case .startsAtMidnightEnd:
      "Hours can’t begin at 24:00. Write 00:00 on the next day instead."
    case .unreadableHours(let text):
      "\(text) can’t be read as hours. Write them like 09:00-12:00, 13:00-17:00."
    case .unreadableHoliday(let text):
      """
      \(text) can’t be read as a holiday. Write a date, then its name: 12-25 Christmas Day, \
      2026-06-05 Company day, first mon may Early May, easter+1 Easter Monday.
      """
    case .noSuchDate(let text): "There is no such date as \(text)."
    case .rangeTooLong(let text): "\(text) is longer than a year. Write one line a year."
    case .rangeBackwards(let text): "\(text) ends before it begins."
    case .neverOpens:
      "This calendar never opens, so a promise counted by it would never be due. Give it hours first."
    case .unknownZone(let name, let nearest?):
      "There is no time zone called \(name). Did you mean \(nearest)?"
    case .unknownZone(let name, nil):
      "There is no time zone called \(name). Write it like Europe/London."
    }
  }
}
