// SPDX-License-Identifier: AGPL-3.0-or-later

/// Whose hours a promise counts: one calendar, a calendar that changed over time, or several that
/// must all be open.
package indirect enum Timetable: Sendable, Equatable {
  case hours(OpeningHours)
  /// Each second counts by the version in force then; before the first it is closed (SLA 16).
  case versions([Version])
  /// Open when all are: “our hours, but not on the client's holidays” (SLA 15).
  case allOf([Timetable])

  package struct Version: Sendable, Equatable {
    package let from: Instant
    /// What people call it: `3`, or the date it began.
    package let name: String
    package let timetable: Timetable

    package init(from: Instant, name: String, timetable: Timetable) {
      self.from = from
      self.name = name
      self.timetable = timetable
    }
  }

  /// In order of effect; a later one in the list replaces an earlier one of the same instant.
  package static func versioned(_ versions: [Version]) -> Timetable {
    let ordered = versions.enumerated().sorted {
      ($0.element.from, $0.offset) < ($1.element.from, $1.offset)
    }
    return .versions(ordered.map(\.element))
  }

  /// The version in force, nil for a calendar without versions or before its first.
  package func version(at t: Instant) -> Version? {
    guard case .versions(let versions) = self else { return nil }
    return versions.last { $0.from <= t }
  }

  /// The versions of time-zone data it was read with, oldest first; normally one.
  package var dataVersions: [String] {
    switch self {
    case .hours(let hours): [hours.zone.dataVersion]
    case .versions(let versions): Self.distinct(versions.map(\.timetable))
    case .allOf(let all): Self.distinct(all)
    }
  }

  private static func distinct(_ timetables: [Timetable]) -> [String] {
    Set(timetables.flatMap(\.dataVersions)).sorted()
  }
}

extension Timetable {
  func open(in range: Range<Int>) -> OpenStretches {
    var stretches = OpenStretches()
    open(in: range, into: &stretches)
    return stretches
  }

  private func open(in range: Range<Int>, into stretches: inout OpenStretches) {
    switch self {
    case .hours(let hours): hours.open(in: range, into: &stretches)
    case .versions(let versions):
      for (version, part) in Self.reigns(of: versions, in: range) {
        version.timetable.open(in: part, into: &stretches)
      }
    case .allOf(let all):
      guard let first = all.first else { return }
      let common = all.dropFirst().reduce(first.open(in: range)) {
        $0.intersection($1.open(in: range))
      }
      for stretch in common.list { stretches.append(stretch.start, stretch.end) }
    }
  }

  /// The partition of the range by what the calendars say.
  func pieces(in range: Range<Int>) -> [HoursPiece] {
    switch self {
    case .hours(let hours): return hours.pieces(in: range)
    case .versions(let versions):
      var pieces: [HoursPiece] = []
      let first = versions.first?.from.seconds ?? range.upperBound
      HoursPiece.append(Self.closed.clipped(to: range.clamped(to: .min..<first)), to: &pieces)
      for (version, part) in Self.reigns(of: versions, in: range) {
        for piece in version.timetable.pieces(in: part) { HoursPiece.append(piece, to: &pieces) }
      }
      return pieces
    case .allOf(let all):
      guard let first = all.first else { return [Self.closed.clipped(to: range)] }
      return all.dropFirst().reduce(first.pieces(in: range)) {
        Self.both($0, $1.pieces(in: range))
      }
    }
  }

  private static let closed = HoursPiece(
    from: Instant(seconds: .min), to: Instant(seconds: .max), isOpen: false, reason: .outsideHours)

  /// Open if both are; the first that closes says why.
  private static func both(_ a: [HoursPiece], _ b: [HoursPiece]) -> [HoursPiece] {
    var result: [HoursPiece] = []
    var i = 0
    var j = 0
    while i < a.count, j < b.count {
      let reason = a[i].isOpen && !b[j].isOpen ? b[j].reason : a[i].reason
      HoursPiece.append(
        HoursPiece(
          from: max(a[i].from, b[j].from), to: min(a[i].to, b[j].to),
          isOpen: a[i].isOpen && b[j].isOpen, reason: reason), to: &result)
      if a[i].to < b[j].to { i += 1 } else { j += 1 }
    }
    return result
  }

  private static func reigns(of versions: [Version], in range: Range<Int>)
    -> [(version: Version, part: Range<Int>)]
  {
    versions.enumerated().compactMap { index, version in
      let end = index + 1 < versions.count ? versions[index + 1].from.seconds : Int.max
      let part = range.clamped(to: version.from.seconds..<max(end, version.from.seconds))
      return part.isEmpty ? nil : (version, part)
    }
  }

  /// False only when surely no second from here on is open.
  func mayOpen(from second: Int) -> Bool {
    switch self {
    case .hours(let hours): hours.mayOpen(from: second)
    case .versions(let versions):
      versions.indices.contains {
        ($0 + 1 == versions.count || versions[$0 + 1].from.seconds > second)
          && versions[$0].timetable.mayOpen(from: second)
      }
    case .allOf(let all): !all.isEmpty && all.allSatisfy { $0.mayOpen(from: second) }
    }
  }

  /// The second after which everything repeats from year to year.
  var lastDatedSecond: Int {
    switch self {
    case .hours(let hours): hours.lastDatedSecond
    case .versions(let versions):
      versions.map { max($0.from.seconds, $0.timetable.lastDatedSecond) }.max() ?? 0
    case .allOf(let all): all.map(\.lastDatedSecond).max() ?? 0
    }
  }
}
