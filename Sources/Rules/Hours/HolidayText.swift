// SPDX-License-Identifier: AGPL-3.0-or-later

/// Holidays as they are written in the editor, one a line: when, then perhaps in brackets what
/// happens at a weekend, then the name.
///
///     2026-06-05 Company day
///     2026-12-24..2027-01-02 Works holiday
///     12-25 (or next weekday) Christmas Day
///     12-24..01-01 Between the years
///     first mon may Early May
///     last mon aug Summer bank holiday
///     easter-2 Good Friday
///     07-04 (or nearest weekday) Independence Day
///     06-19 (since 2021) (except 2024-06-19) Juneteenth
extension Holiday {
  /// Every line of the text; empty lines and those that begin with `#` say nothing.
  package static func list(_ text: String) throws -> [Holiday] {
    try text.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
      .map { try Holiday(line: String($0)) }
  }

  package init(line: String) throws {
    var words = line.split(whereSeparator: \.isWhitespace)[...]
    let rule = try Rule(takenFrom: &words, of: String(line.prefix(100)))
    var notes = Notes()
    while let first = words.first?.lowercased(), Notes.starts.contains(first) {
      guard let end = words.firstIndex(where: { $0.hasSuffix(")") }),
        notes.take(words[...end].joined(separator: " ").lowercased())
      else { throw HoursRefusal.unreadableHoliday(String(line.prefix(100))) }
      words = words[(end + 1)...]
    }
    self.init(
      rule, words.joined(separator: " "), observed: notes.observed, since: notes.since,
      except: notes.except)
  }

  /// The line that reads back to the same holiday.
  package var line: String {
    let since = since.map { "(since \($0))" }
    let except = except.sorted().map(\.description).joined(separator: ", ")
    return [
      rule.text, since ?? "", except.isEmpty ? "" : "(except \(except))", observed.note ?? "", name,
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What stands in brackets between the rule and the name.
  private struct Notes {
    static let starts: Set<String> = ["(or", "(since", "(except"]

    var observed = Observed.onTheDay
    var since: Int?
    var except: Set<Day> = []

    mutating func take(_ note: String) -> Bool {
      if let shift = Observed.allCases.first(where: { $0.note == note }) {
        observed = shift
        return true
      }
      let body = note.dropFirst().dropLast()
      let words = body.split { $0 == " " || $0 == "," }
      if words.first == "since", words.count == 2, words[1].count == 4, let year = Int(words[1]) {
        since = year
        return true
      }
      let days = words.dropFirst().map { Day($0) }
      guard words.first == "except", !days.isEmpty, !days.contains(nil) else { return false }
      except.formUnion(days.compactMap(\.self))
      return true
    }
  }
}

extension Holiday.Observed: CaseIterable {
  package static let allCases: [Holiday.Observed] = [.orNextWeekday, .orNearestWeekday, .onTheDay]

  var note: String? {
    switch self {
    case .onTheDay: nil
    case .orNextWeekday: "(or next weekday)"
    case .orNearestWeekday: "(or nearest weekday)"
    }
  }
}

extension Holiday.Rule {
  fileprivate static let ordinals = ["first", "second", "third", "fourth", "fifth"]
  fileprivate static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  package var text: String {
    switch self {
    case .on(let day): "\(day)"
    case .between(let first, let last): "\(first)..\(last)"
    case .yearly(let date): "\(date)"
    case .yearlyBetween(let first, let last): "\(first)..\(last)"
    case .nth(let n, let weekday, let month):
      "\(n < 0 ? "last" : Self.ordinals[n - 1]) \(weekday.key) \(Self.months[month - 1])"
    case .easter(0): "easter"
    case .easter(let days): days > 0 ? "easter+\(days)" : "easter\(days)"
    }
  }

  fileprivate init(takenFrom words: inout ArraySlice<Substring>, of line: String) throws {
    guard let first = words.first?.lowercased() else { throw HoursRefusal.unreadableHoliday(line) }
    if let rule = Self.nth(words.prefix(3).map { $0.lowercased() }) {
      words = words.dropFirst(3)
      self = rule
      return
    }
    words = words.dropFirst()
    if first.hasPrefix("easter") {
      guard let days = Self.easterOffset(first.dropFirst(6)) else {
        throw HoursRefusal.unreadableHoliday(line)
      }
      self = .easter(days)
    } else if first.contains("..") {
      self = try Self.range(first, in: line)
    } else {
      self = try Self.date(Substring(first), in: line)
    }
  }

  /// `first mon may`, `2nd tue nov`, `last monday august`.
  private static func nth(_ words: [String]) -> Self? {
    guard words.count == 3, let weekday = Weekday(key: words[1].prefix(3)),
      let month = months.firstIndex(of: String(words[2].prefix(3)))
    else { return nil }
    let short = ["1st", "2nd", "3rd", "4th", "5th"]
    if words[0] == "last" { return .nth(-1, weekday, month: month + 1) }
    guard let n = ordinals.firstIndex(of: words[0]) ?? short.firstIndex(of: words[0]) else {
      return nil
    }
    return .nth(n + 1, weekday, month: month + 1)
  }

  private static func easterOffset(_ text: Substring) -> Int? {
    if text.isEmpty { return 0 }
    guard text.first == "+" || text.first == "-", let days = Int(text), abs(days) <= 200 else {
      return nil
    }
    return days
  }

  private static func date(_ text: Substring, in line: String) throws -> Self {
    if let day = Day(text) { return .on(day) }
    if let date = Holiday.MonthDay(text) { return .yearly(date) }
    let looksLikeDate =
      [5, 10].contains(text.count) && text.allSatisfy { "0123456789-".contains($0) }
    throw looksLikeDate
      ? HoursRefusal.noSuchDate(String(text)) : HoursRefusal.unreadableHoliday(line)
  }

  private static func range(_ text: String, in line: String) throws -> Self {
    let ends = text.split(separator: ".").map { $0 }
    guard ends.count == 2, text.split(separator: "..").count == 2 else {
      throw HoursRefusal.unreadableHoliday(line)
    }
    switch (try date(ends[0], in: line), try date(ends[1], in: line)) {
    case (.on(let first), .on(let last)):
      guard first <= last else { throw HoursRefusal.rangeBackwards(text) }
      guard last.since(first) <= 366 else { throw HoursRefusal.rangeTooLong(text) }
      return .between(first, last)
    case (.yearly(let first), .yearly(let last)): return .yearlyBetween(first, last)
    default: throw HoursRefusal.unreadableHoliday(line)
    }
  }
}

extension Holiday.MonthDay: CustomStringConvertible {
  /// `12-25`
  package var description: String { "\(padded(month, 2))-\(padded(day, 2))" }

  /// Reads `12-25`.
  package init?(_ text: some StringProtocol) {
    guard let inLeapYear = Day("2000-\(text)") else { return nil }
    self.init(month: inLeapYear.month, day: inLeapYear.day)
  }
}
