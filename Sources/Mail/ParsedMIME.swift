// SPDX-License-Identifier: AGPL-3.0-or-later
import CMIME

/// A mail as GMime read it, with its parts laid flat; lives only while a `MailMessage` is made.
final class ParsedMIME {
  struct Part {
    enum Kind { case leaf, multipart, embedded }

    let index: Int
    let kind: Kind
    let parent: Int
    let type: String
    let charset: String?
    let flowed: Bool
    let deleteSpace: Bool
    let protocolName: String?
    let reportType: String?
    let smimeType: String?
    let method: String?
    let disposition: String?
    let fileName: String?
    let contentID: String?
  }

  private let handle: OpaquePointer
  let parts: [Part]

  init(_ bytes: [UInt8], limits: MailLimits) throws(MailProblem) {
    try ParsedMIME.refuseBombs(bytes, limits)
    guard let handle = cmime_parse(bytes, bytes.count, Int32(limits.depth), limits.parts) else {
      throw .notAMail
    }
    self.handle = handle
    parts = (0..<cmime_part_count(handle)).map { Part($0, cmime_part(handle, $0)) }
    if cmime_too_deep(handle) { throw .nestedTooDeep(limit: limits.depth) }
    if cmime_too_many(handle) { throw .tooManyParts(limit: limits.parts) }
  }

  deinit { cmime_free(handle) }

  private static func refuseBombs(_ bytes: [UInt8], _ limits: MailLimits) throws(MailProblem) {
    if bytes.count > limits.bytes { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
    let counts = cmime_count(bytes, bytes.count)
    if counts.head_bytes > limits.headBytes {
      throw .headTooLong(bytes: counts.head_bytes, limit: limits.headBytes)
    }
    if counts.field_bytes > limits.fieldBytes {
      throw .headTooLong(bytes: counts.field_bytes, limit: limits.fieldBytes)
    }
    if counts.field_lines > limits.fieldLines {
      throw .tooManyFields(count: counts.field_lines, limit: limits.fieldLines)
    }
    if counts.address_colons > limits.addressColons { throw .tangledAddresses }
    if counts.separator_lines > limits.separatorLines { throw .tooManyParts(limit: limits.parts) }
  }

  /// The header fields of the mail, or of the mail embedded in the given part.
  func headers(ofPart part: Int = -1) -> MailHeaders {
    MailHeaders(
      fields: (0..<cmime_field_count(handle, Int32(part))).map { index in
        let field = cmime_field(handle, Int32(part), index)
        return MailHeaders.Field(
          name: String(cString: field.name), raw: text(field.raw).oneLine,
          text: ParsedMIME.decoded(field.raw).oneLine)
      })
  }

  /// Everybody named in the fields of this name.
  func addresses(_ name: String) -> [MailAddress] {
    (0..<cmime_field_count(handle, -1)).flatMap { index -> [MailAddress] in
      let field = cmime_field(handle, -1, index)
      guard String(cString: field.name).lowercased() == name, let raw = field.raw else { return [] }
      return ParsedMIME.addresses(raw)
    }
  }

  func content(_ part: Part) -> [UInt8] {
    var count = 0
    guard let bytes = cmime_content(handle, part.index, &count) else { return [] }
    defer { cmime_release(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  private static func addresses(_ raw: UnsafePointer<CChar>) -> [MailAddress] {
    let list = cmime_addresses(raw)
    defer { cmime_addresses_free(list) }
    return (0..<cmime_address_count(list)).compactMap { index in
      let found = cmime_address(list, index)
      let address = text(found.address).oneLine
      let name = text(found.name).oneLine
      if address.isEmpty { return nil }
      return MailAddress(name: name.isEmpty ? nil : name, address: address)
    }
  }

  private static func decoded(_ raw: UnsafePointer<CChar>?) -> String {
    guard let raw, let decoded = cmime_decoded_text(raw) else { return "" }
    defer { cmime_release(decoded) }
    return String(cString: decoded)
  }
}

private func text(_ borrowed: UnsafePointer<CChar>?) -> String {
  borrowed.map { String(cString: $0) } ?? ""
}

extension ParsedMIME.Part {
  fileprivate init(_ index: Int, _ facts: CMIMEPart) {
    func word(_ borrowed: UnsafePointer<CChar>?) -> String? {
      borrowed.map { String(cString: $0).oneLine.lowercased() }
    }
    self.index = index
    kind =
      Int(facts.kind) == CMIME_MULTIPART
      ? .multipart : Int(facts.kind) == CMIME_EMBEDDED ? .embedded : .leaf
    parent = Int(facts.parent)
    type = (word(facts.type) ?? "text") + "/" + (word(facts.subtype) ?? "plain")
    charset = word(facts.charset)
    flowed = word(facts.format) == "flowed"
    deleteSpace = word(facts.delsp) == "yes"
    protocolName = word(facts.protocol)
    reportType = word(facts.report_type)
    smimeType = word(facts.smime_type)
    method = word(facts.method)
    disposition = word(facts.disposition)
    fileName = facts.file_name.map { String(cString: $0) }
    contentID = facts.content_id.map { String(cString: $0).oneLine }
  }
}
