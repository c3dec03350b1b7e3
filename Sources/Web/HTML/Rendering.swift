// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// All that one reader's page needs to become bytes: their wording, the token of their session and
/// where the files lie.
package struct Rendering: Sendable {
  package let wording: Wording
  let protection: String
  let assets: Assets

  package init(wording: Wording, protection: String = "", assets: Assets = .none) {
    self.wording = wording
    self.protection = protection
    self.assets = assets
  }
}

extension HTML {
  /// The finished page for one reader.
  package func bytes(for rendering: Rendering) -> [UInt8] {
    guard !gaps.isEmpty else { return bytes }
    var page: [UInt8] = []
    page.reserveCapacity(bytes.count + gaps.count * 32)
    var from = 0
    for gap in gaps {
      page.append(contentsOf: bytes[from..<gap.offset])
      gap.filling.write(to: &page, for: rendering)
      from = gap.offset
    }
    page.append(contentsOf: bytes[from...])
    return page
  }

  package func text(for rendering: Rendering) -> String {
    String(decoding: bytes(for: rendering), as: UTF8.self)
  }
}

extension HTML.Filling {
  fileprivate func write(to page: inout [UInt8], for rendering: Rendering) {
    let wording = rendering.wording
    switch self {
    case .phrase(let phrase): wording.text(phrase).escape(into: &page)
    case .moment(let instant): write("\(instant)", as: wording.moment(instant), to: &page)
    case .time(let instant): write("\(instant)", as: wording.time(instant), to: &page)
    case .day(let day): write("\(day)", as: wording.day(day), to: &page)
    case .duration(let seconds): wording.duration(seconds).escape(into: &page)
    case .exactDuration(let seconds): wording.exactDuration(seconds).escape(into: &page)
    case .number(let number): wording.number(number).escape(into: &page)
    case .protection(.token): page += Array(rendering.protection.utf8)
    case .protection(.field):
      page += Array(
        """
        <input type="hidden" name="_csrf" value="\(rendering.protection)">\
        <input type="hidden" name="_once" value="\(Seals.short())">
        """.utf8)
    case .asset(let name): rendering.assets.path(name).escape(into: &page)
    }
  }

  private func write(_ machine: String, as words: String, to page: inout [UInt8]) {
    page += Array("<time datetime=\"\(machine)\">".utf8)
    words.escape(into: &page)
    page += Array("</time>".utf8)
  }
}
