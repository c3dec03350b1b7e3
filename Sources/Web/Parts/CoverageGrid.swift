// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The week as the client bought it: seven rows, twenty-four columns, in the client's own zone.
package struct CoverageGrid: Part {
  /// Who answers in one hour of the week. Letter, pattern and strength say it together.
  package enum Cover: String, Sendable, CaseIterable {
    case full, part, first, call

    var letter: HTML {
      switch self {
      case .full: "F"
      case .part: "½"
      case .first: "1"
      case .call: "C"
      }
    }
  }

  let title: Phrase
  let hours: [[Cover?]]
  let legend: [(cover: Cover?, words: Phrase)]
  let now: (weekday: Weekday, hour: Int)?

  /// `hours` holds Monday to Sunday, each with its twenty-four hours.
  package init(
    _ title: Phrase, hours: [[Cover?]], legend: [(cover: Cover?, words: Phrase)],
    now: (weekday: Weekday, hour: Int)? = nil
  ) {
    precondition(hours.count == 7 && hours.allSatisfy { $0.count == 24 }, "a week has 168 hours")
    self.title = title
    self.hours = hours
    self.legend = legend
    self.now = now
  }

  package var html: HTML {
    """
    <div class="coverage-grid" tabindex="0" role="group"\(attribute: "aria-label", say: title)><table><caption>\(say: title)</caption><thead><tr><td></td>\(each: 0..<24, head)</tr></thead><tbody>\(each: Weekday.allCases, row)</tbody></table><dl>\(each: legend, words)</dl></div>
    """
  }

  private func head(_ hour: Int) -> HTML {
    "<th scope=\"col\">\(hour < 10 ? "0" : "")\(hour)</th>"
  }

  private func row(_ weekday: Weekday) -> HTML {
    let cells = hours[weekday.rawValue].enumerated().map { hour, cover in
      cell(cover, isNow: now?.weekday == weekday && now?.hour == hour)
    }
    return "<tr><th scope=\"row\">\(say: weekday.name)</th>\(cells.joined())</tr>"
  }

  private func cell(_ cover: Cover?, isNow: Bool) -> HTML {
    """
    <td\(attribute: "data-cover", cover?.rawValue)\(attribute: "data-now", if: isNow)>\(given: cover, \.letter)</td>
    """
  }

  private func words(_ cover: Cover?, _ words: Phrase) -> HTML {
    "<div><dt>\(given: cover, \.letter)\(if: cover == nil, "\(say: "blank")")</dt><dd>\(say: words)</dd></div>"
  }
}

extension Weekday {
  /// `Mon`
  package var name: Phrase {
    switch self {
    case .monday: "Mon"
    case .tuesday: "Tue"
    case .wednesday: "Wed"
    case .thursday: "Thu"
    case .friday: "Fri"
    case .saturday: "Sat"
    case .sunday: "Sun"
    }
  }
}
