// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The terms of one version as a form: response and fix in sight, the rest filled in under
/// Advanced (PRODUCT, *Small first*).
enum TermsForm {
  static let shape = Shape(
    [
      .day("effectiveFrom", label: "Holds from"), .id("calendar", label: "Calendar"),
    ] + seen + deep)

  /// Names of the fields that stand under Advanced.
  static let advanced = Set(deep.map(\.name))

  private static let seen: [Field] = Priority.all.flatMap { priority in
    [ClockKind.firstResponse, .resolution].map { target(priority, $0) }
  }

  private static let deep: [Field] =
    Priority.all.flatMap { priority in
      [ClockKind.acknowledge, .nextResponse, .onSite].map { target(priority, $0) }
    }
    + ClockKind.allCases.map { clock in
      .choices(
        "pauses.\(clock.rawValue)", label: "What stops it: \(phrase: clock.label)",
        [
          Field.Choice("client", "Waiting on the client"),
          Field.Choice("thirdParty", "Waiting on a third party"),
        ])
    }
    + Priority.all.flatMap { priority in
      ClockKind.allCases.map { clock in
        .id(
          "calendars.\(priority.name).\(clock.rawValue)",
          label: "Other calendar: \(phrase: priority.label), \(phrase: clock.label)"
        ).optional
      }
    }
    + [
      .text("marks", label: "Tell somebody at these percentages", max: 100).optional
        .help("Like 50 75 100."),
      .choice(
        "reopening", label: "A reopened ticket",
        [
          Field.Choice("continue", "goes on with the time it had left"),
          Field.Choice("restart", "starts its clock afresh"),
        ]),
      .choice("onPriorityChange", label: "When the priority changes", changeover),
      .choice("onAgreementChange", label: "When the ticket moves to another agreement", changeover),
      .flag("applyToOpen", label: "Takes over tickets that are open then"),
    ]
    + Impact.allCases.flatMap { impact in
      Urgency.allCases.map { urgency in
        .choice(
          "matrix.\(impact.rawValue).\(urgency.rawValue)",
          label: "\(phrase: impact.label), \(phrase: urgency.label)",
          Priority.all.map { Field.Choice($0.name, $0.label) })
      }
    } + [.long("note", label: "What was agreed anew", max: 4000).optional]

  /// The fields that are read as tables.
  static let grids = [
    targets("What we promise", [.firstResponse, .resolution]),
    targets("What we promise besides", [.acknowledge, .nextResponse, .onSite]),
    FieldGrid(
      "Other calendars", columns: ClockKind.allCases.map(\.label),
      rows: Priority.all.map { priority in
        FieldGrid.Row(
          priority.label,
          ClockKind.allCases.map { "calendars.\(priority.name).\($0.rawValue)" })
      }),
    FieldGrid(
      "Priority", columns: Urgency.allCases.map(\.label),
      rows: Impact.allCases.map { impact in
        FieldGrid.Row(
          impact.label, Urgency.allCases.map { "matrix.\(impact.rawValue).\($0.rawValue)" })
      }),
  ]

  private static func targets(_ title: Phrase, _ clocks: [ClockKind]) -> FieldGrid {
    FieldGrid(
      title, columns: clocks.map(\.label),
      rows: Priority.all.map { priority in
        FieldGrid.Row(priority.label, clocks.map { "targets.\(priority.name).\($0.rawValue)" })
      })
  }

  private static func target(_ priority: Priority, _ clock: ClockKind) -> Field {
    .duration(
      "targets.\(priority.name).\(clock.rawValue)",
      label: "\(phrase: priority.label): \(phrase: clock.label)", 60...31_536_000
    ).optional
  }

  private static let changeover = [
    Field.Choice("carry", "time already counted stays"),
    Field.Choice("restart", "the clock starts afresh"),
  ]

