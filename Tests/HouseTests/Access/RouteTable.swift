// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What each route asks of whoever comes, written by hand from the design and not from the code: a
/// route without a line here fails the matrix.
enum RouteTable {
  /// `open` is for everybody, `link` for a contact, `member` for whoever is signed in.
  static let lines = """
    page /sign-in open
    act /sign-in open
    page /sign-in/:link open
    act /sign-in/:link/use open
    page /set-up open
    act /set-up open
    page /health open
    read /openapi.json open
    act /sign-out member
    act /me/sign-out-everywhere member
    page /me member
    act /me/look self.manage
    act /me/password self.manage
    read /me/tokens tokens.make
    act /me/tokens tokens.make
    act /me/tokens/:id/revocation tokens.make
    page /settings settings.edit
    read /settings settings.edit
    act /settings settings.edit
    page /members members.read
    read /members members.read
    page /members/new members.manage
    act /members members.manage
    page /members/:id members.read
    read /members/:id members.read
    act /members/:id members.manage
    act /members/:id/sign-in-link members.manage
    page /members/:id/clients members.manage
    act /members/:id/clients members.manage
    page /clients clients.read
    read /clients clients.read
    page /clients/new clients.edit
    act /clients clients.edit
    page /clients/:id clients.read
    read /clients/:id clients.read
    page /clients/:id/change clients.edit
    act /clients/:id clients.edit
    page /clients/:id/contacts/new clients.edit
    act /clients/:id/contacts clients.edit
    read /clients/:id/contacts clients.read
    read /contacts clients.read
    page /contacts/:id clients.read
    act /contacts/:id clients.edit
    page /clients/:id/sites/new clients.edit
    act /clients/:id/sites clients.edit
    page /reports reports.read
    page /clients/:id/reports reports.read
    page /clients/:id/reports/:month reports.read
    read /clients/:id/reports/:month reports.read
    page /clients/:id/reports/:month/rows reports.read
    read /clients/:id/reports/:month/rows reports.read
    page /clients/:id/reports/:month/csv reports.read
    act /clients/:id/reports/:month/issues agreements.sign
    page /clients/:id/reports/:month/issues/:issue reports.read
    page /switching/servicenow reports.read
    read /switching/servicenow reports.read
    read /clients/:id/sites clients.read
    page /sites/:id clients.read
    act /sites/:id clients.edit
    page /agreements agreements.read
    read /agreements agreements.read
    page /agreements/new agreements.edit
    act /agreements agreements.edit
    page /agreements/:id agreements.read
    read /agreements/:id agreements.read
    page /agreements/:id/draft agreements.edit
    act /agreements/:id/draft agreements.edit
    act /agreements/:id/signature agreements.sign
    act /agreements/:id/draft/discard agreements.edit
    page /agreements/:id/differences agreements.read
    page /agreements/:id/versions/:number agreements.read
    read /agreements/:id/versions/:number agreements.read
    page /agreements/:id/draft/recount agreements.edit
    read /agreements/:id/draft/recount agreements.edit
    page /calendars/:id/recount agreements.edit
    read /calendars/:id/recount agreements.edit
    page /parked-jobs settings.edit
    read /parked-jobs settings.edit
    act /parked-jobs/:id/retry settings.edit
    page /calendars agreements.read
    read /calendars agreements.read
    page /calendars/new agreements.edit
    act /calendars agreements.edit
    page /calendars/:id agreements.read
    read /calendars/:id agreements.read
    page /calendars/:id/versions/new agreements.edit
    act /calendars/:id/versions agreements.edit
    page /calendars/:id/holiday-files/new agreements.edit
    act /calendars/:id/holiday-files agreements.edit
    page /calendars/:id/holiday-files/:file agreements.edit
    read /calendars/:id/holiday-files/:file agreements.edit
    act /calendars/:id/holiday-files/:file/versions agreements.edit
    page / member
    page /tickets desk.read
    read /tickets desk.read
    page /tickets/new desk.work
    act /tickets desk.work
    page /tickets/:number desk.read
    read /tickets/:number desk.read
    page /tickets/:number/clocks desk.read
    act /tickets/:number/split desk.work
    page /tickets/:number/move desk.work
    act /tickets/:number/move desk.work
    act /tickets/:number/contact desk.work
    act /tickets/:number/acknowledgement desk.work
    act /tickets/:number/notes desk.work
    act /tickets/:number/time time.log
    act /tickets/:number/holder desk.work
    act /tickets/:number/priority desk.work
    act /tickets/:number/third-party desk.work
    act /tickets/:number/third-party/answer desk.work
    act /tickets/:number/visit desk.work
    act /tickets/:number/visit/arrival desk.work
    act /tickets/:number/visit/cancellation desk.work
    act /tickets/:number/resolution desk.work
    act /tickets/:number/reopening desk.work
    act /tickets/:number/closure desk.work
    act /tickets/:number/cancellation desk.work
    act /tickets/:number/merge desk.work
    act /tickets/:number/undo desk.work
    act /tickets/:number/reply desk.work
    act /tickets/:number/asks desk.work
    act /tickets/:number/asks/:ask/settlement desk.work
    page /tickets/:number/files/:file desk.read
    page /tickets/:number/letters/:letter/page desk.read
    page /tickets/:number/letters/:letter/mail desk.read
    page /inbox desk.dispatch
    read /inbox desk.dispatch
    page /inbox/:id desk.dispatch
    page /inbox/:id/mail desk.dispatch
    act /inbox/:id/assignment desk.dispatch
    act /inbox/:id/dismissal desk.dispatch
    act /inbox/:id/retry desk.dispatch
    page /due-changes desk.read
    read /due-changes desk.read
    page /outbox outbox.read
    read /outbox outbox.read
    page /outbox/:id outbox.read
    act /outbox/:id/sending desk.work
    page /for/:link link
    page /for/:link/requests/:number link
    page /for/:link/requests/:number/files/:file link
    page /for/:link/renewal open
    act /for/:link/renewal open
    act /for/:link/requests/:number/messages link
    act /for/:link/requests/:number/not-fixed link
    page /for/:link/asks/:ask link
    act /for/:link/asks/:ask/answer link
    """

  static let needs = Dictionary(
    uniqueKeysWithValues: lines.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      return ("\(words[0]) \(words[1])", words[2])
    })

  static func need(of route: Route) -> String? { needs["\(route.kind.rawValue) /\(route.path)"] }

  /// Who may do what, by hand: `o`wner, `d`ispatcher, `t`echnician, account `m`anager,
  /// `b`ookkeeper, `a`uditor.
  static let holders = [
    "desk.read": "odtmba", "desk.work": "odtm", "desk.dispatch": "od", "time.log": "odtm",
    "clients.read": "odtmba", "clients.edit": "odm", "agreements.read": "odtmba",
    "agreements.edit": "om", "agreements.sign": "om", "members.read": "odtmba",
    "members.manage": "o", "reports.read": "odmba", "outbox.read": "oda",
    "settings.edit": "o", "self.manage": "odtmba", "tokens.make": "odtmb",
  ]

  static func may(_ role: Role, _ need: String) -> Bool {
    let letter =
      switch role {
      case .owner: "o"
      case .dispatcher: "d"
      case .technician: "t"
      case .accountManager: "m"
      case .bookkeeper: "b"
      case .auditor: "a"
      }
    return ["open", "member"].contains(need) || holders[need]?.contains(letter) ?? false
  }
}
