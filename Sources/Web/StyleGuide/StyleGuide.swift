// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Every part in every state on one page: what designers look at, and what axe and the pictures of the
/// tests are taken from. Shown in development only; its words are not in the catalogue.
package enum StyleGuide {
  package static let path = "styleguide"

  package static let route = Route.page(
    .open, path, summary: "Every part of the pages in all its states."
  ) { _ in Page("Style guide", body) }

  /// A Monday morning in London, the moment the guide's clocks are looked at.
  static let now = moment(day: 23, "15:20")
  static let zone = Zone.utc

  package static var body: HTML {
    """
    \(Masthead(frame: frame))\(Masthead(frame: frame).views)\(Masthead(frame: frame).atHand)
    \(Head("Style guide", beside: "<p class=\"quiet\">\("every part, in all its states")</p>"))
    \(promises)\(lists)\(story)\(forms)\(words)\(figures)\(documents)
    """
  }

  private static var frame: Frame {
    Frame(
      title: "Style guide",
      menu: [
        Menu("Today", path: "#today", order: 0, place: .room(.today)),
        Menu("Queue", path: "#desk", order: 1, place: .room(.desk)),
        Menu("Inbox", path: "#inbox", order: 1, place: .room(.desk)),
        Menu("Clients", path: "#clients", order: 2, place: .room(.clients)),
        Menu("Plan", path: "#plan", order: 3, place: .room(.plan)),
        Menu("Money", path: "#money", order: 4, place: .room(.money)),
        Menu("Reports", path: "#learn", order: 5, place: .room(.learn)),
        Menu("Search", path: "#search", order: 0, place: .search),
        Menu("New ticket", path: "#new", order: 0, place: .create),
        Menu("Profile", path: "#profile", order: 0, place: .mine),
        Menu("Sign out", path: "#out", order: 0, place: .act),
      ], current: "#desk", flash: nil, who: "Ben Achterberg",
      reader: Reader(language: .english, zone: zone))
  }

  static func moment(day: Int, _ reading: String) -> Instant {
    guard let moment = Instant("2026-11-\(day < 10 ? "0" : "")\(day)T\(reading):00Z") else {
      preconditionFailure("\(reading) is no clock reading")
    }
    return moment
  }

  static func span(
    _ kind: RibbonSpan.Kind, _ day: Int, _ from: String, _ to: String, to end: Int? = nil
  ) -> RibbonSpan {
    RibbonSpan(kind, from: moment(day: day, from), to: moment(day: end ?? day, to))
  }
}
