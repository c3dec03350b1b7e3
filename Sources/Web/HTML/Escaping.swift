// SPDX-License-Identifier: AGPL-3.0-or-later

extension HTML {
  /// Where in the markup the next value will stand.
  enum Place {
    case plain
    /// At the start of an attribute that browsers follow.
    case address
    /// Where no escaping makes a value safe.
    case forbidden
  }

  /// Looks back from the end: only a value right behind `="` or `=` is in a special place.
  var place: Place {
    guard let last = bytes.last else { return .plain }
    if last == UInt8(ascii: "=") { return isInsideTag ? .forbidden : .plain }
    guard last == UInt8(ascii: "\"") || last == UInt8(ascii: "'"),
      bytes.count > 2, bytes[bytes.count - 2] == UInt8(ascii: "="), isInsideTag
    else { return .plain }
    let name = bytes.dropLast(2).suffix(while: isNameByte)
    return Place(attribute: String(decoding: name, as: UTF8.self))
  }

  private var isInsideTag: Bool {
    bytes.last { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") } == UInt8(ascii: "<")
  }
}

extension HTML.Place {
  init(attribute: String) {
    switch attribute.lowercased() {
    case "href", "src", "action", "formaction", "cite", "data", "poster", "srcset": self = .address
    case "style", "srcdoc": self = .forbidden
    case let name where name.hasPrefix("on"): self = .forbidden
    default: self = .plain
    }
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  (97...122).contains(byte) || (65...90).contains(byte) || byte == UInt8(ascii: "-")
}

extension ArraySlice<UInt8> {
  fileprivate func suffix(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, belongs(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}

extension String {
  /// Appends the text with the five marks of HTML replaced, so that it can stand between tags and
  /// inside quotes.
  func escape(into bytes: inout [UInt8]) {
    var text = self
    text.withUTF8 { source in
      var from = 0
      for index in source.indices {
        guard let entity = entity(for: source[index]) else { continue }
        bytes.append(contentsOf: source[from..<index])
        entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
        from = index + 1
      }
      bytes.append(contentsOf: source[from...])
    }
  }

  /// The address if a browser may follow it, else `#`. Control characters and blanks at its head are
  /// dropped first, as browsers do before they look for a scheme.
  package var safeAddress: String {
    let kept = String(String.UnicodeScalarView(unicodeScalars.filter { $0.value > 32 }))
    guard let end = kept.firstIndex(where: { ":/?#".contains($0) }) else {
      return kept.isEmpty ? self : "./" + kept
    }
    guard kept[end] == ":" else { return self }
    return ["http", "https", "mailto", "tel"].contains(kept[..<end].lowercased()) ? self : "#"
  }
}

@inline(__always)
private func entity(for byte: UInt8) -> StaticString? {
  switch byte {
  case UInt8(ascii: "&"): "&amp;"
  case UInt8(ascii: "<"): "&lt;"
  case UInt8(ascii: ">"): "&gt;"
  case UInt8(ascii: "\""): "&quot;"
  case UInt8(ascii: "'"): "&#39;"
  case 0: "\u{FFFD}"
  default: nil
  }
}
