// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A thing to press, saying what will come of it. A link where nothing changes, a button where
/// something does.
package struct Button: Part {
  /// One main act a page; grave ones can't be taken back.
  package enum Weight: String, Sendable { case main, plain, quiet, grave }

  enum Kind: Sendable {
    case link(String)
    case submit(name: String?, value: String?)
    case dialog(String)
  }

  let label: Phrase
  let kind: Kind
  let weight: Weight
  let key: String?
  private var sends = false
  private var isOff = false

  /// Sends the form it stands in, with `name=value` when given.
  package init(
    _ label: Phrase, weight: Weight = .plain, key: String? = nil, name: String? = nil,
    value: String? = nil
  ) {
    self.init(label, .submit(name: name, value: value), weight, key)
  }

  /// Leads to a page.
  package init(_ label: Phrase, to path: String, weight: Weight = .plain, key: String? = nil) {
    self.init(label, .link(path), weight, key)
  }

  /// Opens the dialog of that id.
  package init(_ label: Phrase, dialog: String, key: String? = nil) {
    self.init(label, .dialog(dialog), .plain, key)
  }

  private init(_ label: Phrase, _ kind: Kind, _ weight: Weight, _ key: String?) {
    self.label = label
    self.kind = kind
    self.weight = weight
    self.key = key
  }

  /// The button that Ctrl and Enter press while somebody writes.
  package var sending: Button {
    var button = self
    button.sends = true
    return button
  }

  package func off(_ isOff: Bool = true) -> Button {
    var button = self
    button.isOff = isOff
    return button
  }

  package var html: HTML {
    switch kind {
    case .link(let path): "<a href=\"\(path)\"\(marks)>\(words)</a>"
    case .submit(let name, let value):
      """
      <button type="submit"\(attribute: "name", name)\(attribute: "value", value)\(marks)>\(words)</button>
      """
    case .dialog(let id):
      "<button type=\"button\"\(attribute: "data-dialog", id)\(marks)>\(words)</button>"
    }
  }

  private var marks: HTML {
    """
     class="button"\(attribute: "data-weight", weight == .plain ? nil : weight.rawValue)\(attribute: "data-key", key)\(attribute: "disabled", if: isOff)
    """
  }

  private var words: HTML {
    let key: HTML? = sends ? "\(say: "Ctrl ⏎")" : self.key.map { "\($0)" }
    return "\(say: label)\(given: key, hint)"
  }

  private func hint(_ key: HTML) -> HTML { "<kbd aria-hidden=\"true\">\(key)</kbd>" }
}

/// A button that is a whole form: one act, sent with a single press.
package struct ActButton: Part {
  let button: Button
  let path: String
  let version: Int?
  let values: [(name: String, value: String)]

  package init(
    _ label: Phrase, post path: String, weight: Button.Weight = .plain, key: String? = nil,
    version: Int? = nil, values: [(name: String, value: String)] = []
  ) {
    button = Button(label, weight: weight, key: key)
    self.path = path
    self.version = version
    self.values = values
  }

  package var html: HTML {
    """
    <form method="post" action="\(path)">\(protection: .field)\(Hidden.version(version))\(each: values, Hidden.field)\(button)</form>
    """
  }
}

/// Fields of a form nobody sees.
enum Hidden {
  static func field(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
  }

  static func version(_ version: Int?) -> HTML {
    version.map { field("_version", String($0)) } ?? .empty
  }
}
