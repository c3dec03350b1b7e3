// SPDX-License-Identifier: AGPL-3.0-or-later

/// Promises as data: what the provider owes a client, in effective-dated versions. A signed version
/// never changes; what is agreed later is a later version.
package struct Agreement: Sendable, Equatable {
  package let id: ID<Agreement>
  package let client: ID<Client>
  package internal(set) var name: String
  /// The zone its months are counted in (SLA 54), by IANA name.
  package let zone: String
  /// In order of number.
  package internal(set) var versions: [AgreementVersion]
  package internal(set) var version: Int

  package init(
    id: ID<Agreement>, client: ID<Client>, name: String, zone: String,
    versions: [AgreementVersion] = [], version: Int = 1
  ) {
    self.id = id
    self.client = client
    self.name = name
    self.zone = zone
    self.versions = versions
    self.version = version
  }

  package var draft: AgreementVersion? { versions.last { $0.signature == nil } }

  /// The signed version that holds at the moment: the latest to take effect by then.
  package func inForce(at t: Instant) -> AgreementVersion? {
    versions.filter { $0.signature != nil && $0.level.effectiveFrom <= t }
      .max { ($0.level.effectiveFrom, $0.number) < ($1.level.effectiveFrom, $1.number) }
  }

  /// When a later signed version takes the place of this one; nil while none does. Two that begin
  /// at once: the earlier number never held.
  package func until(_ version: AgreementVersion) -> Instant? {
    guard version.signature != nil else { return nil }
    let place = (version.level.effectiveFrom, version.number)
    return versions.filter {
      $0.signature != nil && ($0.level.effectiveFrom, $0.number) > place
    }.map(\.level.effectiveFrom).min()
  }

  /// What the clocks go by: signed versions only.
  package var signedLevels: [ServiceLevel] {
    versions.filter { $0.signature != nil }.map(\.level)
  }

  package var journalSubject: Subject { Subject("agreement", id.text) }
}

/// One version of an agreement: its service level, how priority is found, and who signed it.
package struct AgreementVersion: Sendable, Equatable {
  package let number: Int
  package let level: ServiceLevel
  package let matrix: PriorityMatrix
  /// Why this version exists: what was agreed anew.
  package let note: String
  package let signature: Signature?

  package struct Signature: Sendable, Equatable {
    /// Who signed for the client, by name.
    package let name: String
    package let signedAt: Instant
    package let recordedBy: ID<Member>

    package init(name: String, signedAt: Instant, recordedBy: ID<Member>) {
      self.name = name
      self.signedAt = signedAt
      self.recordedBy = recordedBy
    }
  }

  package init(
    number: Int, level: ServiceLevel, matrix: PriorityMatrix = .standard, note: String = "",
    signature: Signature? = nil
  ) {
    self.number = number
    self.level = level
    self.matrix = matrix
    self.note = note
    self.signature = signature
  }
}
