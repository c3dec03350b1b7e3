// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One stretch of a clock's life as the strip shows it.
package struct RibbonSpan: Sendable, Equatable {
  package enum Kind: Sendable, Hashable {
    /// Counted, within the target.
    case ran
    /// Counted, beyond the target.
    case over
    /// Stopped: the client owes us something; empty when nobody is named.
    case client(String)
    /// Stopped: a third party owes us something.
    case thirdParty(String)
    /// Stopped for another reason the agreement names.
    case paused(String)
    /// Outside the hours of the calendar.
    case closed
    /// Between a resolution and its reopening.
    case resolved
    /// Still to come, if nothing changes.
    case ahead
  }

  package let kind: Kind
  package let from: Instant
  package let to: Instant

  package init(_ kind: Kind, from: Instant, to: Instant) {
    self.kind = kind
    self.from = from
    self.to = to
  }

  package var length: Int { to.since(from) }
}

/// The life of one clock as a strip: solid where it ran, hatched where it waited, blank outside hours,
/// with a tick for each event, a line for now and a mark where it falls due.
package struct Ribbon: Part {
  let id: String
  let spans: [RibbonSpan]
  let events: [Instant]
  let now: Instant
  let due: Instant?
  let isDueSure: Bool
  let dueWords: Phrase?
  let zone: Zone

  /// `spans` follow one another without gap. `due` is sure while the clock runs; while it waits it is
  /// where it would fall if the wait ended now.
  package init(
    id: String, spans: [RibbonSpan], events: [Instant] = [], now: Instant, due: Instant? = nil,
    isDueSure: Bool = true, dueWords: Phrase? = nil, zone: Zone
  ) {
    self.id = id
    self.spans = spans.filter { $0.length > 0 }
    self.events = events
    self.now = now
    self.due = due
    self.isDueSure = isDueSure
    self.dueWords = dueWords
    self.zone = zone
  }

  package var html: HTML {
    """
    <figure class="ribbon"><svg role="img"\(attribute: "aria-label", say: story)>\(Weave.defined(id))<rect class="bed" x="0" y="4.5" width="100%" height="23"/>\(each: spans, bar)\(axis)\(each: events.filter(isShown), tick)\(if: isShown(now), nowLine)\(given: due.flatMap { isShown($0) ? $0 : nil }, dueMark)</svg><ul class="ribbon-key">\(each: sums, key)\(given: dueWords, dueKey)</ul></figure>
    """
  }

  var scale: RibbonScale { RibbonScale(spans) }

  func isShown(_ moment: Instant) -> Bool {
    guard let first = spans.first, let last = spans.last else { return false }
    return first.from <= moment && moment <= last.to
  }

  private func bar(_ span: RibbonSpan) -> HTML {
    let from = scale.place(span.from)
    let width = (scale.place(span.to) - from).percent
    let inset = span.kind == .ahead ? 4 : 0
    return """
      <rect\(Weave.fill(span.kind, id)) x="\(from.percent)" y="\(4 + inset)" width="\(width)" height="\(24 - 2 * inset)"/>\(if: span.kind == .over, "\(edging(from, width, 7))\(edging(from, width, 23))")
      """
  }

  /// Late time has a double edge, for those who see no red.
  private func edging(_ from: Int, _ width: String, _ y: Int) -> HTML {
    "<rect class=\"edging\" x=\"\(from.percent)\" y=\"\(y)\" width=\"\(width)\" height=\"2\"/>"
  }

  private func tick(_ event: Instant) -> HTML {
    let x = scale.place(event).percent
    return "<line class=\"event\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"4\"/>"
  }

  private var nowLine: HTML {
    let x = scale.place(now).percent
    return "<line class=\"now\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"34\"/>"
  }

  private func dueMark(_ due: Instant) -> HTML {
    """
    <svg x="\(scale.place(due).percent)" y="16" overflow="visible"><path class="due"\(attribute: "data-sure", isDueSure ? nil : "no") d="M0-8 8 0 0 8-8 0z"/></svg>
    """
  }

  private func key(_ sum: Sum) -> HTML {
    """
    <li><svg aria-hidden="true"><rect\(Weave.fill(sum.kind, id)) x=".5" y=".5" width="15" height="9"/></svg>\(say: sum.words)</li>
    """
  }

  private func dueKey(_ words: Phrase) -> HTML {
    """
    <li><svg aria-hidden="true"><path class="due"\(attribute: "data-sure", isDueSure ? nil : "no") d="M8 0 13 5 8 10 3 5z"/></svg>\(say: words)</li>
    """
  }
}
