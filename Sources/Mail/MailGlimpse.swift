// SPDX-License-Identifier: AGPL-3.0-or-later

/// What can be made out of a mail that can't be understood: enough for a person to begin with.
package struct MailGlimpse: Sendable {
  /// The first thing beside `From:` that looks like an address; empty when nothing does.
  package let sender: String
  package let subject: String
  package let text: String

  /// Nobody reads more of a broken mail than this.
  private static let most = 65_536

  package init(_ bytes: [UInt8]) {
    let cut = bytes.prefix(MailGlimpse.most)
    let end = cut.count < bytes.count ? cut.lastIndex(of: 10) ?? cut.endIndex : cut.endIndex
    let lines = CharsetReading(Array(cut[..<end]), declared: nil).text
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    let head = lines.prefix { MailGlimpse.isHead($0) }
    sender =
      MailGlimpse.value("from:", in: head).split { " <>,;\"()".contains($0) }
      .first { $0.contains("@") }.map(String.init) ?? ""
    subject = MailGlimpse.value("subject:", in: head)
    text = lines.dropFirst(head.count).joined(separator: "\n").legible
  }

  /// `Name: value`, or a line that goes on from the one before.
  private static func isHead(_ line: Substring) -> Bool {
    if line.hasPrefix(" ") || line.hasPrefix("\t") { return true }
    let name = line.prefix { $0 != ":" }
    return name.count < line.count && !name.isEmpty
      && name.utf8.allSatisfy { (33...126).contains($0) }
  }

  private static func value(_ name: String, in head: ArraySlice<Substring>) -> String {
    let line = head.first { $0.lowercased().hasPrefix(name) }
    return (line?.dropFirst(name.count)).map { String($0).oneLine } ?? ""
  }
}

extension String {
  /// Without what no field of a form takes, and without blank lines at its ends.
  fileprivate var legible: String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars
    where scalar.value >= 32 && scalar.value != 127 || scalar == "\n" || scalar == "\t" {
      scalars.append(scalar)
    }
    return String(scalars).trimmed
  }
}
