// SPDX-License-Identifier: AGPL-3.0-or-later

/// Why something stands as it does, as it is kept: a word of ours and what it names. What people
/// read is made from it in their own language.
package struct Cause: Sendable, Hashable {
  /// A stable word for programs, `mail.unknownSender`.
  package let code: String
  package let data: [String]

  package init(_ code: String, _ data: String...) {
    self.code = code
    self.data = data.map { String($0.map { $0.isNewline ? " " : $0 }) }
  }

  package init(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = lines[0]
    data = Array(lines.dropFirst())
  }

  /// Code and data, a line each.
  package var text: String { ([code] + data).joined(separator: "\n") }

  /// The data at that place; empty when an older program wrote less.
  package subscript(place: Int) -> String { data.indices.contains(place) ? data[place] : "" }
}
