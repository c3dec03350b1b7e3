// SPDX-License-Identifier: AGPL-3.0-or-later

/// Where a picture in a mail would come from. Nothing is ever fetched from outside.
enum HTMLPicture: Hashable {
  /// A part of the mail, by its content id.
  case attached(String)
  /// Small and written into the mail itself.
  case embedded(String)
  case remote(host: String)
  case none

  private static let types = ["png", "jpeg", "jpg", "gif", "webp"]
  private static let embeddedLimit = 32 << 10

  init(_ source: [UInt8]?) {
    let bytes = (source ?? []).drop { $0 <= 32 }
    let text = String(decoding: bytes.prefix(200), as: UTF8.self)
    let lower = text.lowercased()
    if lower.hasPrefix("cid:") {
      let id = String(text.dropFirst(4)).oneLine
      self = .attached(id.removingPercent)
    } else if lower.hasPrefix("data:") {
      self = HTMLPicture.embedded(bytes, lower).map { .embedded($0) } ?? .none
    } else if let link = HTMLLink(Array(bytes)) {
      self = .remote(host: link.shown)
    } else {
      self = lower.hasPrefix("//") ? .remote(host: "") : .none
    }
  }

  private static func embedded(_ bytes: ArraySlice<UInt8>, _ lower: String) -> String? {
    guard bytes.count <= embeddedLimit else { return nil }
    for type in types {
      let head = "data:image/\(type);base64,"
      guard lower.hasPrefix(head) else { continue }
      let data = bytes.dropFirst(head.utf8.count).filter { !$0.isBlank }
      let marks: [UInt8] = [43, 47, 61]
      let fits = data.allSatisfy { $0.isLetter || $0.isDigit || marks.contains($0) }
      return fits && !data.isEmpty ? head + String(decoding: data, as: UTF8.self) : nil
    }
    return nil
  }

  var isRemote: Bool {
    if case .remote = self { true } else { false }
  }

  /// What stands in the picture's place when it has no words of its own.
  var label: String {
    if case .remote(let host) = self, !host.isEmpty { host } else { "…" }
  }

  /// The place the page may load it from, if there is one.
  func path(_ attached: (String) -> String?) -> String? {
    switch self {
    case .attached(let id):
      attached(id).flatMap { $0.hasPrefix("/") && !$0.hasPrefix("//") ? $0 : nil }
    case .embedded(let data): data
    case .remote, .none: nil
    }
  }

  /// A picture of no size is there to watch the reader, not to be seen.
  func isTracker(_ tag: HTMLTokeniser.Tag) -> Bool {
    ["width", "height"].contains { side in
      let value = tag.attribute(side).map { String(decoding: $0, as: UTF8.self).trimmed }
      return value == "0" || value == "1" || value == "1px"
    }
  }
}

extension String {
  /// Percent escapes of a content id taken back.
  fileprivate var removingPercent: String {
    var out: [UInt8] = []
    let bytes = Array(utf8)
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
        let high = bytes[at + 1].digit(in: 16), let low = bytes[at + 2].digit(in: 16)
      {
        out.append(UInt8(high * 16 + low))
        at += 3
      } else {
        out.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
