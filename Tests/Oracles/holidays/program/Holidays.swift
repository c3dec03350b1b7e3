// SPDX-License-Identifier: AGPL-3.0-or-later
import Almanac
import Foundation
import Rules

/// Calendar files for a judge in another language: a frame with the bytes of a file in, a frame of
/// JSON out with the dates of the years asked for and what was left out. A frame is its length in
/// bytes as decimal digits, a line feed, and the bytes.
@main enum Holidays {
  static func main() throws {
    let input = FileHandle.standardInput
    while let length = try frameLength(input) {
      let bytes = try input.read(upToCount: length) ?? Data()
      let reply = try JSONEncoder().encode(Answer(Array(bytes)))
      FileHandle.standardOutput.write(Data("\(reply.count)\n".utf8) + reply)
    }
  }

  private static func frameLength(_ input: FileHandle) throws -> Int? {
    var digits = ""
    while let byte = try input.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return Int(digits) }
      digits.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return nil
  }
}

private struct Answer: Encodable {
  let dates: [String: String]
  let leftOut: [Int]
  let refused: String?

  init(_ bytes: [UInt8]) {
    do {
      let file = try HolidayFile(iCalendar: bytes, zone: "Europe/London")
      let filed = try FiledHoliday.list(
        file.merged(into: []).all.map(\.line).joined(separator: "\n"))
      let hours = OpeningHours(zone: .utc, weekly: [:], holidays: filed.map(\.holiday))
      dates = Dictionary(
        uniqueKeysWithValues: hours.holidayDates(from: 2015, years: 30).map {
          ("\($0.day)", $0.name)
        })
      leftOut = file.leftOut.map(\.line)
      refused = nil
    } catch {
      dates = [:]
      leftOut = []
      refused = (error as? HolidayFileRefusal)?.code ?? "\(error)"
    }
  }
}
