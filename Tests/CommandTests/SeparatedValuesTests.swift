// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Testing

@Suite struct SeparatedValuesTests {
  private static let values = [
    "plain", "", "a,b", "say \"so\"", "two\nlines", "two\r\nlines", "\rback", "=1+1", "+49 30",
    "-5", "@SUM(A1)", "\tx", "＝1", "=\u{301}x", "ä é 漢字 🙂", "\"", ",", "'",
  ]

  private static let expected = values.map { value in
    let isFormula = ["=", "+", "-", "@", "\t", "\r", "＝"].contains { sign in
      value.unicodeScalars.first == sign.unicodeScalars.first
    }
    return isFormula ? "'" + value : value
  }

  @Test func `what we write our own reader reads back, without formulas`() {
    let file = SeparatedValues.line(Self.values) + SeparatedValues.line(["last"])
    let records = SeparatedValues(reading: Array(file.utf8)).records
    #expect(records.map(\.fields) == [Self.expected, ["last"]])
  }

  @Test func `Python's reader reads the same`() throws {
    let script = """
      import csv, io, json, sys
      text = sys.stdin.buffer.read().decode("utf-8")
      print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
      """
    let file = SeparatedValues.line(Self.values) + SeparatedValues.line(["last"])
    let python = try Program.run(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script], input: Data(file.utf8))
    let read = try JSONDecoder().decode([[String]].self, from: Data(python.output.utf8))
    #expect(read == [Self.expected, ["last"]])
  }
}
