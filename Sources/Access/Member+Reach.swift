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
    try next.mustLeaveAnOwner(after: self, in: db)
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

  /// Somebody has to be able to manage the house, and to widen what others see. `known` is the
  /// member as they were until now.
  func mustLeaveAnOwner(after known: Member, in db: Connection) throws {
    let isNarrower = known.isWideOwner && !isWideOwner
    guard isNarrower || known.isOwner && !isOwner else { return }
    let others = try Member.owners(in: db).filter { $0.id != id }
    guard isOwner || !others.isEmpty else { throw Refused.lastOwner }
    guard !isNarrower || others.contains(where: \.isWide) else {
      throw LastWideOwner(field: clients == known.clients ? "role" : "reach")
    }
  }

  private var isOwner: Bool { role == .owner && active }
  private var isWideOwner: Bool { isOwner && clients == nil }

  /// The active owners, held until this transaction ends: two of them can't both make the other
  /// the last.
  private static func owners(in db: Connection) throws -> [(id: ID<Member>, isWide: Bool)] {
    try db.all(
      """
      SELECT id, restricted FROM members WHERE role = \(Role.owner) AND active = 1
      ORDER BY id \(db.lockedForUpdate)
      """
    ) { (id: try $0[0], isWide: try !($0[1] as Bool)) }
  }
}

struct BeyondReach: Refusal {
  let code = "member.beyondReach"
  let message: Phrase =
    "This reaches clients you don't see. Ask an owner who sees every client to do it."
}

struct LastWideOwner: Refusal {
  let field: String?
  let code = "member.lastWideOwner"
  let message: Phrase =
    "Nobody else is an owner who sees every client, so nobody could widen this again. Let another owner see every client first."
}

extension Staff {
  /// The clients somebody they add sees: no more than they see themselves.
  var ownClients: Set<ID<Client>>? {
    if case .clients(let some) = scope { some } else { nil }
  }
}
