// SPDX-License-Identifier: AGPL-3.0-or-later

/// One thing that happened to a ticket. The ticket, its story, its clocks and every report are
/// folds over these; nothing else is believed.
package enum TicketEvent: Sendable, Equatable {
  case opened(Opening)
  /// A person of ours has seen it.
  case acknowledged
  /// A person of ours said something to the client.
  case replied(letter: ID<Letter>)
  /// The client said something; automatic mail of theirs moves nothing.
  case clientWrote(letter: ID<Letter>, by: ID<Contact>?, automatic: Bool)
  /// The house answered by itself: receipts and reminders.
  case wroteAutomatically(letter: ID<Letter>)
  /// No receipt went out: the contact had as many within the hour as anybody gets.
  case receiptWithheld
  case noted(words: String)
  case timeLogged(entry: ID<TimeEntry>, minutes: Int)
  /// Nil puts it back for anybody to take.
  case handedOver(to: ID<Member>?, note: String)
  case reprioritised(Priority, Impact, Urgency, why: String)
  case asked(Ask)
  case askSettled(ID<Ask>, how: AskSettlement, words: String)
  /// Waiting on a supplier, carrier or vendor, under their reference.
  case waitedOnThirdParty(name: String, reference: String)
  case thirdPartyAnswered(words: String)
  /// The product the ticket was brought from says that it waited for the client; nobody's ask
  /// stands behind it, so reports flag it.
  case importedWait(words: String)
  case importedWaitEnded
  case visitNeeded(why: String)
  case visitArrived
  case visitCancelled(why: String)
  /// The letter tells their people; nil where nobody was written to for it.
  case resolved(fix: String, letter: ID<Letter>? = nil)
  case reopened(why: String)
  case closed
  /// Not a request after all: spam, a double, withdrawn. No verdict, listed with the reason.
  case cancelled(why: String)
  case merged(into: Int)
  case absorbed(Int)
  case splitOff(Int)
  case moved(Placement, why: String)
  /// A clock reached a mark of the escalation ladder (percent of its target).
  case marked(clock: String, cycle: Int, percent: Int)
  /// What the clocks are counted with has changed, and a promise is due at another moment.
  case dueChanged(DueChange)
  /// An act is taken back: the fold skips the event with this sequence.
  case voided(sequence: Int)
}

/// How a request came to us and what it was taken for.
package struct Opening: Sendable, Equatable {
  package let channel: Channel
  package let subject: String
  package let placement: Placement
  package let priority: Priority
  package let impact: Impact
  package let urgency: Urgency
  /// The first message, if there is one.
  package let letter: ID<Letter>?
  /// The ticket it was split from or follows, if any.
  package let origin: Int?

  package init(
    channel: Channel, subject: String, placement: Placement, priority: Priority,
    impact: Impact, urgency: Urgency, letter: ID<Letter>? = nil, origin: Int? = nil
  ) {
    self.channel = channel
    self.subject = subject
    self.placement = placement
    self.priority = priority
    self.impact = impact
    self.urgency = urgency
    self.letter = letter
    self.origin = origin
  }
}

/// Whose ticket it is and which agreement's promises hold for it.
package struct Placement: Sendable, Equatable {
  package let client: ID<Client>
  package let site: ID<Site>?
  package let contact: ID<Contact>?
  /// Nil when nobody has promised anything: work without cover.
  package let agreement: ID<Agreement>?

  package init(
    client: ID<Client>, site: ID<Site>? = nil, contact: ID<Contact>? = nil,
    agreement: ID<Agreement>? = nil
  ) {
    self.client = client
    self.site = site
    self.contact = contact
    self.agreement = agreement
  }
}

package enum Channel: String, CaseIterable, Sendable {
  case mail, phone, form, portal, api, inPerson, monitoring, imported
}

/// What we want from the client: one sentence, one contact, one due time, a way to answer. Only an
/// ask makes a clock wait for the client (PRODUCT D3).
package struct Ask: Sendable, Equatable {
  package let id: ID<Ask>
  package let sentence: String
  package let contact: ID<Contact>
  package let dueAt: Instant
  package let way: Way
  /// The choices offered, when the way is to choose.
  package let choices: [String]
  /// The letter it travels in, once that is written.
  package var letter: ID<Letter>?

  package enum Way: String, CaseIterable, Sendable {
    case done, approve, choose, write
  }

  package init(
    id: ID<Ask>, sentence: String, contact: ID<Contact>, dueAt: Instant, way: Way,
    choices: [String] = [], letter: ID<Letter>? = nil
  ) {
    self.id = id
    self.sentence = sentence
    self.contact = contact
    self.dueAt = dueAt
    self.way = way
    self.choices = choices
    self.letter = letter
  }
}

/// How an ask came to its end.
package enum AskSettlement: String, CaseIterable, Sendable {
  /// By the button on the ask's own page.
  case link
  /// By any message of the client's people on the ticket.
  case message
  /// On the phone: settled by the member who took the call.
  case phone
  /// They said no.
  case declined
  /// We no longer need it.
  case withdrawn
}
