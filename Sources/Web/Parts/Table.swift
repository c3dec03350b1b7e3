// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A list or a sheet of figures: real rows and heads, sorted by address.
package struct Table: Part {
  /// What becomes of it where there is no room.
  package enum Narrow: String, Sendable {
    /// Each row an item of two lines: lists of records.
    case items
    /// Moved sideways: sheets of figures, whose columns mean nothing alone.
    case scroll
  }

  let columns: [Column]
  let groups: [Group]
  let sorting: Sorting?
  let caption: Phrase?
  let total: [HTML]
  let narrow: Narrow
  let id: String?

  package init(
    _ columns: [Column], groups: [Group], sorting: Sorting? = nil, caption: Phrase? = nil,
    total: [HTML] = [], narrow: Narrow = .items, id: String? = nil
  ) {
    self.columns = columns
    self.groups = groups
    self.sorting = sorting
    self.caption = caption
    self.total = total
    self.narrow = narrow
    self.id = id
  }

  package init(
    _ columns: [Column], rows: [Row], sorting: Sorting? = nil, caption: Phrase? = nil,
    total: [HTML] = [], narrow: Narrow = .items, id: String? = nil
  ) {
    self.init(
      columns, groups: [Group(rows: rows)], sorting: sorting, caption: caption, total: total,
      narrow: narrow, id: id)
  }

  package var html: HTML {
    """
    <div class="table" data-narrow="\(narrow.rawValue)"\(attribute: "id", id)\(attribute: "tabindex", narrow == .scroll ? 0 : nil)\(attribute: "role", narrow == .scroll ? "group" : nil)\(attribute: "aria-label", say: narrow == .scroll ? caption : nil)><table>\(given: caption, head)<thead><tr>\(each: columns, head)</tr></thead><tbody data-rows>\(each: groups, body)</tbody>\(if: !total.isEmpty, foot)</table></div>
    """
  }

  private func head(_ caption: Phrase) -> HTML { "<caption>\(say: caption)</caption>" }

  private func head(_ column: Column) -> HTML {
    guard let key = column.sort, let sorting else {
      return "<th scope=\"col\"\(column.numeric)>\(say: column.title)</th>"
    }
    return """
      <th scope="col"\(column.numeric)\(attribute: "aria-sort", sorting.direction(of: key))><a href="\(sorting.address(key))">\(say: column.title)</a></th>
      """
  }

  private func body(_ group: Group) -> HTML {
    "\(given: group.title, { groupHead($0, group) })\(each: group.rows, row)"
  }

  private func groupHead(_ title: Phrase, _ group: Group) -> HTML {
    """
    <tr class="group"><th scope="colgroup" colspan="\(columns.count)">\(say: title)\(given: group.note, note)</th></tr>
    """
  }

  private func note(_ phrase: Phrase) -> HTML { "<small>\(say: phrase)</small>" }

  private func row(_ row: Row) -> HTML {
    "<tr\(row.marks)>\(each: zip(columns, row.cells), cell)</tr>"
  }

  private func cell(_ column: Column, _ content: HTML) -> HTML {
    let label = column.line == .labelled ? column.title : nil
    let marks: HTML = """
      \(column.numeric)\(attribute: "data-line", column.line?.rawValue)\(attribute: "data-label", say: label)
      """
    return column.isHead
      ? "<th scope=\"row\"\(marks)>\(content)</th>" : "<td\(marks)>\(content)</td>"
  }

  private var foot: HTML { "<tfoot><tr>\(each: zip(columns, total), cell)</tr></tfoot>" }
}

extension Table {
  /// One column: its title, how it sorts and what becomes of it on a phone.
  package struct Column: Sendable {
    package enum Line: String, Sendable {
      case first, hidden
      /// Under its column's title: a value that says nothing alone.
      case labelled
    }

    let title: Phrase
    let sort: String?
    let line: Line?
    let isNumber: Bool
    let isHead: Bool

    /// `isHead` names the row: the record it is about, with the link to it.
    package init(
      _ title: Phrase, sort: String? = nil, line: Line? = nil, isHead: Bool = false
    ) {
      self.init(title, sort, line, isNumber: false, isHead: isHead)
    }

    /// A column of numbers, the unit in its title.
    package static func number(_ title: Phrase, sort: String? = nil, line: Line? = nil) -> Column {
      Column(title, sort, line, isNumber: true, isHead: false)
    }

    private init(_ title: Phrase, _ sort: String?, _ line: Line?, isNumber: Bool, isHead: Bool) {
      self.title = title
      self.sort = sort
      self.line = line
      self.isNumber = isNumber
      self.isHead = isHead
    }

    fileprivate var numeric: HTML { isNumber ? " class=\"number\"" : .empty }
  }

  /// One row, a cell for each column.
  package struct Row: Sendable {
    let cells: [HTML]
    let isSelected: Bool
    let isExample: Bool

    package init(_ cells: [HTML], isSelected: Bool = false, isExample: Bool = false) {
      self.cells = cells
      self.isSelected = isSelected
      self.isExample = isExample
    }

    fileprivate var marks: HTML {
      """
      \(attribute: "class", isExample ? "example" : nil)\(attribute: "aria-selected", isSelected ? "true" : nil)
      """
    }
  }

  /// Rows that belong together, under a head with their count or sum.
  package struct Group: Sendable {
    let title: Phrase?
    let note: Phrase?
    let rows: [Row]

    package init(_ title: Phrase? = nil, note: Phrase? = nil, rows: [Row]) {
      self.title = title
      self.note = note
      self.rows = rows
    }
  }

  /// The present order and the address of every other.
  package struct Sorting: Sendable {
    let key: String
    let isDescending: Bool
    let address: @Sendable (String) -> String

    package init(
      by key: String, descending: Bool = false, address: @escaping @Sendable (String) -> String
    ) {
      self.key = key
      isDescending = descending
      self.address = address
    }

    fileprivate func direction(of key: String) -> String? {
      guard key == self.key else { return nil }
      return isDescending ? "descending" : "ascending"
    }
  }
}
