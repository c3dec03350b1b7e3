// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// How things are said to one reader: sentences, dates, clock readings, lengths of time and numbers.
package struct Wording: Sendable {
  package let reader: Reader
  let messages: Messages

  package init(_ messages: Messages, for reader: Reader) {
    self.messages = messages
    self.reader = reader
  }

  /// English in UTC: for programs, logs and tests.
  package static let plain = Wording(.english, for: Reader(language: .english, zone: .utc))

  package func text(_ phrase: Phrase) -> String {
    let pattern = messages.pattern(phrase.pattern, in: reader.language)
    let whole = phrase.values.isEmpty ? pattern : filled(pattern, phrase.values)
    return reader.language == .pseudo ? whole.pseudo(from: phrase.pattern) : whole
  }

  /// `November 2026`
  package func month(of day: Day) -> String {
    let names = reader.language == .german ? Self.germanMonths : Self.wholeMonths
    return "\(names[day.civil.month - 1]) \(day.civil.year)"
  }

  /// `Tue 24 Nov 2026, 09:40`
  package func moment(_ instant: Instant) -> String { "\(day(of: instant)), \(time(instant))" }

  /// `09:40`
  package func time(_ instant: Instant) -> String { reader.zone.timeOfDay(at: instant).minutes }

  private func day(of instant: Instant) -> String { day(reader.zone.day(at: instant)) }

  /// `Tue 24 Nov 2026`, `Di 24.11.2026`
  package func day(_ day: Day) -> String {
    let (year, month, date) = day.civil
    switch reader.language {
    case .english, .pseudo:
      return "\(weekday(day.weekday)) \(date) \(Self.months[month - 1]) \(year)"
    case .german: return "\(weekday(day.weekday)) \(date).\(month).\(year)"
    }
  }

  /// `Tue`, `Di`
  package func weekday(_ weekday: Weekday) -> String {
    let names = reader.language == .german ? Self.germanWeekdays : Self.weekdays
    return names[weekday.rawValue]
  }

  /// `2 h 10`, `35 min`, `20 s`: whole minutes, what is left over is cut off.
  package func duration(_ seconds: Int) -> String {
    let sign = seconds < 0 ? "−" : ""
    let length = Int(seconds.magnitude)
    let (hours, minutes) = (length / 3600, length / 60 % 60)
    if hours > 0 {
      return sign + "\(number(hours)) h" + (minutes > 0 ? " \(twoDigits(minutes))" : "")
    }
    return sign + (minutes > 0 || length == 0 ? "\(minutes) min" : "\(length) s")
  }

  /// `2 h 10 min 5 s`: nothing is cut off.
  package func exactDuration(_ seconds: Int) -> String {
    let length = Int(seconds.magnitude)
    let parts = [(length / 3600, "h"), (length / 60 % 60, "min"), (length % 60, "s")]
    let said = parts.filter { $0.0 > 0 }.map { "\(number($0.0)) \($0.1)" }
    return said.isEmpty ? "0 min" : (seconds < 0 ? "−" : "") + said.joined(separator: " ")
  }

  /// `12,345`, `12.345`
  package func number(_ number: Int) -> String {
    let mark: Character = reader.language == .german ? "." : ","
    var out: [Character] = []
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { out.append(mark) }
      out.append(digit)
    }
    return (number < 0 ? "−" : "") + String(out.reversed())
  }

  private static let wholeMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let germanMonths = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
  ]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let germanWeekdays = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

/// Filling the places of a pattern.
extension Wording {
  private func filled(_ pattern: String, _ values: [Phrase.Value]) -> String {
    var out = ""
    var rest = Substring(pattern)
    while let open = rest.firstIndex(of: "{") {
      out += rest[..<open]
      guard let close = rest[open...].firstIndex(of: "}"),
        let said = place(rest[rest.index(after: open)..<close], values)
      else {
        out.append("{")
        rest = rest[rest.index(after: open)...]
        continue
      }
      out += said
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// `1` or `1:# ticket|# tickets`; nil when that is no place of ours.
  private func place(_ inner: Substring, _ values: [Phrase.Value]) -> String? {
    let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let index = Int(parts[0]), values.indices.contains(index - 1) else { return nil }
    let value = values[index - 1]
    guard parts.count == 2, case .number(let count) = value else { return text(of: value) }
    let forms = parts[1].split(separator: "|", omittingEmptySubsequences: false)
    let form = count == 1 ? forms[0] : forms[forms.count - 1]
    return form.split(separator: "#", omittingEmptySubsequences: false)
      .joined(separator: number(count))
  }

  private func text(of value: Phrase.Value) -> String {
    switch value {
    case .text(let text): reader.language == .pseudo ? text.pseudoValue : text
    case .number(let number): self.number(number)
    case .moment(let instant): moment(instant)
    case .day(let day): self.day(day)
    case .month(let day): month(of: day)
    case .duration(let seconds): duration(seconds)
    case .phrase(let phrase): text(phrase)
    }
  }
}
