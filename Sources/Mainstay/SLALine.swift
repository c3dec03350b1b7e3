// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// One line of `mainstay sla`: calendars, terms and a history, and the instant they are asked at.
struct SLALine {
  let book: ClockBook
  /// What is known at `asOf`; nil when nothing is.
  let story: ClockStory?
  let asOf: Instant
  let agreements: SLAAgreements

  init(_ line: JSON, _ calendars: inout CalendarShelf) throws {
    let asOf = try line.moment("asOf")
    agreements = try SLAAgreements(line["agreements"])
    let events = try [SLAEvent](history: line["events"])
    let known = events.filter { $0.at <= asOf }
    let from = known.first?.at ?? asOf
    book = try ClockBook(
      calendars: calendars.indexes(Self.calendars(line), from: from, to: asOf),
      agreements: agreements.versions)
    self.asOf = asOf
    story = known.isEmpty ? nil : try ClockStory(known, in: book)
  }

  private static func calendars(_ line: JSON) throws -> JSON {
    let calendars = line["calendars"] ?? [:]
    guard try calendars.members("calendars").count <= 1000 else {
      throw BatchLines.Unanswerable("A line may bring at most 1,000 calendars.")
    }
    return calendars
  }
}

extension JSON {
  /// What stands under the key, or what it means when it is left out.
  func optional<Value>(
    _ key: String, _ what: String, _ read: (JSON) -> Value?
  ) throws -> Value? {
    guard let value = self[key], value != .null else { return nil }
    guard let found = read(value) else {
      throw BatchLines.Unanswerable("“\(key)” must be \(what).")
    }
    return found
  }

  func required<Value>(_ key: String, _ what: String, _ read: (JSON) -> Value?) throws -> Value {
    guard let found = try optional(key, what, read) else {
      throw BatchLines.Unanswerable("“\(key)” is missing; it must be \(what).")
    }
    return found
  }

  /// A list of texts, empty when left out.
  func texts(_ key: String) throws -> [String] {
    try optional(key, "a list of texts", \.texts) ?? []
  }

  var texts: [String]? {
    guard let list else { return nil }
    let texts = list.compactMap(\.text)
    return texts.count == list.count ? texts : nil
  }
}

/// A refusal of one item of a line, with where it stands.
func located<Value>(_ place: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as BatchLines.Unanswerable {
    throw BatchLines.Unanswerable("\(place): \(error.message)")
  } catch let error as any Refusal {
    throw BatchLines.Unanswerable("\(place): \(Wording.plain.text(error.message))")
  }
}
