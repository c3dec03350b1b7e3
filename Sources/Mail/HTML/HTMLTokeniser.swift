// SPDX-License-Identifier: AGPL-3.0-or-later

/// Markup taken apart byte by byte as the HTML standard's tokenisation states do, in one pass.
/// Comments, doctypes and processing instructions are swallowed here.
struct HTMLTokeniser {
  enum Token {
    case text([UInt8])
    case start(Tag)
    case end(String)
  }

  struct Tag {
    var name: String
    /// Only the attributes `HTMLAttributes` may let through; of two with one name the first counts.
    var attributes: [(name: String, value: [UInt8])] = []
    var closesItself = false
  }

  let bytes: [UInt8]
  var at = 0
  /// Inside SVG or MathML, where CDATA sections exist.
  var inForeign = false
  /// Bytes looked at; the tests hold it to be linear in the size.
  private(set) var steps = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Token? {
    while at < bytes.count {
      let before = at
      let token = bytes[at] == lessThan && opensMarkup ? markup() : .text(text())
      steps += at - before
      if let token { return token }
    }
    return nil
  }

  // MARK: Data

  /// A `<` begins markup only before a letter, `/`, `!` or `?`.
  private var opensMarkup: Bool {
    guard at + 1 < bytes.count else { return false }
    let byte = bytes[at + 1]
    if byte == slash { return at + 2 < bytes.count }
    return byte.isLetter || byte == bang || byte == question
  }

  private mutating func text() -> [UInt8] {
    let start = at
    at += 1
    while at < bytes.count, !(bytes[at] == lessThan && opensMarkup) { at += 1 }
    return HTMLReferences.decoded(bytes[start..<at], inAttribute: false)
  }

  private mutating func markup() -> Token? {
    let byte = bytes[at + 1]
    if byte.isLetter {
      at += 1
      return tag().map { .start($0) }
    }
    if byte == slash, bytes[at + 2].isLetter {
      at += 2
      return tag().map { .end($0.name) }
    }
    if byte == bang {
      declaration()
    } else {
      skip(through: [greaterThan])
    }
    return nil
  }

  // MARK: Tags

  /// Nil when the input ends inside the tag: such a tag is no tag.
  private mutating func tag() -> Tag? {
    var tag = Tag(name: name { $0.isBlank || $0 == slash || $0 == greaterThan })
    while at < bytes.count {
      let byte = bytes[at]
      if byte == greaterThan {
        at += 1
        return tag
      }
      if byte.isBlank {
        at += 1
      } else if byte == slash {
        at += 1
        tag.closesItself = at < bytes.count && bytes[at] == greaterThan
      } else {
        attribute(of: &tag)
      }
    }
    return nil
  }

  private mutating func attribute(of tag: inout Tag) {
    let name = name { $0.isBlank || $0 == slash || $0 == greaterThan || $0 == equals }
    while at < bytes.count, bytes[at].isBlank { at += 1 }
    var value: [UInt8] = []
    if at < bytes.count, bytes[at] == equals {
      at += 1
      value = attributeValue()
    }
    guard HTMLAttributes.known.contains(name), !tag.attributes.contains(where: { $0.name == name })
    else { return }
    tag.attributes.append((name, HTMLReferences.decoded(value[...], inAttribute: true)))
  }

  private mutating func attributeValue() -> [UInt8] {
    while at < bytes.count, bytes[at].isBlank { at += 1 }
    guard at < bytes.count, bytes[at] != greaterThan else { return [] }
    let quote = bytes[at]
    if quote == doubleQuote || quote == singleQuote {
      at += 1
      let start = at
      while at < bytes.count, bytes[at] != quote { at += 1 }
      let value = Array(bytes[start..<at])
      if at < bytes.count { at += 1 }
      return value
    }
    let start = at
    while at < bytes.count, !bytes[at].isBlank, bytes[at] != greaterThan { at += 1 }
    return Array(bytes[start..<at])
  }

  /// A name in lower case, always at least one byte long; one too long to be known is `""`.
  private mutating func name(until ends: (UInt8) -> Bool) -> String {
    let start = at
    at += 1
    while at < bytes.count, !ends(bytes[at]) { at += 1 }
    if at - start > 24 { return "" }
    return String(decoding: bytes[start..<at].map(\.lowercase), as: UTF8.self)
  }

