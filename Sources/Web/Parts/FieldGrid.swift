// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Fields of one kind as a table, like targets by priority and clock: what each is for is read off
/// the heads of its row and column, and said in full to those who can't see them.
package struct FieldGrid: Part, Sendable {
  package struct Row: Sendable {
    let head: Phrase
    let names: [String]

    package init(_ head: Phrase, _ names: [String]) {
      self.head = head
      self.names = names
    }
  }

  let title: Phrase
  let columns: [Phrase]
  let rows: [Row]
  private var fields: [String: InputField] = [:]

  /// Each row names a field for each column.
  package init(_ title: Phrase, columns: [Phrase], rows: [Row]) {
    precondition(rows.allSatisfy { $0.names.count == columns.count }, "a grid has no holes")
    self.title = title
    self.columns = columns
    self.rows = rows
  }

  var names: [String] { rows.flatMap(\.names) }

  /// This grid with the fields it is to show.
  func holding(_ fields: [InputField]) -> FieldGrid {
    var grid = self
    grid.fields = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    return grid
  }

  package var html: HTML {
    """
    <div class="field-grid"><table><caption>\(say: title)</caption><thead><tr><td></td>\(each: columns, head)</tr></thead><tbody>\(each: rows, row)</tbody></table></div>
    """
  }

  private func head(_ words: Phrase) -> HTML { "<th scope=\"col\">\(say: words)</th>" }

  private func row(_ row: Row) -> HTML {
    "<tr><th scope=\"row\">\(say: row.head)</th>\(each: row.names, cell)</tr>"
  }

  private func cell(_ name: String) -> HTML { "<td>\(given: fields[name], \.bare)</td>" }
}

extension InputField {
  /// In a grid the label is for those who hear it; the others read the heads.
  fileprivate var bare: HTML {
    """
    <label class="visually-hidden" for="\(id)">\(say: field.label)</label>\(input)\(error)
    """
  }
}
