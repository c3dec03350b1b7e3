// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Web

/// One valid try at an act: what is sent, and which acts have to come before it on the same subject.
struct Deed: Sendable {
  /// As a program sends it; `:new` stands for a number nobody used yet, `:other` for another ticket.
  let json: String
  let before: [String]

  init(_ json: String = "{}", after before: String...) {
    self.json = json
    self.before = before
  }
}

extension Deed {
  /// A try at every act a member or a contact can do, by the route's path. An act without a line
  /// here fails the tests that walk the list.
  static let all: [String: Deed] = tickets.merging(others) { $1 }

  private static let tickets: [String: Deed] = [
    "tickets": Deed(#"{"contact":"cleo","subject":"The till is stuck","words":"Since nine."}"#),
    "tickets/:number/split": Deed(#"{"subject":"The printer","words":"It blinks."}"#),
    "tickets/:number/acknowledgement": Deed(),
    "tickets/:number/notes": Deed(#"{"words":"Looked at it.","minutes":5}"#),
    "tickets/:number/time": Deed(#"{"minutes":15,"words":"Looked at it."}"#),
    "tickets/:number/holder": Deed(#"{"holder":"ben","note":"The key is with Cleo."}"#),
    "tickets/:number/priority": Deed(#"{"impact":"several","urgency":"high","why":"More rang."}"#),
    "tickets/:number/third-party": Deed(#"{"name":"Northern Lines","reference":"NL-7"}"#),
    "tickets/:number/third-party/answer": Deed(
      #"{"words":"Repaired."}"#, after: "tickets/:number/third-party"),
    "tickets/:number/visit": Deed(#"{"why":"The cable is cut."}"#),
    "tickets/:number/visit/arrival": Deed(after: "tickets/:number/visit"),
    "tickets/:number/visit/cancellation": Deed(
      #"{"why":"It runs again."}"#, after: "tickets/:number/visit"),
    "tickets/:number/resolution": Deed(#"{"fix":"Another cable.","minutes":20}"#),
    "tickets/:number/reopening": Deed(
      #"{"why":"Dark again."}"#, after: "tickets/:number/resolution"),
    "tickets/:number/closure": Deed(after: "tickets/:number/resolution"),
    "tickets/:number/cancellation": Deed(#"{"why":"Asked twice."}"#),
    "tickets/:number/merge": Deed(#"{"into":":other"}"#),
    "tickets/:number/move": Deed(#"{"client":"kline","contact":"dov","why":"It is theirs."}"#),
    "tickets/:number/contact": Deed(
      #"{"person":{"name":"Una","email":"una:new@harbourdental.example"}}"#),
    "tickets/:number/undo": Deed(#"{"sequence":2}"#, after: "tickets/:number/third-party"),
    "tickets/:number/reply": Deed(#"{"words":"We look at it.","afterwards":"open"}"#),
    "tickets/:number/asks": Deed(
      #"{"sentence":"Which room?","contact":"cleo","dueAt":"2026-03-03T12:00:00Z","way":"write"}"#),
    "tickets/:number/asks/:ask/settlement": Deed(
      #"{"how":"phone","words":"The blue one."}"#, after: "tickets/:number/asks"),
    "for/:link/requests/:number/messages": Deed(#"{"words":"It is urgent now."}"#),
    "for/:link/requests/:number/not-fixed": Deed(
      #"{"words":"Still dark."}"#, after: "tickets/:number/resolution"),
    "for/:link/asks/:ask/answer": Deed(
      #"{"words":"The blue one."}"#, after: "tickets/:number/asks"),
    "parked-jobs/:id/retry": Deed(),
    "inbox/:id/assignment": Deed(#"{"client":"harbour","name":"Gil"}"#),
    "inbox/:id/dismissal": Deed(), "inbox/:id/retry": Deed(), "outbox/:id/sending": Deed(),
  ]

  private static let others: [String: Deed] = [
    "sign-out": Deed(), "me/sign-out-everywhere": Deed(),
    "me/password": Deed(#"{"password":"a few words in a row :new"}"#),
    "me/look": Deed(#"{"language":"en","theme":"dark"}"#),
    "me/tokens": Deed(#"{"name":"Night job","permissions":["desk.read"]}"#),
    "me/tokens/:id/revocation": Deed(),
    "settings": Deed(#"{"name":"Lanternhouse","zone":"Europe/Paris","closeDays":14}"#),
    "members": Deed(
      #"{"name":"Gil","email":"gil:new@lanternhouse.example","role":"technician","tier":"first","skills":"Firewall 2","language":"en","active":true}"#
    ),
    "members/:id": Deed(
      #"{"name":"Gil","email":"gil:new@lanternhouse.example","role":"dispatcher","tier":"second","language":"en","active":true}"#
    ),
    "members/:id/sign-in-link": Deed(),
    "members/:id/clients": Deed(#"{"reach":"some","clients":["harbour","kline"]}"#),
    "clients": Deed(#"{"name":"Quay :new","language":"en","accountManager":"amy"}"#),
    "clients/:id": Deed(#"{"name":"Quay :new","language":"de","domains":"quay:new.example"}"#),
    "clients/:id/contacts": Deed(
      #"{"name":"Una","email":"una:new@quay.example","roles":["approver","billing"],"active":true}"#
    ),
    "contacts/:id": Deed(#"{"name":"Una","phone":"0123","active":true}"#),
    "clients/:id/reports/:month/issues": Deed(),
    "clients/:id/sites": Deed(#"{"name":"Quay","zone":"Europe/London","entry":"Ring twice."}"#),
    "sites/:id": Deed(#"{"name":"Pier","zone":"Europe/Berlin"}"#),
    "agreements": Deed(
      #"{"name":"Terms :new","client":"harbour","zone":"Europe/London","effectiveFrom":"2026-04-01","calendar":"office","preset":"calm"}"#
    ),
    "agreements/:id/draft": Deed(terms),
    "agreements/:id/signature": Deed(#"{"signer":"Cleo","signedOn":"2026-03-02"}"#),
    "agreements/:id/draft/discard": Deed(),
    "calendars": Deed(
      #"{"name":"Hours :new","zone":"Europe/London","effectiveFrom":"2026-03-02","mon":"09:00-12:00"}"#
    ),
    "calendars/:id/versions": Deed(
      #"{"effectiveFrom":"2026-05-01","tue":"09:00-12:00","holidays":"12-25 Christmas Day"}"#),
    "calendars/:id/holiday-files": Deed(#"{"file":"\#(holidayFile)"}"#),
    "calendars/:id/holiday-files/:file/versions": Deed(
      #"{"effectiveFrom":"2026-05-01"}"#, after: "calendars/:id/holiday-files"),
  ]

  /// A calendar file with one whole day, as a program sends it.
  private static let holidayFile = Data(
    """
    BEGIN:VCALENDAR\r
    VERSION:2.0\r
    PRODID:-//Lanternhouse//Holidays//EN\r
    BEGIN:VEVENT\r
    UID:eve\r
    DTSTART;VALUE=DATE:20261224\r
    SUMMARY:Lanternhouse\r
    END:VEVENT\r
    END:VCALENDAR\r\n
    """.utf8
  ).base64EncodedString()

  static let terms = """
    {"effectiveFrom":"2026-04-01","calendar":"office","marks":"50 75 100","reopening":"continue",
    "onPriorityChange":"carry","onAgreementChange":"carry","note":"Shorter.",
    "targets":{"p1":{"firstResponse":3600,"resolution":14400}},
    "calendars":{"p1":{"resolution":"office"}},
    "pauses":{"resolution":["client","thirdParty"]},
    "matrix":{"one":{"low":"p4","normal":"p3","high":"p2"},
    "several":{"low":"p3","normal":"p2","high":"p1"},
    "everyone":{"low":"p2","normal":"p1","high":"p1"}}}
    """
}

extension JSON {
  /// The members as a form sends them: nested names with dots, several values one after the other,
  /// moments as the browser's clock field writes them.
  func fields(of shape: Shape, under prefix: String = "") -> [(String, String)] {
    guard case .object(let members) = self else { return [] }
    return members.flatMap { member -> [(String, String)] in
      let name = prefix + member.key
      if case .object = member.value { return member.value.fields(of: shape, under: name + ".") }
      return (member.value.list ?? [member.value]).map { value in
        let text = value.text ?? value.number.map(String.init) ?? "on"
        guard case .moment? = shape[name]?.kind else { return (name, text) }
        return (name, String(text.prefix(16)))
      }
    }
  }
}
