// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Clocks in every state.
extension StyleGuide {
  static var promises: HTML {
    """
    \(NextPromise(.risk, Countdown(left: 1500, open: 9600, risk: 1800, subject: "T-1067 Server room hot"), title: "Server room hot", path: "#", line: "Kline Dental, \(PriorityMark(1)). First reply due 15:45. You hold it.", act: Button("Reply", to: "#", weight: .main, key: "o").html))
    \(Section("Clocks", Clocks([waiting, running, late, vendor, long, met]).html))
    \(Section("States", "<div class=\"buttons\">\(ClockState.allCases.map { StateMark($0, $0.word) })</div><div class=\"buttons\">\(ClockState.allCases.map { StateMark($0, $0.word).chip })</div><div class=\"buttons\">\(Badge("draft"))\(Badge("declined", .loud))\(Badge("imported", .quiet))\((1...4).map { PriorityMark($0) })</div>"))
    """
  }

  private static var waiting: ClockFace {
    let dana = RibbonSpan.Kind.client("Dana")
    let lived = [
      span(.ran, 20, "15:10", "16:25"), span(dana, 20, "16:25", "18:00"),
      span(.closed, 20, "18:00", "08:00", to: 23), span(dana, 23, "08:00", "09:40"),
      span(.ran, 23, "09:40", "10:35"), span(dana, 23, "10:35", "15:20"),
    ]
    let to = span(.ahead, 23, "15:20", "18:00")
    return ClockFace(
      "Resolution", StateMark(.paused, "\(duration: 7800) of \(duration: 28_800) used"),
      note: "Due Tue 11:10 if Dana answers now",
      ribbon: Ribbon(
        id: "waiting",
        spans: lived + [
          to, span(.closed, 23, "18:00", "08:00", to: 24), span(.ahead, 24, "08:00", "11:10"),
        ], events: [lived[0].from, lived[1].from, lived[4].from, lived[5].from], now: now,
        due: moment(day: 24, "11:10"), isDueSure: false,
        dueWords: "Due Tue 11:10 if Dana answers now", zone: zone),
      spans: explained(lived), isOpen: true)
  }

  private static func explained(_ lived: [RibbonSpan]) -> SpanTable {
    let why: [HTML] = [
      "Dana’s mail arrived. Standard 8×5 v3, clause 4.1",
      "We asked Dana: “Which scanners lose it first?”", "Outside hours, Mon–Fri 08:00–18:00",
      "Still waiting for Dana", "Dana answered", "We asked Dana: “Please send the firewall log.”",
    ]
    return SpanTable(
      zip(lived, why).map { span, why in
        SpanTable.Row(span, why: why, counted: span.kind == .ran ? span.length : 0)
      }, zone: zone)
  }

  private static var running: ClockFace {
    ClockFace(
      "Next reply", StateMark(.running, Countdown(left: 7200, open: 9600, risk: 1800)),
      note: "Due 17:20",
      ribbon: Ribbon(
        id: "running",
        spans: [span(.ran, 23, "13:20", "15:20"), span(.ahead, 23, "15:20", "17:20")], now: now,
        due: moment(day: 23, "17:20"), dueWords: "Due 17:20", zone: zone))
  }

  private static var late: ClockFace {
    ClockFace(
      "On site", StateMark(.late, Countdown(left: -2400)), note: "Was due 14:40",
      ribbon: Ribbon(
        id: "late",
        spans: [span(.ran, 23, "08:40", "14:40"), span(.over, 23, "14:40", "15:20")], now: now,
        due: moment(day: 23, "14:40"), dueWords: "Due 14:40", zone: zone))
  }

  private static var vendor: ClockFace {
    ClockFace(
      "Resolution", StateMark(.paused, "Waits on BT"), note: "Reference VOL012-4471",
      ribbon: Ribbon(
        id: "vendor",
        spans: [
          span(.ran, 23, "08:10", "11:00"), span(.thirdParty("BT"), 23, "11:00", "13:00"),
          span(.resolved, 23, "13:00", "14:10"), span(.ran, 23, "14:10", "15:20"),
        ], now: now, zone: zone))
  }

  private static var long: ClockFace {
    let days = (2...20).filter { ![7, 8, 14, 15].contains($0) }
    let lived = days.flatMap { day in
      let next = day == 6 ? 9 : day == 13 ? 16 : day == 20 ? 23 : day + 1
      return [
        span(day % 5 == 3 ? .client("Jonas") : .ran, day, "08:00", "18:00"),
        span(.closed, day, "18:00", "08:00", to: next),
      ]
    }
    return ClockFace(
      "Resolution, three weeks", StateMark(.risk, "1 h 10"), note: "Due 16:30",
      ribbon: Ribbon(
        id: "long",
        spans: lived + [span(.ran, 23, "08:00", "15:20"), span(.ahead, 23, "15:20", "16:30")],
        now: now, due: moment(day: 23, "16:30"), dueWords: "Due 16:30", zone: zone))
  }

  private static var met: ClockFace {
    ClockFace(
      "First reply", StateMark(.met, "Met in \(duration: 1200)"), note: "of \(duration: 3600)")
  }
}
