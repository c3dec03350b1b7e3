// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The values of a shape's fields, typed and within their limits. Asking for a field the shape does
/// not declare is a mistake of ours and stops the program.
package struct Input: Sendable {
  enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case day(Day)
    case moment(Instant)
    case file(SentFile)
    case several([Value])
  }

  let values: [String: Value]
  private let shape: Shape

  init(values: [String: Value], shape: Shape) {
    self.values = values
    self.shape = shape
  }

  static let none = Input(values: [:], shape: .none)

  /// Empty when an optional field was left out.
  package func text(_ name: String) -> String { optionalText(name) ?? "" }

  package func optionalText(_ name: String) -> String? {
    if case .text(let text)? = value(name) { text } else { nil }
  }

  package func int(_ name: String) -> Int { optionalInt(name) ?? 0 }

  /// The number of an `int` field or the seconds of a `duration`.
  package func optionalInt(_ name: String) -> Int? {
    if case .number(let number)? = value(name) { number } else { nil }
  }

  package func flag(_ name: String) -> Bool {
    if case .flag(let flag)? = value(name) { flag } else { false }
  }

  package func day(_ name: String) -> Day? {
    if case .day(let day)? = value(name) { day } else { nil }
  }

  package func moment(_ name: String) -> Instant? {
    if case .moment(let instant)? = value(name) { instant } else { nil }
  }

  package func id<Noun>(_ name: String, of noun: Noun.Type = Noun.self) -> ID<Noun> {
    ID(text(name))
  }

  package func optionalID<Noun>(_ name: String, of noun: Noun.Type = Noun.self) -> ID<Noun>? {
    optionalText(name).map { ID($0) }
  }

  /// The chosen case; nil when an optional choice was left out.
  package func optionalChoice<Case: RawRepresentable<String>>(
    _ name: String, of cases: Case.Type = Case.self
  ) -> Case? {
    optionalText(name).flatMap(Case.init(rawValue:))
  }

  /// The chosen case of a choice whose values are the raw values of the enum.
  package func choice<Case: RawRepresentable<String>>(
    _ name: String, of cases: Case.Type = Case.self
  ) -> Case {
    guard let found = optionalChoice(name, of: cases) else {
      preconditionFailure("the choices of \(name) are not the cases of \(cases)")
    }
    return found
  }

  /// What was chosen; nil when an optional file was left out.
  package func file(_ name: String) -> SentFile? {
    if case .file(let file)? = value(name) { file } else { nil }
  }

  package func texts(_ name: String) -> [String] {
    guard case .several(let values)? = value(name) else { return [] }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  package func ids<Noun>(_ name: String, of noun: Noun.Type = Noun.self) -> [ID<Noun>] {
    texts(name).map { ID($0) }
  }

  /// The day of a field that has to be there: one left out is refused by its label.
  package func required(day name: String) throws -> Day {
    guard let day = day(name) else { throw missing(name) }
    return day
  }

  package func required(moment name: String) throws -> Instant {
    guard let moment = moment(name) else { throw missing(name) }
    return moment
  }

  package func required(file name: String) throws -> SentFile {
    guard let file = file(name) else { throw missing(name) }
    return file
  }

  /// Refuses, all at once, what a form has to bring though a program may leave it out.
  package func require(_ names: String...) throws {
    let gone = names.filter { values[$0] == nil }
    guard gone.isEmpty else {
      throw InputRefused(items: gone.compactMap { shape[$0].map(InputRefused.Item.missing) })
    }
  }

  private func missing(_ name: String) -> InputRefused {
    InputRefused(items: [.missing(shape[name]!)])
  }

  /// The values as an address carries them.
  var written: [String: String] {
    values.compactMapValues { value in
      switch value {
      case .text(let text): text
      case .number(let number): String(number)
      case .flag(let flag): flag ? "on" : nil
      case .day(let day): "\(day)"
      case .moment(let moment): "\(moment)"
      case .file, .several: nil
      }
    }
  }

  private func value(_ name: String) -> Value? {
    precondition(shape[name] != nil, "no field \(name) is declared")
    return values[name]
  }
}
