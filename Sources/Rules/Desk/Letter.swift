// SPDX-License-Identifier: AGPL-3.0-or-later

/// One message between us and somebody outside, whichever way it travelled: the words, who to whom,
/// and what became of it.
package struct Letter: Sendable, Equatable {
  package let id: ID<Letter>
  package let direction: Direction
  package let kind: Kind
  package let channel: Channel
  package var ticket: ID<Ticket>?
  package var client: ID<Client>?
  /// The contact who wrote it or whom it is for.
  package var contact: ID<Contact>?
  /// The member who wrote it, or whom an alarm is for.
  package var member: ID<Member>?
  /// Addresses as they stand on the envelope.
  package let sender: String
  package let recipients: [String]
  package let subject: String
  package let words: String
  /// Sanitised; empty when there was none.
  package let html: String
  /// Where the bytes lie as they came, when they came by mail.
  package var rawFile: String?
  package var messageID: String?
  package var inReplyTo: String?
  /// What is known of who sent it.
  package let proof: Proof
  package var state: State
  /// Why it stands so, where that needs saying.
  package var fate: LetterFate?
  package var sendAt: Instant?
  package let writtenAt: Instant

  package enum Direction: String, CaseIterable, Sendable {
    case inbound, outbound
  }

  package enum Kind: String, CaseIterable, Sendable {
    /// The client's first words, or any later ones.
    case request, message
    /// Ours: a receipt, a person's reply, an ask, its reminder, an alarm to one of ours.
    case acknowledgement, reply, ask, reminder, alarm
    /// Ours: what fixed it.
    case resolution
    /// A contact's fresh link in the place of one that has ended.
    case link

    /// Written by the house and not by a person.
    package var isAutomatic: Bool {
      switch self {
      case .acknowledgement, .reminder, .alarm, .link: true
      case .request, .message, .reply, .ask, .resolution: false
      }
    }
  }

  package enum Proof: String, CaseIterable, Sendable {
    /// Written here, by somebody signed in or holding a signed link.
    case ours
    /// Came by mail; nothing vouches for the sender but the address.
    case unverified
    case none
  }

  package enum State: String, CaseIterable, Sendable {
    case received
    /// Waits for its moment; can still be taken back.
    case held
    case sending
    case sent
    /// The relay refused it for good.
    case refused
    /// It could not be written as a mail, or no relay took it for days.
    case failed
    /// While it waited, what it was to say ceased to be so.
    case moot
    /// The client is in quiet mode: written, shown, never sent.
    case quiet
    /// Written while there was no relay: shown as it would leave, never sent by itself later.
    case kept
    /// Nobody to send it to.
    case unaddressed
    case takenBack
  }

  package init(
    id: ID<Letter>, direction: Direction, kind: Kind, channel: Channel, ticket: ID<Ticket>? = nil,
    client: ID<Client>? = nil, contact: ID<Contact>? = nil, member: ID<Member>? = nil,
    sender: String, recipients: [String], subject: String, words: String, html: String = "",
    rawFile: String? = nil, messageID: String? = nil, inReplyTo: String? = nil,
    proof: Proof, state: State, fate: LetterFate? = nil, sendAt: Instant? = nil,
    writtenAt: Instant
  ) {
    self.id = id
    self.direction = direction
    self.kind = kind
    self.channel = channel
    self.ticket = ticket
    self.client = client
    self.contact = contact
    self.member = member
    self.sender = sender
    self.recipients = recipients
    self.subject = subject
    self.words = words
    self.html = html
    self.rawFile = rawFile
    self.messageID = messageID
    self.inReplyTo = inReplyTo
    self.proof = proof
    self.state = state
    self.fate = fate
    self.sendAt = sendAt
    self.writtenAt = writtenAt
  }
}
