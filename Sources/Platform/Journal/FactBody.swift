// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules

/// The values of a fact or a job as JSON text: keys in order, so that the same values are always
/// the same bytes.
package enum FactBody {
  package static func text(_ values: [String: Fact.Value]) -> String {
    let members = values.sorted { $0.key < $1.key }
      .map { "\(jsonText($0.key)):\(json($0.value))" }
    return "{\(members.joined(separator: ","))}"
  }

  package static func values(_ text: String) throws -> [String: Fact.Value] {
    try JSONDecoder().decode([String: Stored].self, from: Data(text.utf8)).mapValues(\.value)
  }

  private static func json(_ value: Fact.Value) -> String {
    switch value {
    case .text(let text): jsonText(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let list): "[\(list.map(jsonText).joined(separator: ","))]"
    }
  }

  private struct Stored: Decodable {
    let value: Fact.Value

    init(from decoder: any Decoder) throws {
      let one = try decoder.singleValueContainer()
      if let text = try? one.decode(String.self) {
        value = .text(text)
      } else if let flag = try? one.decode(Bool.self) {
        value = .flag(flag)
      } else if let number = try? one.decode(Int.self) {
        value = .number(number)
      } else {
        value = .list(try one.decode([String].self))
      }
    }
  }
}
