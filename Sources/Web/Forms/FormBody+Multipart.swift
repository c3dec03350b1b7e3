// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Forms with files, as browsers send them (RFC 7578): parts between boundaries, each under a name.
extension FormBody {
  init(multipart bytes: [UInt8], contentType: String) throws(Unintelligible) {
    guard let boundary = Self.boundary(of: contentType) else { throw .boundary }
    let mark = Array("\r\n--\(boundary)".utf8)
    // The first boundary may stand at the very beginning.
    var rest = ([13, 10] + bytes)[...]
    guard let first = rest.firstPlace(of: mark) else { throw .cutOff }
    rest = rest[(first + mark.count)...]
    var parts = 0
    while !rest.starts(with: [45, 45]) {
      parts += 1
      guard parts <= 2000 else { throw .tooMany }
      guard rest.starts(with: [13, 10]), let end = rest.firstPlace(of: mark) else { throw .cutOff }
      try take(rest[rest.startIndex..<end])
      rest = rest[(end + mark.count)...]
    }
  }

  private static func boundary(of contentType: String) -> String? {
    for part in contentType.split(separator: ";").dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard halves.count == 2, halves[0].lowercased() == "boundary" else { continue }
      let text = halves[1].filter { $0 != "\"" }
      return (1...70).contains(text.utf8.count) ? text : nil
    }
    return nil
  }

  /// A part begins with the line end of its boundary, then come its fields, an empty line and the
  /// content.
  private mutating func take(_ part: ArraySlice<UInt8>) throws(Unintelligible) {
    guard let gap = part.firstPlace(of: [13, 10, 13, 10]), gap - part.startIndex <= 8192,
      let head = String(validating: part[..<gap], as: UTF8.self)
    else { throw .cutOff }
    let fields = head.split(whereSeparator: \.isNewline).filter {
      $0.lowercased().hasPrefix("content-disposition:")
    }
    guard fields.count == 1, let name = Self.parameter("name", of: fields[0]) else { throw .cutOff }
    let content = Array(part[(gap + 4)...])
    if let fileName = Self.parameter("filename", of: fields[0]) {
      // A file field left empty is sent as a file without name and bytes.
      if !fileName.isEmpty || !content.isEmpty {
        add(SentFile(name: fileName, bytes: content), under: name)
      }
      return
    }
    guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else {
      throw .encoding
    }
    add(text, under: name)
  }

  /// Browsers write a quote inside a name as `%22`.
  private static func parameter(_ name: String, of field: Substring) -> String? {
    for part in field.split(separator: ";").dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard halves.count == 2, halves[0].lowercased() == name else { continue }
      let text = halves[1].filter { $0 != "\"" && $0 != "\0" }
      return text.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
    }
    return nil
  }
}

extension FormBody.Unintelligible {
  static let boundary = Self(
    code: "form.boundary", message: "The form with files does not say where its parts end.")
  static let cutOff = Self(
    code: "form.cutOff",
    message: "The form arrived damaged or cut off. Please go back and send it again.")
}

extension ArraySlice<UInt8> {
  /// Where the mark begins.
  fileprivate func firstPlace(of mark: [UInt8]) -> Int? {
    guard count >= mark.count else { return nil }
    return withUnsafeBufferPointer { bytes in
      for at in 0...(bytes.count - mark.count)
      where bytes[at] == mark[0] && bytes[at + 1] == mark[1] {
        if mark.indices.allSatisfy({ bytes[at + $0] == mark[$0] }) { return startIndex + at }
      }
      return nil
    }
  }
}
