// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Which clients a member sees. Nobody gives, or gets by way of somebody else, more than they see
/// themselves.
extension Member {
  /// Sees these clients from now on; nil means all. Their sessions end, so that it acts at once.
  package func saveReach(
    _ clients: Set<ID<Client>>?, by who: Staff, at now: Instant, in db: Connection
  ) throws -> Member {
    try mustBeInReach(of: who)
    guard who.scope.reaches(clients) else { throw BeyondReach() }
    var next = self
    next.clients = clients
    try next.mustLeaveAWideOwner(in: db)
    try next.update(in: db)
    try Session.closeAll(of: id, in: db)
    let told = clients.map { Fact.Value.list($0.map(\.text).sorted()) } ?? .text("every")
    try db.append(
      [.aboutMember("reachSet", id, at: now, ["clients": told])], by: .member(who.member), at: now)
    next.version += 1
    return next
  }

  /// Who sees some clients only could otherwise sign in as somebody who sees them all.
  func mustBeInReach(of who: Staff) throws {
    guard who.scope.reaches(clients) else { throw BeyondReach() }
  }

  /// Somebody has to be able to widen it again.
  private func mustLeaveAWideOwner(in db: Connection) throws {
    guard clients != nil else { return }
    let others = try Member.all(in: db).contains {
      $0.id != id && $0.role == .owner && $0.active && $0.clients == nil
    }
    guard others else { throw LastWideOwner() }
  }
}

struct BeyondReach: Refusal {
  let code = "member.beyondReach"
  let message: Phrase =
    "This reaches clients you don't see. Ask an owner who sees every client to do it."
}

struct LastWideOwner: Refusal {
  let code = "member.lastWideOwner"
  let field: String? = "reach"
  let message: Phrase =
    "Nobody else is an owner who sees every client, so nobody could widen this again. Let another owner see every client first."
}

extension Staff {
  /// The clients somebody they add sees: no more than they see themselves.
  var ownClients: Set<ID<Client>>? {
    if case .clients(let some) = scope { some } else { nil }
  }
}
