// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The input for each kind of value.
extension InputField {
  private var value: String { shown ?? typed.value(field.name) ?? "" }

  var input: HTML {
    if let options { return list(options) }
    switch field.kind {
    case .text(let max):
      return line("text", width: max <= 20 ? "short" : max <= 80 ? "middle" : "line")
    case .long(let max):
      return "<textarea\(marks) data-width=\"long\" maxlength=\"\(max)\">\n\(value)</textarea>"
    case .email: return line("email", width: "line")
    case .secret: return "<input type=\"password\"\(marks) data-width=\"middle\">"
    case .choice(let choices): return list(choices)
    case .int:
      return line("text", width: "number", mode: field.sign == nil ? "numeric" : nil)
    case .duration: return line("text", width: "short")
    case .day: return line("date", width: "short")
    case .moment: return line("datetime-local", width: "middle")
    case .id: return line("text", width: "middle")
    case .file(_, let accept):
      return "<input type=\"file\"\(marks) data-width=\"line\" accept=\"\(accept)\">"
    case .flag, .several: return .empty
    }
  }

  private func line(_ type: String, width: String, mode: String? = nil) -> HTML {
    """
    <input type="\(type)"\(marks) data-width="\(width)"\(attribute: "inputmode", mode)\(attribute: "list", suggestions.map { _ in id + "-list" })\(attribute: "data-suggest", suggestions?.path)\(attribute: "data-suggest-by", suggestions?.parameter) value="\(value)">\(given: suggestions, offered)
    """
  }

  private func offered(_ suggestions: Suggestions) -> HTML {
    """
    <datalist id="\(id)-list">\(each: suggestions.values, { "<option value=\"\($0.value)\">\($0.note)</option>" })</datalist>
    """
  }

  private func list(_ choices: [Field.Choice]) -> HTML {
    let mayBeNone = field.isOptional && !isNeeded
    let start: Phrase = isFilter ? "Any" : none ?? (mayBeNone ? "None" : "Choose…")
    return """
      <select\(marks)>\(if: mayBeNone && !isSure || value.isEmpty, "<option value=\"\">\(say: start)</option>")\(each: choices, option)</select>
      """
  }

  private func option(_ choice: Field.Choice) -> HTML {
    """
    <option value="\(choice.value)"\(attribute: "selected", if: choice.value == value)>\(say: choice.label)</option>
    """
  }

  var flag: HTML {
    let isOn = ["on", "true", "1", "yes"].contains(value)
    return """
      <div class="field"><label class="check"><input type="checkbox" id="\(id)" name="\(field.name)" value="on"\(attribute: "checked", if: isOn)\(attribute: "aria-describedby", describedBy)\(attribute: "data-key", key)><span>\(say: field.label)</span></label>\(hint)\(error)</div>
      """
  }

  func several(_ kind: Field.Kind) -> HTML {
    if let options { return group(options, "checkbox") }
    if case .choice(let choices) = kind { return group(choices, "checkbox") }
    let kept = typed.values(field.name).filter { !$0.isEmpty }
    return """
      <fieldset class="field" id="\(id)"><legend>\(say: field.label)\(optional)</legend>\(hint)\(each: kept + ["", ""], another)\(error)</fieldset>
      """
  }

  private func another(_ value: String) -> HTML {
    """
    <input type="text" class="input" data-width="line" name="\(field.name)" value="\(value)"\(attribute: "aria-label", say: field.label)>
    """
  }

  func group(_ choices: [Field.Choice], _ type: String) -> HTML {
    let chosen = Set(typed.values(field.name))
    return """
      <fieldset class="field" id="\(id)"\(attribute: "aria-describedby", describedBy)><legend>\(say: field.label)\(optional)</legend>\(hint)<div class="choices">\(each: choices, { box($0, type, chosen.contains($0.value)) })</div>\(error)</fieldset>
      """
  }

  private func box(_ choice: Field.Choice, _ type: String, _ isChosen: Bool) -> HTML {
    """
    <label class="check"><input type="\(type)" name="\(field.name)" value="\(choice.value)"\(attribute: "checked", if: isChosen)><span>\(say: choice.label)</span></label>
    """
  }
}
