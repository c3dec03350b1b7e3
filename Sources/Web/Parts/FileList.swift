// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What came with something: each file by its name, what it is and how large.
package struct FileList: Part {
  package struct Item: Sendable {
    let name: String
    let path: String
    let note: Phrase

    package init(_ name: String, path: String, note: Phrase) {
      self.name = name
      self.path = path
      self.note = note
    }
  }

  let items: [Item]

  package init(_ items: [Item]) { self.items = items }

  package var html: HTML {
    guard !items.isEmpty else { return .empty }
    return "<ul class=\"file-list\">\(each: items, line)</ul>"
  }

  private func line(_ item: Item) -> HTML {
    "<li><a href=\"\(item.path)\" download>\(item.name)</a> <small>\(say: item.note)</small></li>"
  }
}
