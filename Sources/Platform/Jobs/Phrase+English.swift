// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

extension Phrase {
  /// The words in English with plain values, for logs and for notes beside parked jobs. People
  /// read phrases through the catalogue.
  package var english: String {
    var text = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open] + shown(rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// `1`, or `1:# ticket|# tickets` for counted things.
  private func shown(_ place: Substring) -> String {
    let parts = place.split(separator: ":" as Character, maxSplits: 1)
    guard let number = parts.first.flatMap({ Int($0) }), values.indices.contains(number - 1) else {
      return "{\(place)}"
    }
    let value = values[number - 1].plain
    guard parts.count == 2 else { return value }
    let forms = parts[1].split(separator: "|" as Character)
    return (value == "1" ? forms.first : forms.last).map { String($0.replacing("#", with: value)) }
      ?? value
  }
}

extension Phrase.Value {
  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .moment(let moment): moment.description
    case .day(let day): day.description
    case .month(let day): String(day.description.prefix(7))
    case .duration(let seconds): "\(seconds) s"
    case .phrase(let phrase): phrase.english
    }
  }
}
