// SPDX-License-Identifier: AGPL-3.0-or-later

/// The header fields of a mail in their order, unfolded.
package struct MailHeaders: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    package let name: String
    /// As it stood, unfolded to one line.
    package let raw: String
    /// Encoded words decoded, control characters made spaces.
    package let text: String
    let key: String

    init(name: String, raw: String, text: String) {
      self.name = name
      self.raw = raw
      self.text = text
      key = name.lowercased()
    }
  }

  package let fields: [Field]

  package func all(_ name: String) -> [Field] {
    let key = name.lowercased()
    return fields.filter { $0.key == key }
  }

  package func first(_ name: String) -> Field? {
    let key = name.lowercased()
    return fields.first { $0.key == key }
  }

  package subscript(_ name: String) -> String? { first(name)?.text }

  /// Every `<…>` of the field, without brackets, in order; at most the last hundred.
  func messageIDs(_ name: String) -> [String] {
    Array(all(name).flatMap { bracketed($0.raw) }.suffix(100))
  }

  private func bracketed(_ raw: String) -> [String] {
    raw.split(separator: "<", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      guard let end = piece.firstIndex(of: ">") else { return nil }
      let id = piece[..<end].filter { !$0.isWhitespace }
      return id.isEmpty || id.utf8.count > 998 ? nil : String(id)
    }
  }
}

extension String {
  /// One line without control characters, as a header value is shown.
  var oneLine: String {
    var line = ""
    var pendingSpace = false
    for scalar in unicodeScalars {
      let blank =
        scalar.value < 33 || scalar.value == 127 || (128...159).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029
      if blank {
        pendingSpace = true
      } else {
        if pendingSpace, !line.isEmpty { line.append(" ") }
        pendingSpace = false
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}
