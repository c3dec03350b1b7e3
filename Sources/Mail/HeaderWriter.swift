// SPDX-License-Identifier: AGPL-3.0-or-later
import Rules

/// Writes header fields; no value can end its own line and begin another (TRUST C19).
struct HeaderWriter {
  private(set) var lines: [UInt8] = []

  mutating func add(_ name: String, text: String) throws(LetterProblem) {
    try HeaderWriter.refuseControls(text, in: name)
    write(name, EncodedWords.words(text))
  }

  /// Nothing at all for nobody.
  mutating func add(_ name: String, addresses: [MailAddress]) throws(LetterProblem) {
    if addresses.isEmpty { return }
    var words: [String] = []
    for (index, address) in addresses.enumerated() {
      try HeaderWriter.refuseControls(address.name ?? "", in: name)
      guard let plain = HeaderWriter.plain(address) else {
        throw .badAddress(address.address.oneLine)
      }
      let comma = index + 1 < addresses.count ? "," : ""
      if let shown = address.name, !shown.isEmpty {
        words += EncodedWords.phrase(shown) + ["<\(plain)>\(comma)"]
      } else {
        words.append(plain + comma)
      }
    }
    write(name, words)
  }

  mutating func add(_ name: String, ids: some Collection<String>) throws(LetterProblem) {
    if ids.isEmpty { return }
    for id in ids {
      guard MessageIdentity.canBeNamed(id) else { throw .badMessageID(id.oneLine) }
    }
    write(name, ids.map { "<\($0)>" })
  }

  mutating func add(_ name: String, _ moment: Instant) {
    let day = Day(number: moment.seconds.floorDivided(by: 86_400))
    let time = TimeOfDay(seconds: moment.seconds.floorRemainder(by: 86_400))
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = day.description.split(separator: "-").map(String.init)
    let weekday = weekdays[day.number.floorRemainder(by: 7)]
    let month = months[Int(parts[1])! - 1]
    write(name, ["\(weekday), \(parts[2]) \(month) \(parts[0]) \(time) +0000"])
  }

  /// Words joined by one space, folded before the line grows past 78.
  private mutating func write(_ name: String, _ words: [String]) {
    var line = name + ":"
    for word in words {
      if line.utf8.count + 1 + word.utf8.count > 78, line != name + ":" {
        lines += Array((line + "\r\n").utf8)
        line = ""
      }
      line += " " + word
    }
    lines += Array((line + "\r\n").utf8)
  }

  private static func refuseControls(_ text: String, in name: String) throws(LetterProblem) {
    if text.unicodeScalars.contains(where: \.breaksLine) { throw .controlCharacter(field: name) }
  }

  /// The address as servers take it, its domain in ASCII; nil when it is none.
  static func plain(_ address: MailAddress) -> String? {
    guard let at = address.address.lastIndex(of: "@"), let host = MailHost(address.domain),
      !host.text.contains(":")
    else { return nil }
    return SendableAddress("\(address.address[..<at])@\(host.text)")?.text
  }
}
