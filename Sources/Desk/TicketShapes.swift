// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// What each act on a ticket asks for.
enum TicketShapes {
  static let open = Shape(
    PersonField.fields("Who asks").map(\.conditional) + PersonField.newcomer + [
      ClientField.field().conditional
        .help("Follows from who asks. Choose it where nobody is named, or somebody new."),
      .text("subject", label: "What it is about", max: 200),
      .long("words", label: "What they said").optional,
      .choice("impact", label: "Who can't work?", Impact.choices).optional,
      .choice("urgency", label: "How much does it hinder them?", Urgency.choices).optional,
      .choice("channel", label: "How it came", Channel.choices).optional,
      .id("site", label: "Site").optional,
      .moment("receivedAt", label: "When it reached us").optional,
      .id("mail", label: "Waiting mail").optional,
    ])

  static let reply = Shape(
    .long("words", label: "Your reply"), minutes, afterwards)

  static let note = Shape(.long("words", label: "Note for us"), minutes)

  static let time = Shape(
    .int("minutes", label: "Minutes", 1...1440),
    .text("words", label: "What was done", max: 400).optional)

  static let holder = Shape(
    .id("holder", label: "Who has it").conditional,
    .long("note", label: "What they should know").optional)

  static let priority = Shape(
    .choice("impact", label: "Who can't work?", Impact.choices),
    .choice("urgency", label: "How much does it hinder them?", Urgency.choices),
    .text("why", label: "Why", max: 400))

  static let ask = Shape(
    [.text("sentence", label: "What we need from them", max: 300)]
      + PersonField.fields("Who has to act").map(\.conditional) + [
        .moment("dueAt", label: "By when"),
        .choice("way", label: "How they answer", Ask.Way.choices),
        .long("choices", label: "Choices", max: 1000).conditional
          .help("One a line, when they choose."),
      ])

  static let settlement = Shape(
    .choice(
      "how", label: "How it ended",
      [
        Field.Choice("phone", "They answered on the phone"),
        Field.Choice("declined", "They said no"),
        Field.Choice("withdrawn", "We no longer need it"),
      ]), .long("words", label: "What they said").optional)

  static let thirdParty = Shape(
    .text("name", label: "Whom we wait on", max: 120),
    .text("reference", label: "Their reference", max: 120))

  static let thirdPartyAnswer = Shape(.long("words", label: "What they answered"))

  static let why = Shape(.text("why", label: "Why", max: 400))

  static let fix = Shape(
    .long("fix", label: "What fixed it")
      .help("The client reads these words, on their page and in a letter."), minutes)

  static let merge = Shape(
    .int("into", label: "Ticket it belongs to", 1...999_999_999).signed("T-")
      .help("Its number, like T-1052."))

  static let split = Shape(
    .text("subject", label: "What the new ticket is about", max: 200),
    .long("words", label: "What belongs to it")
      .help("The client reads these words, on the page of the new request."))

  static let move = Shape(
    [ClientField.field()] + PersonField.fields("Who asks") + [
      .id("agreement", label: "Agreement").optional, .text("why", label: "Why", max: 400),
    ])

  static let asker = Shape(
    PersonField.fields("Who asks").map(\.conditional) + PersonField.newcomer)

  static let undo = Shape(.int("sequence", label: "Which act", 1...1_000_000))

  private static let minutes = Field.int("minutes", label: "Minutes worked", 1...1440).optional

  private static let afterwards = Field.choice(
    "afterwards", label: "Then",
    [
      Field.Choice("open", "it stays ours"), Field.Choice("resolve", "it is fixed"),
    ]
  ).optional
}

extension Impact {
  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}

extension Urgency {
  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}

extension Channel {
  /// What a member may say of a request they take down.
  static var choices: [Field.Choice] {
    [Channel.phone, .inPerson, .form].map { Field.Choice($0.rawValue, $0.label) }
  }

  package var label: Phrase {
    switch self {
    case .mail: "By mail"
    case .phone: "On the phone"
    case .form: "Found by us"
    case .portal: "On their page"
    case .api: "From a program"
    case .inPerson: "In person"
    case .monitoring: "From monitoring"
    case .imported: "Brought in from another product"
    }
  }
}

extension Ask.Way {
  static var choices: [Field.Choice] {
    allCases.map { Field.Choice($0.rawValue, $0.label) }
  }

  var label: Phrase {
    switch self {
    case .done: "They say that it is done"
    case .approve: "They approve or decline"
    case .choose: "They choose"
    case .write: "They write an answer"
    }
  }
}
