// SPDX-License-Identifier: AGPL-3.0-or-later

/// How an engine would answer, for the test that holds every list to an index.
extension Connection {
  /// The tables a query would read from end to end for want of an index. An engine that walks an
  /// index in its order, to sort a list, does not count.
  package func tablesReadWhole(by sql: SQL) throws -> [String] {
    switch engine {
    case .sqlite:
      try all("EXPLAIN QUERY PLAN \(sql)") { try scanned(bySQLite: $0[3]) }.compactMap(\.self)
    case .postgres: try postgresScans(sql)
    }
  }

  /// `SCAN tickets`, but neither `SCAN t USING INDEX …` nor `SCAN CONSTANT ROW`.
  private func scanned(bySQLite step: String) -> String? {
    let words = step.split(separator: " ")
    guard words.count == 2 || words.dropFirst(2).first == "AS", words[0] == "SCAN",
      !words[1].hasPrefix("(")
    else { return nil }
    return String(words[1])
  }

  /// On small tables the server would rather read everything; it is told not to if it can help it.
  private func postgresScans(_ sql: SQL) throws -> [String] {
    try execute("SET LOCAL enable_seqscan = off")
    let steps: [String] = try all("EXPLAIN (COSTS OFF) \(sql)") { try $0[0] }
    return steps.compactMap { step in
      guard let scan = step.firstRange(of: "Seq Scan on ") else { return nil }
      return step[scan.upperBound...].split(separator: " ").first.map(String.init)
    }
  }
}
