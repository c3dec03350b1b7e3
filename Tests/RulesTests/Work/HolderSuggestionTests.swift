// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

/// Who is suggested as the holder, and why.
@Suite struct HolderSuggestionTests {
  let client = ID<Client>("harbour")

  func candidate(
    _ name: String, role: Role = .technician, skills: [Skill] = [], onDuty: Bool? = true,
    open: Int = 0, clients: Set<ID<Client>>? = nil
  ) -> HolderSuggestion.Candidate {
    HolderSuggestion.Candidate(
      member: Member(
        id: ID(name), name: name, email: "\(name)@lanternhouse.example", role: role,
        skills: skills, clients: clients),
      onDuty: onDuty, openTickets: open)
  }

  func order(_ candidates: [HolderSuggestion.Candidate], skill: String? = nil) -> [String] {
    HolderSuggestion.ordered(candidates, client: client, skill: skill).map(\.name)
  }

  @Test func `who is on duty comes before who is not`() {
    let all = [
      candidate("away", onDuty: false), candidate("unsaid", onDuty: nil), candidate("here"),
    ]
    #expect(order(all) == ["here", "unsaid", "away"])
  }

  @Test func `the skill the work needs weighs more than a light load`() {
    let all = [
      candidate("idle"), candidate("expert", skills: [Skill("Firewall", level: 2)], open: 6),
    ]
    #expect(order(all, skill: "firewall") == ["expert", "idle"])
    #expect(order(all) == ["idle", "expert"])
  }

  @Test func `a specialist stays free when anybody will do`() {
    let all = [candidate("specialist", skills: [Skill("SAN", level: 3)]), candidate("generalist")]
    #expect(order(all) == ["generalist", "specialist"])
  }

  @Test func `nobody is suggested who may not work here`() {
    let all = [
      candidate("auditor", role: .auditor), candidate("elsewhere", clients: [ID("kline")]),
      candidate("ben", clients: [client]),
    ]
    #expect(order(all) == ["ben"])
  }
}
