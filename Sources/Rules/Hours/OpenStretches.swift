// SPDX-License-Identifier: AGPL-3.0-or-later

/// Open time on the world's clock: stretches of seconds in order, none touching the next.
struct OpenStretches: Sendable, Equatable {
  private(set) var list: ContiguousArray<Stretch> = []

  /// The end of the last one, kept apart: looking at the list for it would cost more than adding.
  private var reach = Int.min

  struct Stretch: Sendable, Equatable {
    let start: Int
    fileprivate(set) var end: Int
  }

  /// Makes room for so many more.
  mutating func reserve(_ more: Int) { list.reserveCapacity(list.count + more) }

  /// Adds a stretch that starts at or after the end of the last one.
  mutating func append(_ start: Int, _ end: Int) {
    guard start < end else { return }
    if start == reach {
      list[list.count - 1].end = end
    } else {
      list.append(Stretch(start: start, end: end))
    }
    reach = end
  }

  /// The seconds both are open.
  func intersection(_ other: OpenStretches) -> OpenStretches {
    var result = OpenStretches()
    var i = 0
    var j = 0
    while i < list.count, j < other.list.count {
      let a = list[i]
      let b = other.list[j]
      result.append(max(a.start, b.start), min(a.end, b.end))
      if a.end < b.end { i += 1 } else { j += 1 }
    }
    return result
  }
}
