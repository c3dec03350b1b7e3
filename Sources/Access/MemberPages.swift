// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The provider's people, as a list and one by one.
enum MemberPages {
  static func list(_ members: [Member], mayManage: Bool) -> Page {
    let add = Button("Add a member", to: "/members/new", weight: .main, key: "c")
    let table = Table(
      [
        Table.Column("Name", isHead: true), Table.Column("Role"), Table.Column("Tier"),
        Table.Column("Skills"),
      ], rows: members.map(row))
    return Page(
      "Members", menu: "/members",
      "\(Head("Members", toolbar: mayManage ? Toolbar(add.html) : nil))\(table)")
  }

  private static func row(_ member: Member) -> Table.Row {
    let skills = member.skills.map { "\($0.name) \($0.level)" }.joined(separator: ", ")
    return Table.Row([
      "<a href=\"\(member.path)\">\(member.name)</a>\(if: !member.active, gone)",
      "\(say: member.role.label)", "\(say: member.tier.label)", "\(skills)",
    ])
  }

  private static let gone: HTML = " <small>\(say: "may not sign in")</small>"

  static func new(_ shape: Shape, _ typed: Typed) -> Page {
    Page(
      "Add a member", menu: "/members",
      "\(Head("Add a member", crumbs: back))\(form("/members", shape, typed, version: nil))")
  }

  static func show(_ member: Member, _ shape: Shape, _ typed: Typed, mayManage: Bool) -> Page {
    let body: HTML =
      mayManage ? manage(member, shape, typed) : Definitions(facts(member)).html
    return Page(
      "\(member.name)", menu: "/members", "\(Head("\(member.name)", crumbs: back))\(body)")
  }

  private static let back: [(title: Phrase, path: String)] = [("Members", "/members")]

  private static func manage(_ member: Member, _ shape: Shape, _ typed: Typed) -> HTML {
    let link = ActButton("Make a sign-in link", post: "\(member.path)/sign-in-link")
    let reach = Button("Choose their clients", to: "\(member.path)/clients")
    return """
      \(form(member.path, shape, typed, version: member.version))\(Section("What they see", "<p>\(say: member.reach)</p><div class=\"buttons\">\(reach)</div>"))\(Section("Sign-in", link.html))
      """
  }

  private static func form(
    _ path: String, _ shape: Shape, _ typed: Typed, version: Int?
  ) -> Form {
    Form(
      post: path, shape, typed, send: "Save", advanced: ["zone", "language"],
      back: ("All members", "/members"), version: version)
  }

  private static func facts(_ member: Member) -> [(name: Phrase, value: HTML)] {
    [
      ("Role", "\(say: member.role.label)"), ("Tier", "\(say: member.tier.label)"),
      ("Mail address", "\(member.email)"), ("Working hours", "\(member.hours.lines)"),
      ("What they see", "\(say: member.reach)"),
    ]
  }
}

extension Member {
  fileprivate var reach: Phrase {
    guard let clients else { return "Every client, and those that come later." }
    return "\(count: clients.count, one: "# client only.", many: "# clients only.")"
  }
}

extension Role {
  package var label: Phrase {
    switch self {
    case .owner: "Owner"
    case .dispatcher: "Dispatcher"
    case .technician: "Technician"
    case .accountManager: "Account manager"
    case .bookkeeper: "Bookkeeper"
    case .auditor: "Auditor"
    }
  }

  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}

extension Tier {
  package var label: Phrase {
    switch self {
    case .first: "First line"
    case .second: "Second line"
    case .third: "Third line"
    }
  }

  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}
