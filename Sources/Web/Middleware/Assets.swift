// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Foundation
import Rules

/// The files a page needs: one sheet and one script joined from `Public`, and the pictures, each under
/// a name that changes with its content, so that browsers may keep them for ever.
package struct Assets: Sendable {
  /// One file as it is sent.
  struct File: Sendable {
    let type: String
    let bytes: [UInt8]
    /// The same in gzip, where that is smaller.
    let packed: [UInt8]?

    init(type: String, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
      packed = Gzip.compressed(bytes, level: 9).flatMap { $0.count < bytes.count ? $0 : nil }
    }
  }

  /// By the path they are served under.
  let files: [String: File]
  /// From the name in the code to that path.
  private let paths: [String: String]

  package static let none = Assets(contents: [:])

  init(contents: [String: [UInt8]]) {
    var files: [String: File] = [:]
    var paths: [String: String] = [:]
    for (name, bytes) in contents {
      let path = "/assets/" + Self.hashed(name, bytes)
      files[path] = File(type: Self.type(of: name), bytes: bytes)
      paths[name] = path
    }
    self.files = files
    self.paths = paths
  }

  /// `mainstay.css`, `mainstay.js` and `img/…` of the folder.
  static func load(from folder: String) -> Assets {
    var contents = ["mainstay.css": sheet(in: folder), "mainstay.js": scripts(in: folder)]
    for name in names(in: folder + "/img") {
      contents["img/" + name] = read("\(folder)/img/\(name)")
    }
    return Assets(contents: contents)
  }

  func path(_ name: String) -> String { paths[name] ?? "/assets/\(name)" }

  /// `img/logo.svg` → `img/logo.3f2a….svg`
  private static func hashed(_ name: String, _ bytes: [UInt8]) -> String {
    let hash = hexadecimal(SHA256.hash(data: bytes).prefix(8))
    guard let dot = name.lastIndex(of: ".") else { return "\(name).\(hash)" }
    return "\(name[..<dot]).\(hash)\(name[dot...])"
  }

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "webp": "image/webp"
    case "woff2": "font/woff2"
    case "ico": "image/x-icon"
    default: "application/octet-stream"
    }
  }
}

/// Joining.
extension Assets {
  /// The layers in their one order.
  private static func sheet(in folder: String) -> [UInt8] {
    let css = folder + "/css"
    let layers =
      ["tokens.css", "reset.css", "base.css", "layout.css"]
      + names(in: css + "/parts").map { "parts/" + $0 }
      + names(in: css + "/rooms").map { "rooms/" + $0 } + ["print.css"]
    return layers.reduce([]) { $0 + read("\(css)/\($1)") }
  }

  private static func scripts(in folder: String) -> [UInt8] {
    names(in: folder + "/js").reduce([]) { $0 + read("\(folder)/js/\($1)") + [10] }
  }

  private static func names(in folder: String) -> [String] {
    // No folder, no files: a house without pictures is a house.
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func read(_ file: String) -> [UInt8] {
    FileManager.default.contents(atPath: file).map(Array.init) ?? []
  }
}
