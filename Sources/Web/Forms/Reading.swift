// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Why one text is not a value of its field; the sentence names the field by its label.
struct Unreadable: Error {
  let code: String
  let message: Phrase
}

/// Reads one written value of a field, in the zone of whoever wrote it.
struct Reading {
  let label: Phrase
  let zone: Zone

  func value(of written: String, as kind: Field.Kind) throws(Unreadable) -> Input.Value {
    switch kind {
    case .text(let max): .text(try line(written, max: max))
    case .long(let max): .text(try lines(written, max: max))
    case .secret: .text(try secret(written))
    case .email: .text(try email(written))
    case .choice(let choices): .text(try choice(written, among: choices))
    case .int(let range): .number(try within(range, try int(written)))
    case .duration(let range): .number(try duration(written, within: range))
    case .day: .day(try day(written))
    case .moment: .moment(try moment(written))
    case .flag: .flag(try flag(written))
    case .id: .text(try id(written))
    case .file(let max, _): .file(try file(written, max: max))
    case .several(let kind, _): .several([try value(of: written, as: kind)])
    }
  }

  func line(_ written: String, max: Int) throws(Unreadable) -> String {
    guard !written.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      throw unreadable(
        "control",
        "\(phrase: label) can't hold line breaks or control characters. Please use one line.")
    }
    return try short(written.replacingHiddenLineEnds(by: " "), max: max)
  }

  private func lines(_ written: String, max: Int) throws(Unreadable) -> String {
    var text = ""
    for scalar in written.replacingLineEnds().replacingHiddenLineEnds(by: "\n").unicodeScalars {
      guard scalar.value >= 32 && scalar.value != 127 || scalar == "\n" || scalar == "\t" else {
        throw unreadable("control", "\(phrase: label) holds a control character. Please remove it.")
      }
      text.unicodeScalars.append(scalar)
    }
    return try short(text, max: max)
  }

  private func short(_ text: String, max: Int) throws(Unreadable) -> String {
    guard text.unicodeScalars.count <= max else {
      throw unreadable(
        "tooLong",
        "\(phrase: label) is \(text.unicodeScalars.count) characters long; \(max) are the most.")
    }
    return text
  }

  private func secret(_ written: String) throws(Unreadable) -> String {
    guard !written.unicodeScalars.contains("\0"), written.utf8.count <= 1024 else {
      throw unreadable("tooLong", "\(phrase: label) is longer than 1,024 bytes or can't be typed.")
    }
    return written
  }

  /// The rule letters are written by, so that what is typed can also be written to.
  private func email(_ written: String) throws(Unreadable) -> String {
    let text = try line(written, max: 254)
    guard SendableAddress(text) != nil else {
      throw unreadable(
        "email",
        "“\(text)” is not a mail address letters can be sent to. It looks like name@example.org, in letters without accents."
      )
    }
    return text
  }

  private func choice(
    _ written: String, among choices: [Field.Choice]
  ) throws(Unreadable) -> String {
    guard choices.contains(where: { $0.value == written }) else {
      throw unreadable("choice", "Please choose one of the values offered for \(phrase: label).")
    }
    return written
  }

  private func id(_ written: String) throws(Unreadable) -> String {
    guard written.isIdentity else {
      throw unreadable("id", "\(phrase: label) is not an id of ours.")
    }
    return written
  }

  private func flag(_ written: String) throws(Unreadable) -> Bool {
    switch written {
    case "on", "true", "1", "yes": return true
    case "", "off", "false", "0", "no": return false
    default: throw unreadable("flag", "\(phrase: label) is either on or off.")
    }
  }

  func unreadable(_ code: String, _ message: Phrase) -> Unreadable {
    Unreadable(code: code, message: message)
  }
}

extension String {
  /// The characters ids are made of, and no more than they can have.
  package var isIdentity: Bool {
    (1...64).contains(utf8.count)
      && utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }

  /// CR LF and lone CR as LF: a form sends the former.
  func replacingLineEnds() -> String {
    guard utf8.contains(13) else { return self }
    var out: [UInt8] = []
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == 13 || byte == 10 && previous != 13 { out.append(10) }
      if byte != 13 && byte != 10 { out.append(byte) }
      previous = byte
    }
    return String(decoding: out, as: UTF8.self)
  }
}
