// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// A small random world for the oracle: calendars cut into stretches of minutes, two agreements in
/// several versions, and histories in which a lot happens at the same minute.
struct ClockWorld {
  /// Monday 2 March 2026, in minutes.
  static let monday = 1_772_409_600 / 60
  let calendars: [String: HoursIndex]
  /// Open minutes of the week by calendar, and when `switched` changes.
  private let weeks: [String: [Bool]]
  private let switchMinute: Int

  init(dice: inout Dice) {
    switchMinute = Self.monday + Int.random(in: 100..<500, using: &dice)
    var weeks = [
      "always": Array(repeating: true, count: 10_080),
      "never": Array(repeating: false, count: 10_080),
    ]
    for name in ["short", "other"] { weeks[name] = Self.week(&dice) }
    self.weeks = weeks
    let plain = weeks.mapValues(Self.timetable)
    let versions = [
      Timetable.Version(
        from: Instant(seconds: (Self.monday + 100) * 60), name: "1", timetable: plain["short"]!),
      Timetable.Version(
        from: Instant(seconds: switchMinute * 60), name: "2", timetable: plain["other"]!),
    ]
    var all = plain
    all["switched"] = .versioned(versions)
    all["both"] = .allOf([plain["short"]!, plain["other"]!])
    calendars = all.mapValues {
      HoursIndex($0, covering: (Self.monday - 1440) * 60..<(Self.monday + 20_160) * 60)
    }
  }

  private static func week(_ dice: inout Dice) -> [Bool] {
    var week: [Bool] = []
    var isOpen = Bool.random(using: &dice)
    while week.count < 10_080 {
      let length = Int.random(in: 1...40, using: &dice)
      week.append(contentsOf: Array(repeating: isOpen, count: length))
      isOpen.toggle()
    }
    return Array(week.prefix(10_080))
  }

  private static func timetable(_ week: [Bool]) -> Timetable {
    var weekly: [Weekday: [OpeningHours.Interval]] = [:]
    for weekday in Weekday.allCases {
      var start: Int?
      for minute in 0...1440 {
        let isOpen = minute < 1440 && week[weekday.rawValue * 1440 + minute]
        if isOpen, start == nil { start = minute }
        if !isOpen, let from = start {
          weekly[weekday, default: []].append(
            OpeningHours.Interval(unchecked: from * 60, minute * 60))
          start = nil
        }
      }
    }
    return .hours(OpeningHours(zone: .utc, weekly: weekly))
  }

  func isOpen(_ calendar: String, _ minute: Int) -> Bool {
    let m = (minute - Self.monday).floorRemainder(by: 10_080)
    switch calendar {
    case "both": return weeks["short"]![m] && weeks["other"]![m]
    case "switched":
      if minute < Self.monday + 100 { return false }
      return weeks[minute < switchMinute ? "short" : "other"]![m]
    default: return weeks[calendar]![m]
    }
  }

  // MARK: Agreements and histories

  static let priorities = ["low", "high", "odd"].map(Priority.init)
  static let reasons = ["client", "vendor", "parts", "whim"].map(PauseReason.init)

  func agreements(_ dice: inout Dice) -> [String: [ServiceLevel]] {
    var agreements: [String: [ServiceLevel]] = [:]
    for name in ["gold", "iron"] {
      let count = Int.random(in: 1...3, using: &dice)
      agreements[name] = (0..<count).map { version in
        let from = version == 0 ? -1000 : Int.random(in: 0..<50, using: &dice) * 10
        return level("\(name)\(version)", from: from, &dice)
      }
    }
    return agreements
  }

  private func level(_ version: String, from: Int, _ dice: inout Dice) -> ServiceLevel {
    let names = calendars.keys.sorted()
    var targets: [Priority: [ClockKind: ServiceLevel.Target]] = [:]
    for priority in Self.priorities.prefix(2) {
      for clock in ClockKind.allCases where Int.random(in: 0..<4, using: &dice) > 0 {
        let seconds = Int.random(in: 1...8, using: &dice) * 1200
        targets[priority, default: [:]][clock] = try! ServiceLevel.Target(
          seconds: Int.random(in: 0..<9, using: &dice) == 0 ? nil : seconds,
          calendar: Bool.random(using: &dice) ? names.randomElement(using: &dice) : nil)
      }
    }
    var pauses: [ClockKind: [PauseReason]] = [:]
    for clock in ClockKind.allCases {
      pauses[clock] = Self.reasons.prefix(3).filter { _ in Bool.random(using: &dice) }
    }
    return try! ServiceLevel(
      version: version, effectiveFrom: Instant(seconds: (Self.monday + from) * 60),
      calendar: names.randomElement(using: &dice)!, targets: targets, pauses: pauses,
      escalations: [25, 50, 75, 80, 100, 120, 150].filter { _ in Bool.random(using: &dice) },
      reopen: Int.random(in: 0..<3, using: &dice) == 0 ? .restart : .continues,
      onPriorityChange: Int.random(in: 0..<3, using: &dice) == 0 ? .restart : .carry,
      onAgreementChange: Int.random(in: 0..<3, using: &dice) == 0 ? .restart : .carry,
      applyToOpen: Bool.random(using: &dice))
  }

  typealias Event = (minute: Int, kind: SLAEvent.Kind)

  func history(_ dice: inout Dice) -> [Event] {
    let count = Int.random(in: 0...18, using: &dice)
    // Few distinct minutes, on the tens at which versions begin: much happens at once.
    let minutes = (0..<count).map { _ in Int.random(in: 0..<50, using: &dice) * 10 }.sorted()
    let pauses = Self.reasons.filter { _ in Int.random(in: 0..<5, using: &dice) == 0 }
    let created = SLAEvent.Kind.created(
      Self.priorities.randomElement(using: &dice)!, agreement: "gold", pauses: pauses)
    let start = minutes.first ?? 0
    return [(Self.monday + start, created)]
      + minutes.map { (Self.monday + $0, Self.anything(&dice)) }
  }

  private static func anything(_ dice: inout Dice) -> SLAEvent.Kind {
    let reason = reasons.randomElement(using: &dice)!
    switch Int.random(in: 0..<34, using: &dice) {
    case 0...2: return .agentReply
    case 3...5: return .clientReply
    case 6...9: return .pauseStart(reason)
    case 10...13: return .pauseStop(reason)
    case 14...18: return .priorityChanged(priorities.randomElement(using: &dice)!)
    case 19...21: return .agreementChanged(Bool.random(using: &dice) ? "gold" : "iron")
    case 22...23: return .onSiteRequested
    case 24: return .onSiteArrived
    case 25: return .onSiteCancelled
    case 26...27: return .resolved
    case 28...30: return .reopened
    case 31: return .acknowledged
    case 32: return .internalNote
    default:
      return Int.random(in: 0..<6, using: &dice) > 0
        ? .autoReply : (reason.name < "p" ? .merged : .cancelled)
    }
  }
}
