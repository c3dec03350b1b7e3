// SPDX-License-Identifier: AGPL-3.0-or-later

/// One thing a person of the provider may do; the raw value is the word on the wire and in tokens.
package enum Permission: String, CaseIterable, Sendable {
  case deskRead = "desk.read"
  case deskWork = "desk.work"
  case deskDispatch = "desk.dispatch"
  case timeLog = "time.log"
  case clientsRead = "clients.read"
  case clientsEdit = "clients.edit"
  case agreementsRead = "agreements.read"
  case agreementsEdit = "agreements.edit"
  case agreementsSign = "agreements.sign"
  case membersRead = "members.read"
  case membersManage = "members.manage"
  case reportsRead = "reports.read"
  case outboxRead = "outbox.read"
  case settingsEdit = "settings.edit"
  /// Change one's own password, language and look: everybody may.
  case selfManage = "self.manage"
  /// Make and revoke one's own API tokens.
  case tokensMake = "tokens.make"
}