  /// The level and matrix that were typed.
  static func terms(
    _ input: Input, number: Int, zone: Zone
  ) throws -> (level: ServiceLevel, matrix: PriorityMatrix, note: String) {
    let day = try input.required(day: "effectiveFrom")
    var targets: [Priority: [ClockKind: ServiceLevel.Target]] = [:]
    for priority in Priority.all {
      for clock in ClockKind.allCases {
        let key = "\(priority.name).\(clock.rawValue)"
        guard let seconds = input.optionalInt("targets.\(key)") else { continue }
        targets[priority, default: [:]][clock] = try .init(
          seconds: seconds, calendar: input.optionalText("calendars.\(key)"))
      }
    }
    let level = try ServiceLevel(
      version: "\(number)", effectiveFrom: zone.instant(day), calendar: input.text("calendar"),
      targets: targets, pauses: pauses(input), escalations: try marks(input.text("marks")),
      reopen: input.choice("reopening"), onPriorityChange: input.choice("onPriorityChange"),
      onAgreementChange: input.choice("onAgreementChange"),
      applyToOpen: input.flag("applyToOpen"))
    return (level, matrix(input), input.text("note"))
  }

  private static func pauses(_ input: Input) -> [ClockKind: [PauseReason]] {
    var pauses: [ClockKind: [PauseReason]] = [:]
    for clock in ClockKind.allCases {
      let reasons = input.texts("pauses.\(clock.rawValue)").map { PauseReason($0) }
      if !reasons.isEmpty { pauses[clock] = reasons }
    }
    return pauses
  }

  private static func marks(_ text: String) throws -> [Int] {
    let words = text.split { $0 == " " || $0 == "," || $0 == "%" }
    return try words.map { word in
      guard let percent = Int(word) else { throw UnreadableMark(word: String(word.prefix(40))) }
      return percent
    }
  }

  private static func matrix(_ input: Input) -> PriorityMatrix {
    PriorityMatrix(
      cells: Impact.allCases.flatMap { impact in
        Urgency.allCases.map {
          Priority(input.text("matrix.\(impact.rawValue).\($0.rawValue)"))
        }
      })
  }

  /// Seconds as people type them, so that what the form shows reads back to the same.
  private static func typed(_ seconds: Int) -> String {
    seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds / 60) min"
  }

  /// A version as its fields stand in the form.
  static func written(_ version: AgreementVersion, zone: Zone) -> [String: String] {
    let level = version.level
    var fields: [String: String] = [
      "effectiveFrom": "\(zone.day(at: level.effectiveFrom))", "calendar": level.calendar,
      "marks": level.escalations.map(String.init).joined(separator: " "),
      "reopening": level.reopen.rawValue, "onPriorityChange": level.onPriorityChange.rawValue,
      "onAgreementChange": level.onAgreementChange.rawValue,
      "applyToOpen": level.applyToOpen ? "on" : "", "note": version.note,
    ]
    for (priority, clocks) in level.targets {
      for (clock, target) in clocks {
        let key = "\(priority.name).\(clock.rawValue)"
        fields["targets.\(key)"] = target.seconds.map(typed)
        fields["calendars.\(key)"] = target.calendar
      }
    }
    for (clock, reasons) in level.pauses {
      fields["pauses.\(clock.rawValue)"] = reasons.map(\.name).joined(separator: "\n")
    }
    for impact in Impact.allCases {
      for urgency in Urgency.allCases {
        fields["matrix.\(impact.rawValue).\(urgency.rawValue)"] =
          version.matrix.priority(impact, urgency).name
      }
    }
    return fields
  }
}

struct UnreadableMark: Refusal {
  let word: String
  let code = "agreement.mark"
  let field: String? = "marks"
  var message: Phrase {
    "“\(word)” is no percentage. Write whole numbers with spaces between them, like 50 75 100."
  }
}

extension Priority {
  package var label: Phrase {
    switch self {
    case .p1: "P1"
    case .p2: "P2"
    case .p3: "P3"
    case .p4: "P4"
    default: "\(name)"
    }
  }
}

extension Impact {
  package var label: Phrase {
    switch self {
    case .one: "One person can't work"
    case .several: "Several people can't work"
    case .everyone: "Nobody can work"
    }
  }
}

extension Urgency {
  package var label: Phrase {
    switch self {
    case .low: "it can wait"
    case .normal: "it hinders the work"
    case .high: "the work has stopped"
    }
  }
}

extension ClockKind {
  package var label: Phrase {
    switch self {
    case .acknowledge: "Acknowledge"
    case .firstResponse: "First reply"
    case .nextResponse: "Next reply"
    case .onSite: "On site"
    case .resolution: "Fix"
    }
  }
}
