// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// Histories told in short lines against terms told in short lines. The first Monday is 2 March
/// 2026; `Tue2` is the Tuesday of the second week. Hours are Monday to Friday, nine to five, UTC.
struct Telling {
  var calendars: [String: HoursIndex]
  var agreements: [String: [ServiceLevel]]

  /// Terms of the one agreement `gold`.
  init(_ versions: ServiceLevel...) throws {
    self.init(["gold": versions], [:])
  }

  init(_ agreements: [String: [ServiceLevel]], _ more: [String: HoursIndex]) {
    self.agreements = agreements
    calendars = Self.known.merging(more) { $1 }
  }

  static let known: [String: HoursIndex] = try! [
    "office": HoursIndex(office(), years: 2026...2027),
    "always": HoursIndex(.aroundTheClock(in: .utc), years: 2026...2027),
    "nights": HoursIndex(office("22:00-06:00"), years: 2026...2027),
    "never": HoursIndex(OpeningHours(zone: .utc, weekly: [:]), years: 2026...2027),
  ]

  func reading(
    _ story: String, asOf: String, _ wishes: ClockReading.Wish = []
  ) throws -> ClockReading {
    let book = try ClockBook(calendars: calendars, agreements: agreements)
    return try book.reading(of: events(story), asOf: moment(asOf), wishes)
  }

  /// All cycles of the clock.
  func cycles(
    _ clock: ClockKind, _ story: String, asOf: String, _ wishes: ClockReading.Wish = []
  ) throws -> [ClockCycle] {
    try reading(story, asOf: asOf, wishes).cycles.filter { $0.clock == clock }
  }

  /// The last cycle of the clock.
  func last(
    _ clock: ClockKind, _ story: String, asOf: String, _ wishes: ClockReading.Wish = []
  ) throws -> ClockCycle {
    let found = try cycles(clock, story, asOf: asOf, wishes)
    guard let last = found.last else { throw Unreadable(text: "no \(clock) in \(story)") }
    return last
  }
}

struct Unreadable: Error { let text: String }

/// `p3 resolution 8h; p1 firstResponse 30m nights`
func terms(
  _ targets: String, pauses: String = "", marks: [Int] = [], version: String = "1",
  from: String = "2026-01-01T00:00:00Z", calendar: String = "office",
  reopen: ServiceLevel.Reopening = .continues, onPriority: ServiceLevel.Changeover = .carry,
  onMove: ServiceLevel.Changeover = .carry, applyToOpen: Bool = false
) throws -> ServiceLevel {
  var promised: [Priority: [ClockKind: ServiceLevel.Target]] = [:]
  for line in targets.split(separator: ";") {
    let words = line.split(separator: " ").map(String.init)
    promised[Priority(words[0]), default: [:]][ClockKind(rawValue: words[1])!] = try .init(
      seconds: seconds(words[2]), calendar: words.count > 3 ? words[3] : nil)
  }
  var stops: [ClockKind: [PauseReason]] = [:]
  for line in pauses.split(separator: ";") {
    let words = line.split(separator: " ").map(String.init)
    stops[ClockKind(rawValue: words[0])!] = words.dropFirst().map(PauseReason.init)
  }
  return try ServiceLevel(
    version: version, effectiveFrom: from.hasPrefix("2") ? at(from) : moment(from),
    calendar: calendar, targets: promised, pauses: stops, escalations: marks, reopen: reopen,
    onPriorityChange: onPriority, onAgreementChange: onMove, applyToOpen: applyToOpen)
}

/// `8h`, `30m`, `59s`; `-` for no promise.
func seconds(_ text: String) -> Int? {
  guard let number = Int(text.dropLast()) else { return nil }
  return number * ["h": 3600, "m": 60, "s": 1][String(text.last!)]!
}

/// `Mon 09:00`, `Tue2 13:00:05`, or ISO.
func moment(_ text: String) -> Instant {
  if let exact = Instant(text) { return exact }
  let words = text.split(separator: " ")
  let day = Weekday(key: words[0].prefix(3).lowercased())!.rawValue
  let week = (Int(words[0].dropFirst(3)) ?? 1) - 1
  let time = words[1].split(separator: ":").map { Int($0)! } + [0]
  return at("2026-03-02T00:00:00Z").advanced(
    by: (week * 7 + day) * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
}

/// `Mon 09:00 created p3; Mon 16:00 pause client`
func events(_ story: String) -> [SLAEvent] {
  story.split(separator: ";").map { line in
    let words = line.split(separator: " ").map(String.init)
    let isISO = Instant(words[0]) != nil
    let time = isISO ? words[0] : words[0] + " " + words[1]
    return SLAEvent(at: moment(time), kind(Array(words.dropFirst(isISO ? 1 : 2))))
  }
}

private func kind(_ words: [String]) -> SLAEvent.Kind {
  let argument = words.count > 1 ? words[1] : ""
  switch words[0] {
  case "created":
    return .created(
      Priority(argument), agreement: words.count > 2 ? words[2] : "gold",
      pauses: words.dropFirst(3).map(PauseReason.init))
  case "pause": return .pauseStart(PauseReason(argument))
  case "resume": return .pauseStop(PauseReason(argument))
  case "priority": return .priorityChanged(Priority(argument))
  case "move": return .agreementChanged(argument)
  default: return plain[words[0]]!
  }
}

private let plain: [String: SLAEvent.Kind] = [
  "ack": .acknowledged, "reply": .agentReply, "client": .clientReply, "note": .internalNote,
  "auto": .autoReply, "visit": .onSiteRequested, "arrived": .onSiteArrived,
  "visitCancelled": .onSiteCancelled, "resolved": .resolved, "reopened": .reopened,
  "merged": .merged, "cancelled": .cancelled,
]
