// SPDX-License-Identifier: AGPL-3.0-or-later

extension IncidentLog {
  /// One row of the log, value by value.
  struct RowReader {
    private let fields: [String]
    private let line: Int
    private let columns: Columns
    private let wall: Wall

    init(
      _ record: SeparatedValues.Record, _ columns: Columns, _ wall: Wall
    ) throws(Unreadable) {
      guard let fields = record.fields else {
        throw Unreadable(reason: "It is not plain UTF-8 text.")
      }
      guard fields.count == columns.count else {
        throw Unreadable(
          reason: "It has \(fields.count) values where the heading has \(columns.count).")
      }
      self.fields = fields
      line = record.line
      self.columns = columns
      self.wall = wall
    }

    func value(_ name: String) -> String? { columns.value(name, fields) }

    func number() throws(Unreadable) -> String {
      guard let number = value("number"), number.utf8.count <= 100 else {
        throw Unreadable(reason: "It has no incident number.")
      }
      return number
    }

    func subject(_ number: String) -> String {
      let words = ["short_description", "category", "subcategory"].compactMap { value($0) }
      return String(([number] + words).joined(separator: ", ").prefix(200))
    }

    /// Callers become contacts, whose names have an end.
    var caller: String? { value("caller_id").map { String($0.prefix(200)) } }

    var madeSLA: Bool? {
      switch value("made_sla")?.lowercased() {
      case "true": true
      case "false": false
      default: nil
      }
    }

    func row() throws(Unreadable) -> Incident.Row {
      let word = value("incident_state") ?? ""
      guard let state = Incident.State(rawValue: word) else {
        throw Unreadable(reason: "“\(shown(word))” is no state we know.")
      }
      return Incident.Row(
        line: line, at: try moment("sys_updated_at"), state: state,
        priority: Priority("p\(try rank("priority", upTo: 5))"),
        impact: [.everyone, .several, .one][try rank("impact", upTo: 3) - 1],
        urgency: [.high, .normal, .low][try rank("urgency", upTo: 3) - 1],
        closingCode: value("closed_code") ?? "")
    }

    /// `1 - Critical` is 1.
    private func rank(_ name: String, upTo last: Int) throws(Unreadable) -> Int {
      let word = value(name) ?? ""
      guard let digit = word.utf8.first, (49...48 + UInt8(last)).contains(digit),
        word.utf8.count == 1 || word.dropFirst().hasPrefix(" ")
      else { throw Unreadable(reason: "“\(shown(word))” is no \(name) we know.") }
      return Int(digit) - 48
    }

    /// `29-02-2016 01:16` on the wall of the source.
    func moment(_ name: String) throws(Unreadable) -> Instant {
      let word = value(name) ?? ""
      let t = Array(word.utf8)
      let digits = t.indices.filter { ![2, 5, 10, 13].contains($0) }
      guard t.count == 16, t[2] == 45, t[5] == 45, t[10] == 32, t[13] == 58,
        digits.allSatisfy({ (48...57).contains(t[$0]) })
      else {
        throw Unreadable(reason: "“\(shown(word))” in \(name) is no day-month-year hour:minute.")
      }
      func pair(_ at: Int) -> Int { Int(t[at] - 48) * 10 + Int(t[at + 1] - 48) }
      guard let day = Day(year: pair(6) * 100 + pair(8), month: pair(3), day: pair(0)),
        pair(11) < 24, pair(14) < 60
      else { throw Unreadable(reason: "There is no “\(shown(word))”, which stands in \(name).") }
      let moment = wall.zone.instant(day, TimeOfDay(seconds: pair(11) * 3600 + pair(14) * 60))
      guard moment <= wall.now else {
        throw Unreadable(reason: "“\(shown(word))” in \(name) is yet to come. Is the zone right?")
      }
      return moment
    }

    private func shown(_ word: String) -> String { String(word.prefix(60)) }
  }
}
