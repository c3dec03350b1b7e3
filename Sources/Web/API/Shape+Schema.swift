// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Shapes as JSON Schema, for the description of the API.
extension Shape {
  /// Dotted names become nested objects.
  var schema: JSON { Branch(fields.map { ($0.name[...], $0) }).schema }

  private struct Branch {
    var order: [String] = []
    var leaves: [String: Field] = [:]
    var branches: [String: [(Substring, Field)]] = [:]

    init(_ fields: [(Substring, Field)]) {
      for (name, field) in fields {
        let key = String(name.prefix { $0 != "." })
        if !order.contains(key) { order.append(key) }
        if key.count == name.count {
          leaves[key] = field
        } else {
          branches[key, default: []].append((name.dropFirst(key.count + 1), field))
        }
      }
    }

    var schema: JSON {
      let properties = order.map { key -> JSON.Member in
        if let field = leaves[key] { return .init(key, field.schema) }
        return .init(key, Branch(branches[key] ?? []).schema)
      }
      return [
        "type": "object", "additionalProperties": false, "properties": .object(properties),
        "required": .list(order.filter(isRequired), JSON.text),
      ]
    }

    private func isRequired(_ key: String) -> Bool {
      if let field = leaves[key] { return field.isRequired }
      return (branches[key] ?? []).contains { $0.1.isRequired }
    }
  }
}

extension Field {
  /// A flag left out is off.
  fileprivate var isRequired: Bool { if case .flag = kind { false } else { !isOptional } }

  fileprivate var schema: JSON {
    guard case .object(let members) = kind.schema else { return kind.schema }
    let description = help.map { [JSON.Member("description", .words($0))] } ?? []
    return .object([.init("title", .words(label))] + description + members)
  }
}

extension Field.Kind {
  var schema: JSON {
    switch self {
    case .text(let max), .long(let max): ["type": "string", "maxLength": .number(max)]
    case .email: ["type": "string", "format": "email", "maxLength": 254]
    case .secret: ["type": "string", "format": "password", "maxLength": 1024]
    case .choice(let choices): ["type": "string", "enum": .list(choices) { .text($0.value) }]
    case .int(let range), .duration(let range):
      [
        "type": "integer", "minimum": .number(range.lowerBound),
        "maximum": .number(range.upperBound),
      ]
    case .day: ["type": "string", "format": "date"]
    case .moment: ["type": "string", "format": "date-time"]
    case .flag: ["type": "boolean"]
    case .id: ["type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"]
    case .file(let max, _):
      [
        "type": "string", "contentEncoding": "base64",
        "maxLength": .number((max + 2) / 3 * 4),
      ]
    case .several(let kind, let max):
      ["type": "array", "items": kind.schema, "maxItems": .number(max)]
    }
  }
}
