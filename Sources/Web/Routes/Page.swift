// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What a person gets when they look at an address.
package struct Page: Sendable {
  let content: Content
  package private(set) var status = 200
  package private(set) var session: Outcome.SessionChange?

  enum Content: Sendable {
    case markup(title: Phrase, menu: String?, body: HTML)
    case elsewhere(String)
    case file(File)
  }

  /// A file to look at or keep.
  struct File: Sendable {
    let name: String?
    let type: String
    let bytes: [UInt8]
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

  package func status(_ status: Int) -> Page {
    var page = self
    page.status = status
    return page
  }

  package func session(_ change: Outcome.SessionChange) -> Page {
    var page = self
    page.session = change
    return page
  }
}
