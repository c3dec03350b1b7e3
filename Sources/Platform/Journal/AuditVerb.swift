// SPDX-License-Identifier: AGPL-3.0-or-later

/// `mainstay audit verify`: reads the whole journal again and says whether it is as it was written.
enum AuditVerb {
  static let verify = Verb("audit.verify") { house, _, say in
    let key = house.secrets.key(for: "audit heads")
    let noted = try Witness.noted(in: house.config.auditHeads, signedBy: key)
    if noted.strange > 0 {
      say(
        "\(noted.strange) lines of \(house.config.auditHeads) were not signed by this installation."
      )
    }
    let report = try await house.db.audit(against: noted.witnesses)
    return Verb.Reply(status: report.fault == nil && noted.strange == 0 ? 0 : 1, report.sentence)
  }
}

extension AuditReport {
  /// What the person at the terminal is told.
  package var sentence: String {
    guard let fault else {
      let waiting = unsealed == 0 ? "" : " \(unsealed) rows are not sealed yet."
      return "The journal is as it was written: \(sound) rows.\(waiting)"
    }
    let row = fault.row.map { " (\($0))" } ?? ""
    return
      "The journal was tampered with at position \(fault.position)\(row): \(fault.kind.rawValue). The \(fault.position - 1) rows before it are sound."
  }
}
