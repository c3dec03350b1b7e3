// SPDX-License-Identifier: AGPL-3.0-or-later

/// The part a member plays in the provider's house. One person may hold every part: the owner does.
package enum Role: String, CaseIterable, Sendable {
  case owner, dispatcher, technician, accountManager, bookkeeper, auditor

  package var permissions: Set<Permission> {
    switch self {
    case .owner: Set(Permission.allCases)
    case .dispatcher:
      [
        .deskRead, .deskWork, .deskDispatch, .timeLog, .clientsRead, .clientsEdit, .agreementsRead,
        .membersRead, .reportsRead, .outboxRead, .selfManage, .tokensMake,
      ]
    case .technician:
      [
        .deskRead, .deskWork, .timeLog, .clientsRead, .agreementsRead, .membersRead, .selfManage,
        .tokensMake,
      ]
    case .accountManager:
      [
        .deskRead, .deskWork, .timeLog, .clientsRead, .clientsEdit, .agreementsRead,
        .agreementsEdit, .agreementsSign, .membersRead, .reportsRead, .selfManage, .tokensMake,
      ]
    case .bookkeeper:
      [
        .deskRead, .clientsRead, .agreementsRead, .membersRead, .reportsRead, .selfManage,
        .tokensMake,
      ]
    case .auditor:
      [
        .deskRead, .clientsRead, .agreementsRead, .membersRead, .reportsRead, .outboxRead,
        .selfManage,
      ]
    }
  }
}
