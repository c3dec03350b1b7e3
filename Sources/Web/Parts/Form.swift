// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A form: one column, the summary of what is wrong on top, the rarely needed under Advanced and
/// filled in.
package struct Form: Part {
  let path: String
  let typed: Typed
  let fields: HTML
  let advanced: HTML
  let send: Button
  let back: Button?
  let version: Int?
  let shape: Shape
  let id: String
  let isAdvancedOpen: Bool

  /// Draws every field of the shape in its order; those named in `advanced` go under it, those of a
  /// grid stand together in the first one's place. `id` tells forms on one page apart.
  package init(
    post path: String, _ shape: Shape, _ typed: Typed, send: Phrase, advanced: Set<String> = [],
    grids: [FieldGrid] = [], back: (Phrase, String)? = nil, version: Int? = nil, id: String = "f",
    drawing draw: (InputField) -> InputField = { $0 }
  ) {
    let deep = shape.fields.filter { advanced.contains($0.name) }
    func drawn(_ fields: [Field]) -> HTML {
      Form.drawn(fields.map { draw(InputField($0, typed, form: id)) }, grids)
    }
    self.path = path
    self.id = id
    self.shape = shape
    self.typed = typed
    self.version = version
    self.fields = drawn(shape.fields.filter { !advanced.contains($0.name) })
    self.advanced = drawn(deep)
    isAdvancedOpen = deep.contains { typed.message($0.name) != nil }
    self.send = Button(send, weight: .main).sending
    self.back = back.map { Button($0.0, to: $0.1, weight: .quiet) }
  }

  private static func drawn(_ fields: [InputField], _ grids: [FieldGrid]) -> HTML {
    fields.map { field -> HTML in
      guard let grid = grids.first(where: { $0.names.contains(field.name) }) else {
        return field.html
      }
      return grid.names.first == field.name ? grid.holding(fields).html : .empty
    }.joined()
  }

  /// Fields laid out by the page itself.
  package init(
    post path: String, _ shape: Shape, _ typed: Typed, send: Phrase,
    back: (Phrase, String)? = nil, version: Int? = nil, id: String = "f", fields: HTML
  ) {
    self.path = path
    self.id = id
    self.shape = shape
    self.typed = typed
    self.version = version
    self.fields = fields
    advanced = .empty
    isAdvancedOpen = false
    self.send = Button(send, weight: .main).sending
    self.back = back.map { Button($0.0, to: $0.1, weight: .quiet) }
  }

  package var html: HTML {
    """
    <form class="form" method="post" action="\(path)"\(attribute: "enctype", shape.hasFiles ? "multipart/form-data" : nil) novalidate>\(protection: .field)\(Hidden.version(version))\(Problems(shape, typed, form: id))\(fields)\(if: !advanced.isEmpty, deep)<div class="buttons">\(send)\(back)</div></form>
    """
  }

  private var deep: HTML {
    """
    <details\(attribute: "open", if: isAdvancedOpen)><summary>\(say: "Advanced")</summary><div>\(advanced)</div></details>
    """
  }
}

/// What is wrong with a form, each line leading to its field.
package struct Problems: Part {
  let items: [(id: String, message: Phrase)]
  let whole: [Phrase]
  var kept: [String] = []

  package init(_ shape: Shape, _ typed: Typed, form: String = "f") {
    items = shape.fields.compactMap { field in
      typed.message(field.name).map { (InputField(field, form: form).id, $0) }
    }
    whole = [typed.message].compactMap(\.self)
  }

  /// Of an act that has no form on the page, or none any more.
  package init(withoutForm typed: Typed) {
    items = []
    whole =
      [typed.message].compactMap(\.self)
      + typed.messages.sorted { $0.key < $1.key }.map(\.value)
    // Sentences somebody wrote are kept for them to copy; choices are soon made again.
    kept = typed.values.sorted { $0.key < $1.key }.flatMap(\.value).filter { $0.contains(" ") }
  }

  package var html: HTML {
    let count = items.count + whole.count
    guard count > 0 else { return .empty }
    return """
      <div class="problems" role="alert" tabindex="-1" autofocus><h2>\(say: "\(count: count, one: "One thing needs a look", many: "# things need a look")")</h2><ul>\(each: whole, line)\(each: items, link)</ul>\(each: kept, { Prose($0).html })</div>
      """
  }

  private func line(_ message: Phrase) -> HTML { "<li>\(say: message)</li>" }

  private func link(_ id: String, _ message: Phrase) -> HTML {
    "<li><a href=\"\("#" + id)\">\(say: message)</a></li>"
  }
}

/// Filters over a list: they stand in the address and apply as they change.
package struct Filters: Part {
  let path: String
  let fields: HTML
  let region: String?

  /// `region` is the id of the list that is drawn anew when a filter changes.
  package init(_ path: String, region: String? = nil, fields: [InputField]) {
    self.path = path
    self.region = region
    self.fields = fields.map(\.filter.html).joined()
  }

  package var html: HTML {
    """
    <form class="filters" method="get" action="\(path)" data-autosubmit\(attribute: "data-swap", region)>\(fields)<button class="button" data-unscripted>\(say: "Apply")</button></form>
    """
  }
}
