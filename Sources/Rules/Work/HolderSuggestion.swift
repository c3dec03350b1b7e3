// SPDX-License-Identifier: AGPL-3.0-or-later

/// Who should have this ticket, best first, each with the reason. The order is the one the
/// forecast dispatches by: on duty before on call before away; then the level the work needs, the
/// lightest load, the fewest other skills (so that specialists stay free), the name.
package struct HolderSuggestion: Sendable, Equatable {
  package let member: ID<Member>
  package let name: String
  package let reason: Phrase

  /// What is known of one member at the moment of asking.
  package struct Candidate: Sendable, Equatable {
    package let member: Member
    /// Nil when their hours are not stated.
    package let onDuty: Bool?
    package let openTickets: Int

    package init(member: Member, onDuty: Bool?, openTickets: Int) {
      self.member = member
      self.onDuty = onDuty
      self.openTickets = openTickets
    }
  }

  /// `skill` is what the work needs, when that is known.
  package static func ordered(
    _ candidates: [Candidate], client: ID<Client>, skill: String?
  ) -> [HolderSuggestion] {
    candidates
      .filter { $0.member.active && $0.member.scope.covers(client) }
      .filter { $0.member.role.permissions.contains(.deskWork) }
      .sorted { rank($0, skill) < rank($1, skill) }
      .map { HolderSuggestion(member: $0.member.id, name: $0.member.name, reason: why($0, skill)) }
  }

  private static func rank(_ candidate: Candidate, _ skill: String?) -> Rank {
    let level = skill.map { candidate.level($0) } ?? 0
    return Rank(
      absence: candidate.onDuty == true ? 0 : candidate.onDuty == nil ? 1 : 2,
      unskilled: skill == nil || level > 0 ? 0 : 1, load: candidate.openTickets,
      breadth: candidate.member.skills.count, name: candidate.member.name)
  }

  private struct Rank: Comparable {
    let absence: Int
    let unskilled: Int
    let load: Int
    let breadth: Int
    let name: String

    static func < (a: Rank, b: Rank) -> Bool {
      (a.unskilled, a.absence, a.load, a.breadth, a.name)
        < (b.unskilled, b.absence, b.load, b.breadth, b.name)
    }
  }

  private static func why(_ candidate: Candidate, _ skill: String?) -> Phrase {
    let load: Phrase =
      "\(count: candidate.openTickets, one: "# open ticket", many: "# open tickets")"
    let duty: Phrase =
      switch candidate.onDuty {
      case true?: "on duty now"
      case false?: "off duty now"
      case nil: "hours not stated"
      }
    guard let skill, candidate.level(skill) > 0 else {
      return "\(phrase: duty), \(phrase: load)"
    }
    return "\(phrase: duty), knows \(skill) (level \(candidate.level(skill))), \(phrase: load)"
  }
}

extension HolderSuggestion.Candidate {
  func level(_ skill: String) -> Int {
    member.skills.first { $0.name.lowercased() == skill.lowercased() }?.level ?? 0
  }
}