  // MARK: Comments and their like

  private mutating func declaration() {
    if matches("<!--", at: at) {
      at += 4
      comment()
    } else if inForeign, matches("<![CDATA[", at: at) {
      skip(through: Array("]]>".utf8))
    } else {
      skip(through: [greaterThan])
    }
  }

  /// Ends at `-->` or `--!>`, and at once as `<!-->` or `<!--->`.
  private mutating func comment() {
    let start = at
    if matches(">", at: at) || matches("->", at: at) {
      skip(through: [greaterThan])
      return
    }
    while at < bytes.count {
      defer { at += 1 }
      guard bytes[at] == greaterThan else { continue }
      if at - start >= 2, bytes[at - 1] == dash, bytes[at - 2] == dash { return }
      let shouted = at - start >= 3 && bytes[at - 1] == bang
      if shouted, bytes[at - 2] == dash, bytes[at - 3] == dash { return }
    }
  }

  private mutating func skip(through end: [UInt8]) {
    while at < bytes.count {
      if bytes[at] == end[0], matches(end, at: at) {
        at += end.count
        return
      }
      at += 1
    }
  }

  // MARK: Raw text

  /// What stands in an element whose content is no markup, up to its end tag, which is swallowed.
  mutating func rawText(of name: String) -> ArraySlice<UInt8> {
    let start = at
    let end = name == "script" ? scriptEnd() : plainEnd(name)
    at = end
    steps += end - start
    if at < bytes.count { _ = markup() }
    return bytes[start..<end]
  }

  /// Everything that is left: `plaintext` never ends.
  mutating func rest() -> ArraySlice<UInt8> {
    let start = at
    at = bytes.count
    steps += at - start
    return bytes[start...]
  }

  private func plainEnd(_ name: String) -> Int {
    var index = at
    while index < bytes.count {
      if bytes[index] == lessThan, isTag("</" + name, at: index) { return index }
      index += 1
    }
    return index
  }

  /// Scripts may hide their end tag in `<!-- <script> … </script> -->`.
  private func scriptEnd() -> Int {
    var index = at
    var escaped = false
    var twice = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == lessThan {
        if isTag("</script", at: index) {
          if !twice { return index }
          twice = false
        } else if escaped, isTag("<script", at: index) {
          twice = true
        } else if !escaped, matches("<!--", at: index) {
          escaped = true
          index += 1
        }
      } else if byte == dash, escaped, matches("-->", at: index) {
        escaped = false
        twice = false
      }
      index += 1
    }
    return index
  }

  private func isTag(_ tag: String, at index: Int) -> Bool {
    let length = tag.utf8.count
    guard index + length < bytes.count else { return false }
    for (offset, byte) in tag.utf8.enumerated() where bytes[index + offset].lowercase != byte {
      return false
    }
    let after = bytes[index + length]
    return after.isBlank || after == slash || after == greaterThan
  }

  private func matches(_ text: String, at index: Int) -> Bool {
    matches(Array(text.utf8), at: index)
  }

  private func matches(_ wanted: [UInt8], at index: Int) -> Bool {
    guard index + wanted.count <= bytes.count else { return false }
    for offset in wanted.indices where bytes[index + offset] != wanted[offset] { return false }
    return true
  }
}

let lessThan = UInt8(ascii: "<")
let greaterThan = UInt8(ascii: ">")
let ampersand = UInt8(ascii: "&")
let slash = UInt8(ascii: "/")
let bang = UInt8(ascii: "!")
let question = UInt8(ascii: "?")
let equals = UInt8(ascii: "=")
let dash = UInt8(ascii: "-")
let doubleQuote = UInt8(ascii: "\"")
let singleQuote = UInt8(ascii: "'")

extension UInt8 {
  var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
  var isDigit: Bool { (48...57).contains(self) }
  var lowercase: UInt8 { (65...90).contains(self) ? self + 32 : self }
  /// Tab, line feed, form feed, return, space.
  var isBlank: Bool { self == 32 || self == 9 || self == 10 || self == 12 || self == 13 }
}
