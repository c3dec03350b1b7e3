// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A phrase as text and back, for the flash that travels in a cookie and for words kept in a row.
extension Phrase {
  package var packed: String { String(decoding: json.bytes(), as: UTF8.self) }

  package init?(packed: String) {
    // Sealed by us: what can't be read is a flash of an older version, and a flash may be lost.
    guard let json = try? JSON(parsing: Array(packed.utf8)) else { return nil }
    self.init(json)
  }

  private var json: JSON { ["pattern": .text(pattern), "values": .list(values, \.json)] }

  private init?(_ json: JSON) {
    guard let pattern = json["pattern"]?.text, let items = json["values"]?.list else { return nil }
    let values = items.compactMap(Value.init)
    guard values.count == items.count else { return nil }
    self.init(pattern: pattern, values: values)
  }
}

extension Phrase.Value {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): ["text": .text(String(text.prefix(200)))]
    case .number(let number): ["number": .number(number)]
    case .moment(let instant): ["moment": .number(instant.seconds)]
    case .day(let day): ["day": .number(day.number)]
    case .month(let day): ["month": .number(day.number)]
    case .duration(let seconds): ["duration": .number(seconds)]
    case .phrase(let phrase): ["phrase": .text(phrase.packed)]
    }
  }

  fileprivate init?(_ json: JSON) {
    guard case .object(let members) = json, let member = members.first else { return nil }
    switch (member.key, member.value) {
    case ("text", .text(let text)): self = .text(text)
    case ("number", .number(let number)): self = .number(number)
    case ("moment", .number(let seconds)): self = .moment(Instant(seconds: seconds))
    case ("day", .number(let number)): self = .day(Day(number: number))
    case ("month", .number(let number)): self = .month(Day(number: number))
    case ("duration", .number(let seconds)): self = .duration(seconds)
    case ("phrase", .text(let packed)):
      guard let phrase = Phrase(packed: packed) else { return nil }
      self = .phrase(phrase)
    default: return nil
    }
  }
}
