// SPDX-License-Identifier: AGPL-3.0-or-later

/// What the first bytes of an attachment say it is, whatever its sender declared.
enum SniffedType {
  private static let marks: [(at: Int, mark: [UInt8], type: String)] = [
    (0, [0x25, 0x50, 0x44, 0x46, 0x2D], "application/pdf"),
    (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
    (0, Array("GIF87a".utf8), "image/gif"),
    (0, Array("GIF89a".utf8), "image/gif"),
    (8, Array("WEBP".utf8), "image/webp"),
    (0, Array("BM".utf8), "image/bmp"),
    (0, [0x49, 0x49, 0x2A, 0x00], "image/tiff"),
    (0, [0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
    (0, [0x50, 0x4B, 0x03, 0x04], "application/zip"),
    (0, [0x50, 0x4B, 0x05, 0x06], "application/zip"),
    (0, [0x1F, 0x8B], "application/gzip"),
    (0, Array("Rar!".utf8), "application/vnd.rar"),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
    (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
    (0, Array("MZ".utf8), "application/x-msdownload"),
    (0, [0x7F, 0x45, 0x4C, 0x46], "application/x-executable"),
    (0, Array("{\\rtf".utf8), "application/rtf"),
    (0, [0x78, 0x9F, 0x3E, 0x22], "application/ms-tnef"),
    (0, Array("#!".utf8), "text/x-script"),
    (0, Array("BEGIN:VCALENDAR".utf8), "text/calendar"),
    (0, Array("BEGIN:VCARD".utf8), "text/vcard"),
    (4, Array("ftyp".utf8), "video/mp4"),
    (0, Array("ID3".utf8), "audio/mpeg"),
    (0, Array("OggS".utf8), "audio/ogg"),
  ]

  /// Longest words first seen in markup: what a browser would take for a page.
  private static let markup: [(word: String, type: String)] = [
    ("<svg", "image/svg+xml"), ("<!doctype svg", "image/svg+xml"), ("<html", "text/html"),
    ("<!doctype html", "text/html"), ("<script", "text/html"), ("<body", "text/html"),
    ("<head", "text/html"), ("<iframe", "text/html"), ("<?xml", "application/xml"),
  ]

  static func of(_ bytes: [UInt8]) -> String {
    for (at, mark, type) in marks where bytes.count >= at + mark.count {
      if bytes[at..<at + mark.count].elementsEqual(mark) { return type }
    }
    let head = bytes.prefix(1024)
    if head.isEmpty { return "application/x-empty" }
    let text = String(decoding: head, as: UTF8.self).lowercased()
    if let page = ofMarkup(text) { return page }
    let binary = head.contains { $0 < 9 || (14...31).contains($0) && $0 != 27 }
    return binary ? "application/octet-stream" : "text/plain"
  }

  private static func ofMarkup(_ text: String) -> String? {
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard start.first == "<" else { return nil }
    if text.contains("<svg") { return "image/svg+xml" }
    return markup.first { start.hasPrefix($0.word) }?.type
      ?? (text.contains("<script") || text.contains("<html") ? "text/html" : nil)
  }
}
