// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// Every version with its standing, and the way to compare two.
enum AgreementVersions {
  static func table(_ agreement: Agreement, _ zone: Zone) -> HTML {
    Table(
      [
        Table.Column("Version", isHead: true), Table.Column("Holds from"),
        Table.Column("Signed"), Table.Column("Changed"), Table.Column("Note"),
      ],
      rows: agreement.versions.reversed().map { version in
        Table.Row([
          "<a href=\"\(agreement.path)/versions/\(version.number)\">\(version.number)</a>",
          "\(day: zone.day(at: version.level.effectiveFrom))",
          signed(version, zone), change(agreement, version), "\(version.note)",
        ])
      }
    ).html
  }

  /// What reads otherwise; `names` are those of the calendars.
  static func differences(
    _ before: AgreementVersion, _ after: AgreementVersion, _ names: [String: String]
  ) -> HTML {
    let lines = before.difference(to: after)
    let table = Table(
      [
        Table.Column("Term", isHead: true), Table.Column("Version \(before.number)"),
        Table.Column("Version \(after.number)"),
      ],
      rows: lines.map {
        Table.Row([
          "\(say: $0.term.label)", $0.before.words(names), $0.after.words(names),
        ])
      })
    let same = Empty("The two versions say the same.")
    return lines.isEmpty ? same.html : table.html
  }

  static func signed(_ version: AgreementVersion, _ zone: Zone) -> HTML {
    guard let signature = version.signature else { return "\(say: "draft")" }
    return "\(say: "by \(signature.name) on \(day: zone.day(at: signature.signedAt))")"
  }

  private static func change(_ agreement: Agreement, _ version: AgreementVersion) -> HTML {
    guard let before = agreement.versions.last(where: { $0.number < version.number }) else {
      return .empty
    }
    let address = Address(
      "\(agreement.path)/differences",
      ["from": "\(before.number)", "to": "\(version.number)"])
    return "<a href=\"\(address.text)\">\(say: "since version \(before.number)")</a>"
  }
}

extension TermDifference.Term {
  var label: Phrase {
    switch self {
    case .effectiveFrom: "Holds from"
    case .calendar: "Calendar"
    case .target(let priority, let clock): "\(phrase: priority.label): \(phrase: clock.label)"
    case .targetCalendar(let priority, let clock):
      "Other calendar: \(phrase: priority.label), \(phrase: clock.label)"
    case .pauses(let clock): "Stops \(phrase: clock.label)"
    case .marks: "Somebody is told at"
    case .reopening: "A reopened ticket"
    case .priorityChange: "When the priority changes"
    case .agreementChange: "When it moves to another agreement"
    case .applyToOpen: "Takes over open tickets"
    case .matrix(let impact, let urgency): "\(phrase: impact.label), \(phrase: urgency.label)"
    }
  }
}

extension TermDifference.Value? {
  /// `names` are those of the calendars.
  func words(_ names: [String: String]) -> HTML {
    switch self {
    case nil: "\(say: "nothing")"
    case .moment(let instant): "\(moment: instant)"
    case .seconds(let seconds): "\(duration: seconds)"
    case .word(let word): "\(say: ServiceLevel.word(word, names))"
    case .words(let words): words.map { PauseReason($0) }.words
    case .percentages(let list): "\(list.map { "\($0) %" }.joined(separator: ", "))"
    case .flag(let flag): "\(say: flag ? "yes" : "no")"
    }
  }
}

extension ServiceLevel {
  fileprivate static func word(_ word: String, _ names: [String: String]) -> Phrase {
    if let name = names[word] { return "\(name)" }
    if let reopening = Reopening(rawValue: word), word == "continue" { return reopening.label }
    if let changeover = Changeover(rawValue: word) { return changeover.label }
    return Priority(word).label
  }
}

extension ServiceLevel.Reopening {
  var label: Phrase {
    switch self {
    case .continues: "goes on with the time it had left"
    case .restart: "starts its clock afresh"
    }
  }
}

extension ServiceLevel.Changeover {
  var label: Phrase {
    switch self {
    case .carry: "time already counted stays"
    case .restart: "the clock starts afresh"
    }
  }
}

extension [PauseReason] {
  var words: HTML { map { "\(say: $0.label)" as HTML }.joined(by: ", ") }
}

extension PauseReason {
  package var label: Phrase {
    switch self {
    case .client: "waiting on the client"
    case .thirdParty: "waiting on a third party"
    default: "\(name)"
    }
  }
}
