// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What may stand inside `\( )` of an `HTML` literal.
extension HTML.Markup {
  package mutating func appendInterpolation(_ text: String) { write(text) }
  package mutating func appendInterpolation(_ text: Substring) { write(String(text)) }
  package mutating func appendInterpolation(_ number: Int) { write(String(number)) }
  package mutating func appendInterpolation<Noun>(_ id: ID<Noun>) { write(id.text) }
  package mutating func appendInterpolation(_ html: HTML) { html.isEmpty ? () : append(html) }
  package mutating func appendInterpolation(_ html: HTML?) { if let html { append(html) } }

  package mutating func appendInterpolation<Items: Sequence>(
    each items: Items, _ draw: (Items.Element) throws -> HTML
  ) rethrows {
    for item in items { append(try draw(item)) }
  }

  package mutating func appendInterpolation(if condition: Bool, _ html: @autoclosure () -> HTML) {
    if condition { append(html()) }
  }

  package mutating func appendInterpolation(
    if condition: Bool, _ html: @autoclosure () -> HTML, else other: @autoclosure () -> HTML
  ) {
    append(condition ? html() : other())
  }

  package mutating func appendInterpolation<Value>(
    given value: Value?, _ draw: (Value) throws -> HTML
  ) rethrows {
    if let value { append(try draw(value)) }
  }

  /// Words in the reader's language.
  package mutating func appendInterpolation(say phrase: Phrase) { leave(.phrase(phrase)) }

  /// `<time>` with date and clock reading in the reader's zone.
  package mutating func appendInterpolation(moment: Instant) { leave(.moment(moment)) }
  package mutating func appendInterpolation(moment: Instant?) {
    if let moment { leave(.moment(moment)) }
  }

  /// `<time>` with the clock reading alone: `09:40`.
  package mutating func appendInterpolation(time: Instant) { leave(.time(time)) }
  package mutating func appendInterpolation(day: Day) { leave(.day(day)) }

  /// Seconds as `2 h 10`, cut to whole minutes.
  package mutating func appendInterpolation(duration seconds: Int) { leave(.duration(seconds)) }

  /// Seconds to the second, `2 h 10 min 5 s`: columns of these add up.
  package mutating func appendInterpolation(exactDuration seconds: Int) {
    leave(.exactDuration(seconds))
  }

  /// With the reader's group marks: `12,345`.
  package mutating func appendInterpolation(number: Int) { leave(.number(number)) }

  /// ` name="value"`; nothing when the value is nil. An address is checked for its scheme.
  package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
    guard let value else { return }
    open(name)
    write(value)
    close()
  }

  package mutating func appendInterpolation(attribute name: StaticString, _ value: Int?) {
    appendInterpolation(attribute: name, value.map(String.init))
  }

  /// ` name` alone, when it holds: `checked`, `required`.
  package mutating func appendInterpolation(attribute name: StaticString, if holds: Bool) {
    guard holds else { return }
    appendLiteral(" ")
    appendLiteral(name)
  }

  package mutating func appendInterpolation(attribute name: StaticString, say phrase: Phrase?) {
    guard let phrase else { return }
    open(name)
    leave(.phrase(phrase))
    close()
  }

  /// Data for a script, inside `<script type="application/json">`.
  package mutating func appendInterpolation(json: JSON) {
    html.bytes += json.bytes()
  }

  /// The hidden field that proves a form came from our own page.
  package mutating func appendInterpolation(protection: Protection) {
    leave(.protection(protection))
  }

  /// The address of a file under `Public`, with its content hash.
  package mutating func appendInterpolation(asset name: String) {
    html.gaps.append(HTML.Gap(offset: html.bytes.count, filling: .asset(name)))
  }

  private mutating func open(_ name: StaticString) {
    appendLiteral(" ")
    appendLiteral(name)
    appendLiteral("=\"")
  }

  private mutating func close() { appendLiteral("\"") }

  private mutating func append(_ other: HTML) { html.append(other) }

  private mutating func leave(_ filling: HTML.Filling) {
    precondition(html.place == .plain, "words can't stand in an address or an unquoted attribute")
    html.gaps.append(HTML.Gap(offset: html.bytes.count, filling: filling))
  }

  private mutating func write(_ text: String) {
    switch html.place {
    case .plain: text.escape(into: &html.bytes)
    case .address: text.safeAddress.escape(into: &html.bytes)
    case .forbidden:
      preconditionFailure("a value can't stand in an unquoted attribute, in style or in a handler")
    }
  }
}

/// How the token of a page's forms is written: `\(protection: .field)` is a hidden field.
package enum Protection: Sendable { case field, token }
