// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Reading a shape from a JSON object; dotted names are looked for in nested objects.
extension Shape {
  func input(from json: JSON, zone: Zone) throws(InputRefused) -> Input {
    guard case .object = json else {
      throw InputRefused(items: [
        .init(field: "", code: "type", message: "The body must be a JSON object.")
      ])
    }
    var values: [String: Input.Value] = [:]
    var items = unknownKeys(of: json, under: "")
    for field in fields {
      do {
        if let value = try field.value(in: json.at(field.name), zone) { values[field.name] = value }
      } catch {
        items.append(.init(field: field.name, code: error.code, message: error.message))
      }
    }
    guard items.isEmpty else { throw InputRefused(items: items) }
    return Input(values: values, shape: self)
  }

  private func unknownKeys(of json: JSON, under prefix: String) -> [InputRefused.Item] {
    guard case .object(let members) = json else {
      return [
        .init(
          field: String(prefix.dropLast()), code: "type", message: "An object is expected here.")
      ]
    }
    return members.flatMap { member -> [InputRefused.Item] in
      let name = prefix + member.key
      if !member.key.contains("."), self[name] != nil { return [] }
      let nests = fields.contains { $0.name.hasPrefix(name + ".") }
      return nests && !member.key.contains(".")
        ? unknownKeys(of: member.value, under: name + ".")
        : [.unknown(name, at: prefix.pointer + "/" + member.key.pointerToken)]
    }
  }
}

extension JSON {
  fileprivate func at(_ dotted: String) -> JSON? {
    dotted.split(separator: ".").reduce(Optional(self)) { json, key in json?[String(key)] }
  }
}

extension Field {
  fileprivate func value(in json: JSON?, _ zone: Zone) throws(Unreadable) -> Input.Value? {
    guard let json, json != .null else {
      if case .flag = kind { return .flag(false) }
      return try absence()
    }
    guard case .several(let kind, let max) = kind else { return try single(json, kind, zone) }
    guard let items = json.list else { throw wrongType("list") }
    guard items.count <= max else { throw tooMany(max) }
    var values: [Input.Value] = []
    for item in items {
      guard let value = try single(item, kind, zone) else { throw wrongType("list") }
      values.append(value)
    }
    return values.isEmpty ? try absence() : .several(values)
  }

  private func single(_ json: JSON, _ kind: Kind, _ zone: Zone) throws(Unreadable) -> Input.Value? {
    let reading = Reading(label: label, zone: zone)
    switch (kind, json) {
    case (.flag, .flag(let flag)): return .flag(flag)
    case (.flag, _): throw wrongType("boolean")
    case (.int(let range), .number(let number)), (.duration(let range), .number(let number)):
      return .number(try reading.within(range, number))
    case (.int, _), (.duration, _): throw wrongType("integer")
    case (.secret, .text(let text)):
      return text.isEmpty ? try absence() : try reading.value(of: text, as: kind)
    case (.moment, .text(let text)): return .moment(try moment(text, reading))
    case (_, .text(let text)):
      let written = text.trimmed
      return written.isEmpty ? try absence() : try reading.value(of: written, as: kind)
    default: throw wrongType("string")
    }
  }

  /// Programs say their offset: a local reading without one is refused.
  private func moment(_ text: String, _ reading: Reading) throws(Unreadable) -> Instant {
    guard Instant(text) != nil else {
      throw Unreadable(
        code: "moment",
        message:
          "“\(text)” is not an ISO 8601 moment with Z or an offset, like 2026-03-29T09:30:00Z.")
    }
    return try reading.moment(text)
  }

  private func wrongType(_ expected: String) -> Unreadable {
    Unreadable(code: "type", message: "\(phrase: label) must be of the JSON type \(expected).")
  }
}

extension String {
  /// RFC 6901: dots of our names are levels there.
  var pointer: String {
    split(separator: ".").map { "/" + String($0).pointerToken }.joined()
  }

  fileprivate var pointerToken: String {
    String(flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) })
  }
}
