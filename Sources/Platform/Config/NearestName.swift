// SPDX-License-Identifier: AGPL-3.0-or-later

/// The name a person most likely meant: fewest letters added, dropped, changed or swapped, and no
/// more than the limit.
package func nearestName(to typed: String, of names: [String], within limit: Int) -> String? {
  let ranked = names.map {
    (name: $0, slips: slips(Array(typed.lowercased()), Array($0.lowercased())))
  }
  guard let best = ranked.min(by: { $0.slips < $1.slips }), best.slips <= limit else { return nil }
  return best.name
}

/// Edit distance with neighbouring swaps (Damerau and Levenshtein, restricted).
private func slips(_ a: [Character], _ b: [Character]) -> Int {
  var table = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
  for i in table.indices { table[i][0] = i }
  for i in a.indices {
    for j in b.indices {
      let changed = table[i][j] + (a[i] == b[j] ? 0 : 1)
      var best = min(changed, table[i][j + 1] + 1, table[i + 1][j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, table[i - 1][j - 1] + 1)
      }
      table[i + 1][j + 1] = best
    }
  }
  return table[a.count][b.count]
}
