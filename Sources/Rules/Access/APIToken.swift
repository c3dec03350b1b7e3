// SPDX-License-Identifier: AGPL-3.0-or-later

/// A key a program holds in a member's name: never more than the member may do, often less.
package struct APIToken: Sendable, Equatable {
  package let id: ID<APIToken>
  package let member: ID<Member>
  package let name: String
  package let permissions: Set<Permission>
  package let createdAt: Instant
  package let usedAt: Instant?
  package let revokedAt: Instant?

  package init(
    id: ID<APIToken>, member: ID<Member>, name: String, permissions: Set<Permission>,
    createdAt: Instant, usedAt: Instant? = nil, revokedAt: Instant? = nil
  ) {
    self.id = id
    self.member = member
    self.name = name
    self.permissions = permissions
    self.createdAt = createdAt
    self.usedAt = usedAt
    self.revokedAt = revokedAt
  }
}
