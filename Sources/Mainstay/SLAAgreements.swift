// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The agreements of a line: for each name its versions.
struct SLAAgreements {
  private(set) var versions: [String: [ServiceLevel]] = [:]
  /// What the line calls each version, number or text, by its place in the list.
  private(set) var names: [String: [JSON]] = [:]

  init(_ json: JSON?) throws {
    for member in try (json ?? [:]).members("agreements") {
      guard let list = member.value.list else {
        throw BatchLines.Unanswerable("Agreement “\(member.key)” must be a list of versions.")
      }
      versions[member.key] = try list.enumerated().map { place, version in
        try located("Agreement “\(member.key)”, version \(place + 1)") {
          try Self.level(version, place)
        }
      }
      names[member.key] = list.enumerated().map { $1["version"] ?? .number($0 + 1) }
    }
  }

  private static func level(_ json: JSON, _ place: Int) throws -> ServiceLevel {
    _ = try json.members("version")
    return try ServiceLevel(
      version: String(place), effectiveFrom: json.moment("effectiveFrom"),
      calendar: json.required("calendar", "the name of a calendar", \.text),
      targets: targets(json["targets"] ?? [:]), pauses: pauses(json["pauses"] ?? [:]),
      escalations: json.optional("escalations", "a list of whole percentages", \.numbers) ?? [],
      reopen: json.choice("reopen", .continues),
      onPriorityChange: json.choice("onPriorityChange", .carry),
      onAgreementChange: json.choice("onAgreementChange", .carry),
      applyToOpen: json.optional("applyToOpen", "true or false", \.flag) ?? false)
  }

  private static func targets(
    _ json: JSON
  ) throws -> [Priority: [ClockKind: ServiceLevel.Target]] {
    var targets: [Priority: [ClockKind: ServiceLevel.Target]] = [:]
    for row in try json.members("targets") {
      var promises: [ClockKind: ServiceLevel.Target] = [:]
      for promise in try row.value.members(row.key) {
        promises[try kind(promise.key)] = try located("“\(row.key)” “\(promise.key)”") {
          try target(promise.value)
        }
      }
      targets[Priority(row.key)] = promises
    }
    return targets
  }

  /// `{seconds, [calendar]}`; null seconds, or null alone, is a clock without a promise.
  private static func target(_ json: JSON) throws -> ServiceLevel.Target {
    if json == .null { return try ServiceLevel.Target(seconds: nil) }
    _ = try json.members("target")
    return try ServiceLevel.Target(
      seconds: json.optional("seconds", "a whole number", \.number),
      calendar: json.optional("calendar", "the name of a calendar", \.text))
  }

  private static func pauses(_ json: JSON) throws -> [ClockKind: [PauseReason]] {
    var pauses: [ClockKind: [PauseReason]] = [:]
    for member in try json.members("pauses") {
      guard let reasons = member.value.texts else {
        throw BatchLines.Unanswerable("“pauses” must be a list of reasons for each clock.")
      }
      pauses[try kind(member.key)] = reasons.map(PauseReason.init)
    }
    return pauses
  }

  private static func kind(_ name: String) throws -> ClockKind {
    guard let kind = ClockKind(rawValue: name) else {
      let all = ClockKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw BatchLines.Unanswerable("There is no clock called “\(name)”; there are \(all).")
    }
    return kind
  }
}

extension JSON {
  fileprivate var numbers: [Int]? {
    guard let list else { return nil }
    let numbers = list.compactMap(\.number)
    return numbers.count == list.count ? numbers : nil
  }

  fileprivate func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ usual: Choice
  ) throws -> Choice where Choice.RawValue == String {
    let all = Choice.allCases.map(\.rawValue).joined(separator: " or ")
    return try optional(key, all) { $0.text.flatMap(Choice.init) } ?? usual
  }
}
