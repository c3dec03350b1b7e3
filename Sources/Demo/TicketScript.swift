// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What happens on one ticket of the demo world, minute by minute.
struct TicketScript: Sendable {
  let subject: String
  let words: String
  let contact: ID<Contact>
  let impact: Impact
  let urgency: Urgency
  let channel: Channel
  let opensAt: Instant
  let steps: [Step]

  struct Step: Sendable {
    let at: Instant
    let act: Act
    let actor: Actor
  }

  enum Act: Sendable {
    case take(ID<Member>)
    case reply(String)
    case ask(String)
    case answer(String)
    case note(String)
    case resolve(String)
    case reopen(String)
    case waitOn(String, String)
  }

  /// Fifty tickets over the last weeks, the newest minutes of our hours old; the same for the same
  /// moment. Clients write whenever they like, we work in our hours: on a Sunday the newest ones are
  /// of Friday afternoon. In the order in which they come.
  static func all(until now: Instant, hours: HoursIndex) -> [TicketScript] {
    var dice = Dice(seed: 1042)
    return (0..<50).map { index in
      let plot = Plot.all[index % Plot.all.count]
      return script(plot, from: opening(of: index, until: now, hours, &dice), hours, &dice)
    }.sorted { $0.opensAt < $1.opensAt }
  }

  /// Most are weeks old; the last dozen are of the last hours we worked.
  private static func opening(
    of index: Int, until now: Instant, _ hours: HoursIndex, _ dice: inout Dice
  ) -> Instant {
    guard index >= 38 else {
      let age = (50 - index) * 20 * 3600 + Int.random(in: 0...36_000, using: &dice)
      return now.advanced(by: -age)
    }
    let worked = Int.random(in: 15...600, using: &dice) * 60
    var start = now.advanced(by: -worked)
    while hours.elapsed(from: start, to: now) < worked { start = start.advanced(by: -900) }
    return start
  }

  private static func script(
    _ plot: Plot, from start: Instant, _ hours: HoursIndex, _ dice: inout Dice
  ) -> TicketScript {
    let contacts: [ID<Contact>] = [
      Cast.cleo, Cast.dov, ID("demo-ama"), ID("demo-dana"), ID("demo-tom"),
    ]
    let contact = contacts[Int.random(in: 0..<contacts.count, using: &dice)]
    let member = [Cast.ben, Cast.dee, ID<Member>("demo-mara")][Int.random(in: 0..<3, using: &dice)]
    var at = start
    let steps = plot.acts.map { act -> Step in
      let pause = Int.random(in: 6...170, using: &dice) * 60
      at = hours.due(from: at, seconds: pause) ?? at.advanced(by: pause)
      return Step(
        at: at, act: act.by(member), actor: act.isTheirs ? .contact(contact) : .member(member))
    }
    return TicketScript(
      subject: plot.subject, words: plot.words, contact: contact, impact: plot.impact,
      urgency: plot.urgency, channel: plot.channel, opensAt: start, steps: steps)
  }
}

extension TicketScript.Act {
  fileprivate var isTheirs: Bool {
    if case .answer = self { true } else { false }
  }

  /// The member who takes it is thrown for each ticket.
  fileprivate func by(_ member: ID<Member>) -> TicketScript.Act {
    if case .take = self { .take(member) } else { self }
  }
}

/// A kind of request that keeps coming back, and how it usually goes.
private struct Plot: Sendable {
  let subject: String
  let words: String
  let impact: Impact
  let urgency: Urgency
  let channel: Channel
  let acts: [TicketScript.Act]

  init(
    _ subject: String, _ words: String, _ impact: Impact = .one, _ urgency: Urgency = .normal,
    _ channel: Channel = .mail, _ acts: [TicketScript.Act]
  ) {
    self.subject = subject
    self.words = words
    self.impact = impact
    self.urgency = urgency
    self.channel = channel
    self.acts = acts
  }

  private static let take = TicketScript.Act.take(Cast.ben)

  static let all = [
    Plot(
      "VPN drops at the front desk", "It disconnects every ten minutes since this morning.",
      .several, .normal, .mail,
      [
        take, .reply("I am looking at the firewall's log now."),
        .ask(
          "Please restart the small router under the reception desk and tell us when it is back."),
        .answer("Done, it is back since 14:10."), .resolve("Old router firmware; updated it."),
      ]),
    Plot(
      "New starter on Monday", "Ilse starts on Monday and needs a laptop, mail and the diary.",
      .one, .low, .mail,
      [
        take, .reply("We have a laptop in stock and set it up this week."),
        .ask("Which groups should Ilse be in?"), .answer("The same as Tom."),
        .resolve("Laptop, mailbox and diary are ready; handed over to Tom."),
      ]),
    Plot(
      "Printer prints blank pages", "The printer in the office prints only white pages.", .one,
      .normal, .phone, [take, .resolve("Toner was empty although it said half full.")]),
    Plot(
      "Server room is too warm", "The thermometer in the cupboard says 34 degrees.", .everyone,
      .high, .phone,
      [
        take, .reply("On our way; please open the cupboard's door meanwhile."),
        .waitOn("Coolair Ltd", "CA-20817"), .note("Fan swapped by Coolair, compressor is fine."),
        .resolve("The fan was blocked; replaced."),
      ]),
    Plot(
      "Backup report shows a failure", "Last night's backup says incomplete.", .one, .low,
      .monitoring,
      [take, .reply("One file was open. We run it again tonight."), .resolve("Ran clean tonight.")]),
    Plot(
      "Cannot send large mail", "A 40 MB file bounces back.", .one, .low, .mail,
      [
        take, .reply("Mail stops at 25 MB. Here is a link to share it instead."),
        .resolve("Showed how to share large files."), .reopen("They tried and it failed again."),
        .resolve("Their quota was full; raised it."),
      ]),
    Plot(
      "Card terminal offline", "Patients can't pay by card.", .several, .high, .phone,
      [take, .reply("Trying a restart from here."), .resolve("Switch port was off; switched on.")]),
    Plot(
      "Password forgotten", "I can't get into the diary any more.", .one, .normal, .phone,
      [take, .resolve("Reset it and set up the phone app.")]),
    Plot(
      "Slow Wi-Fi in the treatment rooms", "Pictures load for minutes in rooms 3 and 4.", .several,
      .low, .mail,
      [
        take, .reply("We measure it on site this week."),
        .ask("When can we get into rooms 3 and 4 for half an hour?"),
      ]),
    Plot(
      "Quote for two more workplaces", "We take on two people in spring.", .one, .low, .mail, [take]
    ),
  ]
}
