// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Where somebody writes to a person: to whom on top, what it will do on the button.
package struct Composer: Part {
  let path: String
  let id: String
  let field: Field
  let typed: Typed
  let shape: Shape
  let to: HTML
  let tools: HTML
  let send: Phrase
  let version: Int?

  package init(
    post path: String, _ shape: Shape, writing name: String, _ typed: Typed, to: HTML,
    tools: HTML = .empty, send: Phrase, version: Int? = nil, id: String = "letter"
  ) {
    guard let field = shape[name] else { preconditionFailure("the shape has no field \(name)") }
    self.path = path
    self.id = id
    self.field = field
    self.shape = shape
    self.typed = typed
    self.to = to
    self.tools = tools
    self.send = send
    self.version = version
  }

  package var html: HTML {
    """
    \(Problems(shape, typed, form: id))<form class="composer" method="post" action="\(path)" novalidate>\(protection: .field)\(Hidden.version(version))<header>\(to)</header><textarea id="\(InputField(field, form: id).id)" name="\(field.name)" data-key="r"\(attribute: "aria-label", say: field.label)>
    \(typed.value(field.name) ?? "")</textarea><footer>\(tools)\(Button(send, weight: .main).sending)</footer></form>
    """
  }
}
