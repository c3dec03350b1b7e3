// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What a person gets when they look at an address.
package struct Page: Sendable {
  let content: Content
  package private(set) var status = 200
  /// Whose page it is, to people who know the provider and not us.
  private(set) var host: String?

  enum Content: Sendable {
    case markup(title: Phrase, menu: String?, body: HTML)
    case elsewhere(String)
    case file(File)
    case sealed(SealedDocument)
  }

  /// A file to look at or keep.
  struct File: Sendable {
    let name: String?
    let type: String
    let bytes: [UInt8]
    /// A stricter policy than ours, for what others made.
    var policy: String?
  }

  /// `menu` is the path of the menu entry to show as the current one.
  package init(_ title: Phrase, menu: String? = nil, _ body: HTML) {
    content = .markup(title: title, menu: menu, body: body)
  }

  private init(content: Content) { self.content = content }

  /// Look there instead, under our own roof.
  package static func see(_ path: String) -> Page { Page(content: .elsewhere(path)) }

  /// Plain text, as it is.
  package static func text(_ text: String) -> Page {
    Page(
      content: .file(File(name: nil, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))))
  }

  /// A file to keep under the name.
  package static func download(_ name: String, type: String, _ bytes: [UInt8]) -> Page {
    Page(content: .file(File(name: name, type: type, bytes: bytes)))
  }

  /// A file somebody else made, to keep and never to look at here: shut off from everything, as a
  /// type no browser runs.
  package static func foreign(_ name: String, type: String, _ bytes: [UInt8]) -> Page {
    let harmless = File.harmless.contains(type) ? type : "application/octet-stream"
    return Page(
      content: .file(
        File(name: name, type: harmless, bytes: bytes, policy: "default-src 'none'; sandbox")))
  }

  /// Markup somebody else wrote, made safe before, for a frame of its own. `note` stands above it.
  package static func sealed(_ title: Phrase, note: Phrase? = nil, markup: String) -> Page {
    Page(content: .sealed(SealedDocument(title: title, note: note, markup: markup)))
  }

  /// The provider's own page, by their name.
  package func hosted(by name: String?) -> Page {
    var page = self
    page.host = name
    return page
  }

  package func status(_ status: Int) -> Page {
    var page = self
    page.status = status
    return page
  }
}

extension Page.File {
  /// Types that hold nothing a browser would run, and no page.
  fileprivate static let harmless: Set<String> = [
    "application/pdf", "application/zip", "application/gzip", "image/png", "image/jpeg",
    "image/gif", "image/webp", "text/plain", "message/rfc822",
  ]
}
