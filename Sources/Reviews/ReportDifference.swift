// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A line of an issued report that reads otherwise when it is counted again.
struct ReportDifference: Sendable, Equatable {
  let ticket: String
  let clock: String
  let cycle: String
  let kind: Kind

  enum Kind: Sendable, Equatable {
    /// Counted now, not issued.
    case new
    /// Issued, not counted any more.
    case gone
    case changed([Change])
  }

  /// One value, by the name of its column.
  struct Change: Sendable, Equatable {
    let column: String
    let issued: String
    let now: String
  }

  /// In the order of the report as it is counted now, then what is gone.
  static func all(issued: String, now: String) -> [ReportDifference] {
    let (old, new) = (Sheet(issued), Sheet(now))
    let fresh = new.order.compactMap { key -> ReportDifference? in
      guard let before = old.lines[key] else { return ReportDifference(key, .new) }
      let changes = changes(before, new.lines[key]!, old.columns.filter(new.columns.contains))
      return changes.isEmpty ? nil : ReportDifference(key, .changed(changes))
    }
    let gone = old.order.filter { new.lines[$0] == nil }.map { ReportDifference($0, .gone) }
    return fresh + gone
  }

  private static func changes(
    _ before: [String: String], _ after: [String: String], _ columns: [String]
  ) -> [Change] {
    columns.compactMap { column in
      let (issued, now) = (before[column] ?? "", after[column] ?? "")
      return issued == now ? nil : Change(column: column, issued: issued, now: now)
    }
  }

  private init(_ key: [String], _ kind: Kind) {
    ticket = key[0]
    clock = key[1]
    cycle = key[2]
    self.kind = kind
  }

  /// A report's file, line by line under its key.
  private struct Sheet {
    let columns: [String]
    private(set) var order: [[String]] = []
    private(set) var lines: [[String]: [String: String]] = [:]

    init(_ file: String) {
      let records = SeparatedValues(reading: Array(file.utf8)).records.compactMap(\.fields)
      columns = records.first ?? []
      for record in records.dropFirst() {
        let line = Dictionary(zip(columns, record)) { first, _ in first }
        let key = MonthlyReport.keys.map { line[$0] ?? "" }
        order.append(key)
        lines[key] = line
      }
    }
  }
}
