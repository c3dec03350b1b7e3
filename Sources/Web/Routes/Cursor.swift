// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules

/// A place in a list to go on from: the sort values of the last row shown, opaque to callers. It
/// grants nothing: the list it continues is scoped anew.
package struct Cursor: Sendable, Equatable {
  package let parts: [String]

  package init(_ parts: String...) { self.parts = parts }

  package var text: String {
    Data(JSON.list(parts.map(JSON.text)).bytes()).base64URL
  }

  package init(reading text: String) throws {
    guard text.utf8.count <= 2000, let data = Data(base64URL: text),
      let items = (try? JSON(parsing: Array(data)))?.list,  // any fault means: not ours
      items.allSatisfy({ $0.text != nil })
    else { throw Broken() }
    parts = items.compactMap(\.text)
  }

  /// The part as a number; a part that is none is not of our making.
  package func number(_ part: Int) throws -> Int {
    guard parts.indices.contains(part), let number = Int(parts[part]) else { throw Broken() }
    return number
  }

  package struct Broken: Refusal {
    package let code = "cursor"
    package let field: String? = "cursor"
    package let message: Phrase =
      "This cursor is not one of ours. Start the list again without it."

    package init() {}
  }
}

extension Shape {
  /// `limit` and `cursor`, for lists.
  package static let paging = Shape(
    .int("limit", label: "Rows", 1...200).optional,
    .text("cursor", label: "Continue after", max: 2000).optional)

  /// This shape and the paging fields.
  package var paged: Shape { Shape(fields + Shape.paging.fields) }
}

extension Call {
  /// How many rows, and after which. Needs `Shape.paging` among the fields. A cursor always has as
  /// many parts as the list sorts by: what came from outside is counted before anybody reads it.
  package func paging(
    _ usual: Int = 50, parts: Int = 2
  ) throws -> (limit: Int, after: Cursor?) {
    let after = try input.optionalText("cursor").map { try Cursor(reading: $0) }
    if let after, after.parts.count != parts { throw Cursor.Broken() }
    return (input.optionalInt("limit") ?? usual, after)
  }
}

extension Data {
  var base64URL: String {
    base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }

  init?(base64URL text: String) {
    let plain = text.replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
  }
}
