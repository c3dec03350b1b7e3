// SPDX-License-Identifier: AGPL-3.0-or-later

extension Agreement {
  /// A new version to work on. Only one is worked on at a time.
  package func drafted(
    _ level: ServiceLevel, matrix: PriorityMatrix, note: String, at: Instant
  ) throws(Refused) -> Change<Agreement> {
    if let draft { throw .draftExists(draft.number) }
    let version = AgreementVersion(
      number: (versions.last?.number ?? 0) + 1, level: level, matrix: matrix, note: note)
    return change(versions + [version], "agreement.drafted", version, at: at)
  }

  /// The draft with other terms. What is signed stays as it is.
  package func redrafted(
    _ level: ServiceLevel, matrix: PriorityMatrix, note: String, at: Instant
  ) throws(Refused) -> Change<Agreement> {
    guard let draft else { throw .noDraft }
    let version = AgreementVersion(
      number: draft.number, level: level, matrix: matrix, note: note)
    return change(replacing(version), "agreement.redrafted", version, at: at)
  }

  /// The draft becomes binding. `opens` tells whether a calendar ever opens: a promise on hours
  /// that never come can't be kept (SLA 14).
  package func signed(
    by name: String, on signedAt: Instant, recordedBy member: ID<Member>, at: Instant,
    opens: (String) -> Bool
  ) throws(Refused) -> Change<Agreement> {
    guard let draft else { throw .noDraft }
    guard signedAt <= at else { throw .signedLater }
    guard draft.level.promisesAnything else { throw .promisesNothing }
    if let closed = draft.level.calendars.first(where: { !opens($0) }) {
      throw .neverOpens(closed)
    }
    let clash = versions.contains {
      $0.signature != nil && $0.level.effectiveFrom == draft.level.effectiveFrom
    }
    if clash { throw .sameStart }
    if let holds = inForce(at: at), draft.level.effectiveFrom < holds.level.effectiveFrom {
      throw .neverHolds(behind: holds.number)
    }
    let version = AgreementVersion(
      number: draft.number, level: draft.level, matrix: draft.matrix, note: draft.note,
      signature: .init(name: name, signedAt: signedAt, recordedBy: member))
    return change(replacing(version), "agreement.signed", version, at: at)
  }

  package func discarded(at: Instant) throws(Refused) -> Change<Agreement> {
    guard let draft else { throw .noDraft }
    return change(
      versions.filter { $0.number != draft.number }, "agreement.draftDiscarded", draft, at: at)
  }

  private func replacing(_ version: AgreementVersion) -> [AgreementVersion] {
    versions.map { $0.number == version.number ? version : $0 }
  }

  private func change(
    _ versions: [AgreementVersion], _ kind: String, _ version: AgreementVersion, at: Instant
  ) -> Change<Agreement> {
    var next = self
    next.versions = versions
    next.version += 1
    let signer = version.signature.map { Fact.Value.text($0.name) }
    return Change(
      next,
      Fact(
        kind, about: journalSubject, client: client, at: at,
        ["number": .number(version.number), "signer": signer].compactMapValues { $0 }))
  }
}

extension ServiceLevel {
  package var promisesAnything: Bool {
    targets.values.contains { $0.values.contains { $0.seconds != nil } }
  }

  /// Every calendar a promise of this version stands on.
  package var calendars: [String] {
    let own = targets.values.flatMap { $0.values.compactMap(\.calendar) }
    return Set(own + [calendar]).sorted()
  }
}

extension Agreement {
  /// Why an agreement says no.
  package enum Refused: Refusal, Equatable {
    case draftExists(Int)
    case noDraft
    case promisesNothing
    case neverOpens(String)
    case sameStart
    case signedLater
    case neverHolds(behind: Int)

    package var code: String {
      "agreement." + String(describing: self).prefix { $0 != "(" }
    }

    package var field: String? {
      switch self {
      case .neverOpens: "calendar"
      case .sameStart, .neverHolds: "effectiveFrom"
      case .signedLater: "signedOn"
      default: nil
      }
    }

    package var message: Phrase {
      switch self {
      case .draftExists(let number):
        "Version \(number) is being worked on already. Finish, sign or discard it first."
      case .noDraft:
        "There is no draft. A signed version never changes: begin a new version instead."
      case .promisesNothing:
        "This version promises nothing, so there is nothing to sign. Give at least one target."
      case .neverOpens:
        "The calendar never opens, so no promise on it can come due. Give it hours or choose another."
      case .neverHolds(let number):
        "Version \(number) began later and stays in force, so this one would never hold. Let it begin after that."
      case .signedLater:
        "Nobody has signed on a day that has not come yet. Give the day they signed."
      case .sameStart:
        "Another signed version takes effect at that moment. Choose another day."
      }
    }
  }
}
