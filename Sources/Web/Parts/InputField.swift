// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One field of a form as a person meets it: label above, hint under the label, what is wrong under
/// the input, and what was typed kept.
package struct InputField: Part {
  let field: Field
  let typed: Typed
  /// Tells forms on one page apart.
  let form: String
  var unit: Phrase?
  var source: Phrase?
  var key: String?
  var fill: String?
  var options: [Field.Choice]?
  var suggestions: Suggestions?
  var shown: String?
  var isRadio = false
  var isHidden = false
  var isLeftOut = false
  var isFocused = false
  var isFilter = false
  var isNeeded = false
  var isSure = false
  var none: Phrase?

  package init(_ field: Field, _ typed: Typed = .nothing, form: String = "f") {
    self.field = field
    self.typed = typed
    self.form = form
  }

  package var name: String { field.name }

  /// What stands behind the value: `min`, `km`.
  package func unit(_ phrase: Phrase) -> InputField { with { $0.unit = phrase } }
  /// Where a filled-in value came from: "from agreement v3".
  package func source(_ phrase: Phrase) -> InputField { with { $0.source = phrase } }
  package func key(_ key: String) -> InputField { with { $0.key = key } }
  /// What the browser may fill in: `current-password`, `email`.
  package func fill(_ token: String) -> InputField { with { $0.fill = token } }
  /// The records an id may name, offered by their names.
  package func options(_ options: [Field.Choice]) -> InputField { with { $0.options = options } }
  /// Choices side by side instead of in a list.
  package var radio: InputField { with { $0.isRadio = true } }
  /// Values offered while somebody types: those at hand, and what the list at `path` finds by the
  /// words in its parameter.
  package func suggesting(
    _ values: [(value: String, note: String)] = [], from path: String, by parameter: String = "q"
  ) -> InputField {
    with {
      $0.suggestions = Suggestions(path: path, parameter: parameter, values: values)
      $0.fill = "off"
    }
  }
  /// Values at hand offered while somebody types; another one is taken as well.
  package func offering(_ values: [String]) -> InputField {
    values.isEmpty
      ? self : with { $0.suggestions = Suggestions(values: values.map { ($0, "") }) }
  }
  /// What it shows instead of what was sent: the name of whom an identity names.
  package func showing(_ value: String?) -> InputField {
    with { $0.shown = value }
  }
  /// Sent along as it is, seen by nobody.
  package var hidden: InputField { with { $0.isHidden = true } }
  /// Not on this page.
  package var leftOut: InputField { with { $0.isLeftOut = true } }
  /// Where the page puts the cursor first.
  package var focused: InputField { with { $0.isFocused = true } }

  /// Needed on this page, whatever a program may leave out.
  package var needed: InputField { with { $0.isNeeded = true } }
  /// One of the choices always stands, the first time the usual one.
  package var sure: InputField { with { $0.isSure = true } }
  /// What choosing nothing comes to, in words: it is an answer like the others.
  package func none(_ phrase: Phrase) -> InputField { with { $0.none = phrase } }

  /// One of the filters over a list: left empty, everything is shown.
  var filter: InputField { with { $0.isFilter = true } }

  private func with(_ change: (inout InputField) -> Void) -> InputField {
    var copy = self
    change(&copy)
    return copy
  }

  package var html: HTML {
    if isLeftOut { return .empty }
    if isHidden { return Hidden.field(name, typed.value(name) ?? "") }
    if isRadio, let options { return group(options, "radio") }
    return switch field.kind {
    case .flag: flag
    case .several(let kind, _): several(kind)
    case .choice(let choices) where isRadio: group(choices, "radio")
    default:
      """
      <div class="field"><label for="\(id)">\(say: field.label)\(optional)</label>\(hint)\(framed)\(origin)\(error)</div>
      """
    }
  }

  /// What links in the summary of errors lead to.
  var id: String { form + "-" + String(field.name.map { $0 == "." ? "-" : $0 }) }
}

/// What a text field offers while somebody types.
struct Suggestions {
  var path: String?
  var parameter: String?
  let values: [(value: String, note: String)]
}

extension InputField {
  private var framed: HTML {
    guard let unit else { return input }
    return "<span class=\"unit\">\(input)<span>\(say: unit)</span></span>"
  }

  var optional: HTML {
    isCalledOptional ? " <span class=\"optional\">\(say: "(optional)")</span>" : .empty
  }

  private var isCalledOptional: Bool {
    field.isOptional && !field.isConditional && !isNeeded && !isSure && none == nil && !isFilter
  }

  var hint: HTML {
    guard let help = field.help else { return .empty }
    return "<span class=\"hint\" id=\"\(id)-hint\">\(say: help)</span>"
  }

  private var origin: HTML {
    guard let source else { return .empty }
    return "<span class=\"source\">\(say: source)</span>"
  }

  var error: HTML {
    guard let message = typed.message(field.name) else { return .empty }
    return "<p class=\"error\" id=\"\(id)-error\">\(say: message)</p>"
  }

  /// What every input carries, whatever its kind.
  var marks: HTML {
    """
     class="input" id="\(id)" name="\(field.name)"\(attribute: "aria-describedby", describedBy)\(attribute: "aria-invalid", isWrong ? "true" : nil)\(attribute: "data-key", key)\(attribute: "autocomplete", fill)\(attribute: "required", if: !field.isOptional || isNeeded)\(attribute: "autofocus", if: isFocused)
    """
  }

  var isWrong: Bool { typed.message(field.name) != nil }

  var describedBy: String? {
    let ids = [field.help == nil ? nil : id + "-hint", isWrong ? id + "-error" : nil]
    let named = ids.compactMap(\.self)
    return named.isEmpty ? nil : named.joined(separator: " ")
  }
}
