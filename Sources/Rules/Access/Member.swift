// SPDX-License-Identifier: AGPL-3.0-or-later

/// A person of the provider who signs in: what they may do, what they can do, and when they work.
package struct Member: Sendable, Equatable {
  package let id: ID<Member>
  package var name: String
  /// Where they sign in and where alarms reach them.
  package var email: String
  package var role: Role
  package var tier: Tier
  package var skills: [Skill]
  package var hours: WorkingHours
  package var language: Language
  package var theme: Look.Theme
  /// Clients they work for; nil means all.
  package var clients: Set<ID<Client>>?
  package var active: Bool
  package var version: Int

  package init(
    id: ID<Member>, name: String, email: String, role: Role, tier: Tier = .first,
    skills: [Skill] = [], hours: WorkingHours = .unstated, language: Language = .english,
    theme: Look.Theme = .system,
    clients: Set<ID<Client>>? = nil, active: Bool = true, version: Int = 1
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.tier = tier
    self.skills = skills
    self.hours = hours
    self.language = language
    self.theme = theme
    self.clients = clients
    self.active = active
    self.version = version
  }

  package var scope: Scope { clients.map { .clients($0) } ?? .everyClient }
}

/// Who answers, who is senior.
package enum Tier: String, CaseIterable, Comparable, Sendable {
  case first, second, third

  package static func < (a: Tier, b: Tier) -> Bool {
    Tier.allCases.firstIndex(of: a)! < Tier.allCases.firstIndex(of: b)!
  }
}

/// Something a member can do, and how well: 1 knows it, 2 works with it, 3 is asked about it.
package struct Skill: Hashable, Sendable {
  package let name: String
  package let level: Int

  package init(_ name: String, level: Int) {
    self.name = name
    self.level = level
  }
}

/// The hours a member works, as they would say them, in their zone.
package struct WorkingHours: Equatable, Sendable {
  package let zone: String
  /// One line a weekday, `mon 09:00-12:30, 13:00-17:00`, as the calendars' editor reads them.
  package let lines: String

  package init(zone: String, lines: String) {
    self.zone = zone
    self.lines = lines
  }

  package static let unstated = WorkingHours(zone: "", lines: "")

  package var isStated: Bool { !lines.isEmpty }
}

extension Skill {
  /// One a line, `Firewall 2`; without a number it is level 1.
  package static func list(_ text: String) throws -> [Skill] {
    let skills = try text.split(whereSeparator: \.isNewline).compactMap { try Skill(line: $0) }
    guard Set(skills.map { $0.name.lowercased() }).count == skills.count else {
      throw Refused.twice
    }
    return skills
  }

  private init?(line: Substring) throws {
    var words = line.split(separator: " ")
    guard let last = words.last else { return nil }
    let level = Int(last)
    if level != nil { words.removeLast() }
    guard !words.isEmpty, (1...3).contains(level ?? 1) else {
      throw Refused.unreadable(String(line))
    }
    self.init(words.joined(separator: " "), level: level ?? 1)
  }

  package enum Refused: Refusal, Equatable {
    case unreadable(String)
    case twice

    package var code: String { "skill." + String(describing: self).prefix { $0 != "(" } }
    package var field: String? { "skills" }

    package var message: Phrase {
      switch self {
      case .unreadable(let line):
        "“\(String(line.prefix(60)))” is no skill with a level from 1 to 3. Write it like Firewall 2."
      case .twice: "A skill stands there twice. Keep the line with the right level."
      }
    }
  }
}

extension WorkingHours {
  /// The hours as a timetable; refuses what can't be read.
  package func timetable(in zone: Zone) throws -> Timetable {
    var week: [Weekday: [OpeningHours.Interval]] = [:]
    for line in lines.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ", maxSplits: 1)
      guard let key = words.first else { continue }
      guard let day = Weekday(key: key.lowercased()), words.count == 2 else {
        throw HoursRefusal.unreadableHours(String(line.prefix(100)))
      }
      week[day] = try OpeningHours.Interval.list(String(words[1]))
    }
    return .hours(OpeningHours(zone: zone, weekly: week))
  }
}
