// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Reading a shape from a sent form or from an address.
extension Shape {
  /// `unknown: .ignored` is for addresses of pages, where others add marks of their own.
  enum Unknown { case refused, ignored }

  func input(from form: FormBody, zone: Zone, unknown: Unknown) throws(InputRefused) -> Input {
    var values: [String: Input.Value] = [:]
    var items: [InputRefused.Item] = []
    for field in fields {
      do {
        if let value = try field.value(in: form, zone) { values[field.name] = value }
      } catch {
        items.append(.init(field: field.name, code: error.code, message: error.message))
      }
    }
    if unknown == .refused {
      for name in form.names where self[name] == nil && !name.hasPrefix("_") {
        items.append(.unknown(name))
      }
    }
    guard items.isEmpty else { throw InputRefused(items: items) }
    return Input(values: values, shape: self)
  }
}

extension InputRefused.Item {
  /// A field that has to be there.
  static func missing(_ field: Field) -> Self {
    .init(
      field: field.name, code: "required", message: "Please fill in “\(phrase: field.label)”.")
  }

  static func unknown(_ name: String, at pointer: String? = nil) -> Self {
    .init(
      field: name, code: "unknown", message: "There is no field “\(name)” here.",
      pointer: pointer)
  }
}

extension Field {
  /// The value of what was sent under the field's name; nil when it was left out and may be.
  fileprivate func value(in form: FormBody, _ zone: Zone) throws(Unreadable) -> Input.Value? {
    let reading = Reading(label: label, zone: zone)
    let sent = form[name]
    if case .file(let max, _) = kind {
      let files = form.files(name)
      guard files.count + sent.count <= 1 else { throw doubled }
      if let file = files.first { return .file(try reading.file(file, max: max)) }
    } else if !form.files(name).isEmpty {
      throw Unreadable(code: "type", message: "\(phrase: label) takes words, not a file.")
    }
    if case .several(let kind, let max) = kind {
      return try several(sent.map(\.trimmed).filter { !$0.isEmpty }, kind, max, reading)
    }
    guard sent.count <= 1 else { throw doubled }
    if case .flag = kind { return try reading.value(of: sent.first ?? "", as: kind) }
    let written = isVerbatim ? sent.first ?? "" : (sent.first ?? "").trimmed
    guard !written.isEmpty else { return try absence() }
    guard let sign else { return try reading.value(of: written, as: kind) }
    return try numbered(written, sign, reading)
  }

  /// A number with or without its sign: `T-1052`, `t 1052`, `#1052` and `1052` are one.
  private func numbered(
    _ written: String, _ sign: String, _ reading: Reading
  ) throws(Unreadable) -> Input.Value? {
    let letters = sign.filter(\.isLetter)
    let isSigned = written.lowercased().hasPrefix(letters.lowercased())
    let rest = (isSigned ? String(written.dropFirst(letters.count)) : written)
      .drop { "-–‑# \u{A0}".contains($0) }
    guard !rest.isEmpty, rest.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw Unreadable(
        code: "number",
        message: "“\(written)” is no number of that kind. Write it like \(sign)1052, or just 1052.")
    }
    return try reading.value(of: String(rest), as: kind)
  }

  private var doubled: Unreadable {
    Unreadable(code: "doubled", message: "\(phrase: label) was sent more than once.")
  }

  private func several(
    _ sent: [String], _ kind: Kind, _ max: Int, _ reading: Reading
  ) throws(Unreadable) -> Input.Value? {
    guard !sent.isEmpty else { return try absence() }
    guard sent.count <= max else { throw tooMany(max) }
    var values: [Input.Value] = []
    for written in sent { values.append(try reading.value(of: written, as: kind)) }
    return .several(values)
  }

  func tooMany(_ max: Int) -> Unreadable {
    Unreadable(code: "tooMany", message: "\(phrase: label) takes at most \(max) values.")
  }

  /// Nothing, when that is allowed.
  func absence() throws(Unreadable) -> Input.Value? {
    guard isOptional else {
      throw Unreadable(code: "required", message: "Please fill in “\(phrase: label)”.")
    }
    return nil
  }

  private var isVerbatim: Bool { if case .secret = kind { true } else { false } }
}

extension String {
  /// Without blanks and line ends at both ends.
  var trimmed: String {
    let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let tail = unicodeScalars.drop(while: isBlank)
    guard let last = tail.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(tail[...last])
  }
}
