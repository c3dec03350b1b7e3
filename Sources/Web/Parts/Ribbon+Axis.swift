// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The hours and days under a strip. Words that would run into one another are left out, and more of
/// them on a phone.
extension Ribbon {
  /// A word that would like to stand under the strip.
  struct Mark {
    let at: Int
    let words: HTML
    let isDay: Bool
    /// Left out where there is no room.
    var isFine = false
  }

  var axis: HTML { "\(each: days.dropFirst(), edge)\(each: marks, word)" }

  private func edge(_ day: (at: Instant, day: Day)) -> HTML {
    let x = scale.place(day.at).percent
    return "<line class=\"break\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"34\"/>"
  }

  private func word(_ mark: Mark) -> HTML {
    let x = mark.at.percent
    let anchor = mark.at > 88_000 ? "end" : mark.isDay ? "start" : "middle"
    return """
      <text\(attribute: "class", mark.isFine ? "fine" : nil) x="\(x)" y="46" text-anchor="\(anchor)"\(attribute: "data-strong", if: mark.isDay)>\(mark.words)</text>
      """
  }

  /// Days first, then hours where there is still room.
  var marks: [Mark] {
    let wanted =
      (isShown(now) ? [Mark(at: scale.place(now), words: "\(say: "now")", isDay: true)] : [])
      + days.map { Mark(at: scale.place($0.at), words: "\(say: $0.day.short)", isDay: true) }
      + hours.map { Mark(at: scale.place($0.at), words: "\($0.words)", isDay: false) }
    var kept: [Mark] = []
    for var mark in wanted {
      let room = kept.map { abs($0.at - mark.at) }.min() ?? RibbonScale.whole
      guard room >= 6_000 else { continue }
      mark.isFine =
        (kept.filter { !$0.isFine }.map { abs($0.at - mark.at) }.min() ?? RibbonScale.whole)
        < 17_000
      kept.append(mark)
    }
    return kept
  }

  /// The first open moment of each day the strip shows; of a long life, of each week.
  private var days: [(at: Instant, day: Day)] {
    var found: [(at: Instant, day: Day)] = []
    let open = spans.filter { $0.kind != .closed }
    for span in open.isEmpty ? spans : open {
      var at = span.from
      while at < span.to {
        let day = zone.day(at: at)
        if found.last?.day != day { found.append((at, day)) }
        at = max(zone.instant(day.advanced(by: 1)), at.advanced(by: 1))
      }
    }
    guard found.count > 10 else { return found }
    let weeks = Dictionary(grouping: found) { ($0.day.number + 3).floorDivided(by: 7) }
    return weeks.values.compactMap(\.first).sorted { $0.at < $1.at }
  }

  /// Full hours of open time, when the strip shows few days.
  private var hours: [(at: Instant, words: String)] {
    guard let first = spans.first, let last = spans.last, let step,
      last.to.since(first.from) < 5 * 86_400
    else { return [] }
    return spans.filter { $0.kind != .closed }.flatMap { span in
      stride(from: (span.from.seconds / 3600 + 1) * 3600, to: span.to.seconds, by: 3600)
        .map { Instant(seconds: $0) }
        .map { ($0, zone.timeOfDay(at: $0).seconds / 3600) }
        .filter { $0.1 % step == 0 }
        .map { ($0.0, $0.1 < 10 ? "0\($0.1)" : "\($0.1)") }
    }
  }

  /// Every how many hours there is room for a word.
  private var step: Int? {
    guard let span = spans.first(where: { $0.kind != .closed }) else { return nil }
    let scale = scale
    let width = scale.place(span.to) - scale.place(span.from)
    return [1, 2, 3, 4, 6].first { $0 * 3600 * width >= 6_000 * span.length }
  }
}

extension Day {
  /// `Mon 23`
  var short: Phrase {
    switch weekday {
    case .monday: "Mon \(day)"
    case .tuesday: "Tue \(day)"
    case .wednesday: "Wed \(day)"
    case .thursday: "Thu \(day)"
    case .friday: "Fri \(day)"
    case .saturday: "Sat \(day)"
    case .sunday: "Sun \(day)"
    }
  }
  /// `Mon 23 Nov`
  var shortWithMonth: Phrase {
    switch month {
    case 1: "\(phrase: short) Jan"
    case 2: "\(phrase: short) Feb"
    case 3: "\(phrase: short) Mar"
    case 4: "\(phrase: short) Apr"
    case 5: "\(phrase: short) May"
    case 6: "\(phrase: short) Jun"
    case 7: "\(phrase: short) Jul"
    case 8: "\(phrase: short) Aug"
    case 9: "\(phrase: short) Sep"
    case 10: "\(phrase: short) Oct"
    case 11: "\(phrase: short) Nov"
    default: "\(phrase: short) Dec"
    }
  }
}
