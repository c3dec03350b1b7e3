// SPDX-License-Identifier: AGPL-3.0-or-later

/// Which ticket a mail says it belongs to, and by which mark of ours.
package struct ThreadClaim: Sendable, Hashable {
  /// In the order in which they count (TRUST 5.3.5).
  package enum Mark: String, Sendable, CaseIterable { case replyAddress, reference, subject }

  package let ticket: Int
  package let mark: Mark
}

extension MailMessage {
  /// Every valid claim, the strongest first. Claims that name different tickets are for a person.
  package func threadClaims(by seal: MailSeal) -> [ThreadClaim] {
    let addresses = deliveredTo + (to + cc).prefix(200).map(\.address)
    let byAddress = addresses.compactMap(seal.ticket(inReplyAddress:))
    let ids = inReplyTo + references.reversed()
    let byReference = ids.compactMap(seal.ticket(inMessageID:))
    let bySubject = seal.ticket(inSubject: subject).map { [$0] } ?? []
    var claims: [ThreadClaim] = []
    for (mark, tickets) in [
      (ThreadClaim.Mark.replyAddress, byAddress), (.reference, byReference), (.subject, bySubject),
    ] {
      for ticket in tickets {
        let claim = ThreadClaim(ticket: ticket, mark: mark)
        if !claims.contains(claim) { claims.append(claim) }
      }
    }
    return claims
  }
}
