// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The provider's people: who they are, what they may do and can do, when they work.
struct MemberRoutes: Sendable {
  let house: House

  static let shape = Shape(
    .text("name", label: "Name", max: 120), .email("email", label: "Mail address"),
    .choice("role", label: "Role", Role.choices), .choice("tier", label: "Tier", Tier.choices),
    .long("skills", label: "Skills", max: 2000).optional
      .help("One a line with a level from 1 to 3, like Firewall 2."),
    .text("zone", label: "Time zone", max: 60).conditional
      .help("Like Europe/London. Working hours need one."),
    .long("hours", label: "Working hours", max: 1000).optional
      .help("One line a day, like mon 09:00-12:30, 13:00-17:00."),
    .choice("language", label: "Language", Language.choices),
    .flag("active", label: "May sign in"))

  var routes: [Route] { [list, listing, new, add, show, reading, change, link] }

  private var list: Route {
    .page(.staff, "members", may: .membersRead, summary: "The provider's people.") { call in
      let members = try await house.db.read { try Member.all(in: $0) }
      return MemberPages.list(members, mayManage: call.who.may(.membersManage))
    }
  }

  private var listing: Route {
    .read(.staff, "members", may: .membersRead, summary: "The provider's people.") { call in
      let members = try await house.db.read { try Member.all(in: $0) }
      return Answer(members.map { $0.json(for: call.who) }, next: nil)
    }
  }

  private var new: Route {
    .page(.staff, "members/new", may: .membersManage, summary: "The form for a new member.") {
      try await drawNew($0)
    }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let zone = try await house.db.read { try Provider.find(in: $0)?.zone }
    return MemberPages.new(
      MemberRoutes.shape,
      call.typed.over([
        "role": "technician", "tier": "first", "zone": zone ?? house.config.zone,
        "hours": MemberRoutes.usualHours, "language": call.reader.language.rawValue,
        "active": "on",
      ]))
  }

  private static let usualHours = ["mon", "tue", "wed", "thu", "fri"]
    .map { "\($0) 09:00-12:30, 13:00-17:00" }.joined(separator: "\n")

  private var add: Route {
    .act(
      .staff, "members", may: .membersManage, input: MemberRoutes.shape, audit: "member.added",
      summary: "Adds a member.", redraw: drawNew
    ) { call in
      let id = house.ids.next(Member.self, at: call.now)
      let member = try entered(id, seeing: call.who.ownClients, call)
      return try await call.write(house.db) { db in
        try member.insert(at: call.now, in: db)
        try db.append(
          [.aboutMember("added", id, at: call.now, ["role": .text(member.role.rawValue)])],
          by: .member(call.who.member), at: call.now)
        return Outcome(
          see: member.path, json: member.json(for: call.who), version: 1, created: true,
          flash: "\(member.name) is a member now. Make a sign-in link for the first visit.")
      }
    }
  }

  private var show: Route {
    .page(.staff, "members/:id", may: .membersRead, summary: "One member.") {
      try await draw($0)
    }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Member> = try call.id()
    let member = try await house.db.read { try Member.find(id, in: $0) }
    return MemberPages.show(
      member, MemberRoutes.shape, call.typed.over(member.written),
      mayManage: call.who.may(.membersManage))
  }

  private var reading: Route {
    .read(.staff, "members/:id", may: .membersRead, summary: "One member.") { call in
      let id: ID<Member> = try call.id()
      let member = try await house.db.read { try Member.find(id, in: $0) }
      return Answer(member.json(for: call.who), version: member.version)
    }
  }

  /// A change of role, reach or right to sign in ends their sessions, so that rights act at once.
  private var change: Route {
    .act(
      .staff, "members/:id", may: .membersManage, input: MemberRoutes.shape,
      audit: "member.changed", versioned: true, summary: "Changes a member.", redraw: draw
    ) { call in
      let id: ID<Member> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Member.find(id, in: db)
        try call.expect(version: known.version)
        try known.mustBeInReach(of: call.who)
        var next = try entered(id, seeing: known.clients, call)
        (next.theme, next.version) = (known.theme, known.version)
        try next.mustLeaveAnOwner(after: known, in: db)
        try next.update(in: db)
        if next.role != known.role || next.active != known.active {
          try Session.closeAll(of: id, in: db)
        }
        try db.append(
          [.aboutMember("changed", id, at: call.now, ["role": .text(next.role.rawValue)])],
          by: .member(call.who.member), at: call.now)
        next.version += 1
        return Outcome(
          see: next.path, json: next.json(for: call.who), version: next.version, flash: "Saved.")
      }
    }
  }

  /// For the first visit and for a forgotten password: an owner hands it over themselves.
  private var link: Route {
    .act(
      .staff, "members/:id/sign-in-link", may: .membersManage, audit: "member.linkMade",
      twin: false, summary: "Makes a link that signs the member in once within a day."
    ) { call in
      let id: ID<Member> = try call.id()
      return try await call.write(house.db) { db in
        try Member.find(id, in: db).mustBeInReach(of: call.who)
        try db.append(
          [.aboutMember("linkMade", id, at: call.now)], by: .member(call.who.member), at: call.now)
        let token = try SignInLink.make(for: id, validFor: 86_400, at: call.now, in: db)
        return Outcome(
          see: "/members/\(id)",
          flash:
            "Hand this over; it works once within a day: \(house.config.baseURL)/sign-in/\(token)")
      }
    }
  }

  private func entered(
    _ id: ID<Member>, seeing clients: Set<ID<Client>>?, _ call: Call<Staff>
  ) throws -> Member {
    let hours = WorkingHours(zone: call.input.text("zone"), lines: call.input.text("hours"))
    if hours.isStated { _ = try hours.timetable(in: house.zones.zone(named: hours.zone)) }
    return Member(
      id: id, name: call.input.text("name"), email: call.input.text("email"),
      role: call.input.choice("role"), tier: call.input.choice("tier"),
      skills: try Skill.list(call.input.text("skills")), hours: hours,
      language: call.input.choice("language"), clients: clients,
      active: call.input.flag("active"))
  }
}

extension Member {
  package var path: String { "/members/\(id)" }

  /// The fields as they stand in the form.
  var written: [String: String] {
    [
      "name": name, "email": email, "role": role.rawValue, "tier": tier.rawValue,
      "skills": skills.map { "\($0.name) \($0.level)" }.joined(separator: "\n"),
      "zone": hours.zone, "hours": hours.lines, "language": language.rawValue,
      "active": active ? "on" : "",
    ]
  }

  /// Of the clients they see only those the reader sees too are named.
  package func json(for who: Staff) -> JSON {
    let named = clients.map { $0.filter(who.scope.covers).sorted() }
    return [
      "id": .id(id), "name": .text(name), "email": .text(email), "role": .text(role.rawValue),
      "tier": .text(tier.rawValue),
      "skills": .list(skills) { ["name": .text($0.name), "level": .number($0.level)] },
      "zone": .text(hours.zone), "hours": .text(hours.lines),
      "language": .text(language.rawValue), "active": .flag(active),
      "clients": .optional(named) { .list($0) { .id($0) } }, "version": .number(version),
    ]
  }
}
