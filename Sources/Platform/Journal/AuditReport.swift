// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// What reading the whole audit chain came to.
package struct AuditReport: Sendable, Equatable {
  /// Sealed rows that were read and found right.
  package let sound: Int
  /// Rows not sealed yet: a few on PostgreSQL in the moment after a commit, never on SQLite.
  package let unsealed: Int
  /// The first row that is not as it was written; nil when all are.
  package let fault: Fault?

  package init(sound: Int, unsealed: Int, fault: Fault?) {
    self.sound = sound
    self.unsealed = unsealed
    self.fault = fault
  }

  /// Where the chain breaks, and how.
  package struct Fault: Sendable, Equatable {
    package let position: Int
    /// The row found there, `ticket/01H…#3`, if one is.
    package let row: String?
    package let kind: Kind
  }

  package enum Kind: String, Sendable {
    case missing = "a row was removed"
    case changed = "a row was changed, exchanged or put in"
    case cutOff = "the end of the journal was cut off"
    case added = "a row was put in after the noted end"
    case unsealed = "a row was put in without a seal"
    case witness = "the chain differs from what was noted elsewhere"
  }
}

extension Database {
  /// Reads every row in the order of the chain and seals it again. Heads noted elsewhere must be
  /// on the way. The last rows and the noted end are read in one moment: what is written while we
  /// read is no tampering.
  package func audit(
    against witnesses: [Witness] = [], step: Int = 5_000
  ) async throws -> AuditReport {
    var check = ChainCheck(witnesses: witnesses)
    while true {
      let reached = check
      let (next, report) = try await read { db in try reached.advanced(by: step, in: db) }
      if let report { return report }
      check = next
    }
  }
}

extension Connection {
  fileprivate func sealedEntries(after position: Int, limit: Int) throws -> [Entry] {
    try all(
      """
      SELECT \(Entry.columns) FROM journal WHERE position > \(position)
      ORDER BY position LIMIT \(limit)
      """, Entry.init(row:))
  }
}

/// A reading of the chain, as far as it has come.
private struct ChainCheck {
  private(set) var chain = Chain.start
  private(set) var fault: AuditReport.Fault?
  private let noted: [Int: [UInt8]]
  private let lastNoted: Int

  init(witnesses: [Witness]) {
    noted = Dictionary(witnesses.map { ($0.position, $0.seal) }) { first, _ in first }
    lastNoted = witnesses.map(\.position).max() ?? 0
  }

  /// Reads so many rows more; with the report once there is nothing more to read.
  func advanced(
    by step: Int, in db: Connection
  ) throws -> (check: ChainCheck, report: AuditReport?) {
    var check = self
    let entries = try db.sealedEntries(after: chain.position, limit: step)
    for entry in entries where check.fault == nil { check.read(entry) }
    let isOver = check.fault != nil || entries.count < step
    return (check, isOver ? try check.report(in: db) : nil)
  }

  private mutating func read(_ entry: Entry) {
    let expected = chain.position + 1
    guard entry.position == expected else { return stop(.missing, at: expected, nil) }
    var next = chain
    var again = entry
    next.seal(&again)
    guard again.seal == entry.seal else { return stop(.changed, at: expected, entry) }
    guard noted[expected].map({ $0 == entry.seal }) ?? true else {
      return stop(.witness, at: expected, entry)
    }
    chain = next
  }

  /// What comes after the last sealed row: the noted end, and rows without a seal.
  private func report(in db: Connection) throws -> AuditReport {
    let unsealed = try db.unsealedCount
    var fault = fault
    if fault == nil { fault = try faultAtEnd(in: db) }
    if fault == nil, unsealed > 0, db.writesAlone {
      fault = AuditReport.Fault(
        position: chain.position + 1, row: try db.firstUnsealed(), kind: .unsealed)
    }
    return AuditReport(sound: chain.position, unsealed: unsealed, fault: fault)
  }

  private func faultAtEnd(in db: Connection) throws -> AuditReport.Fault? {
    let head = try Chain.noted(in: db)
    let end = chain.position
    if head.position > end || lastNoted > end {
      return AuditReport.Fault(position: end + 1, row: nil, kind: .cutOff)
    }
    guard head.position == end, head.seal == chain.seal else {
      return AuditReport.Fault(
        position: head.position + 1, row: try db.row(at: head.position + 1), kind: .added)
    }
    return nil
  }

  private mutating func stop(_ kind: AuditReport.Kind, at position: Int, _ entry: Entry?) {
    fault = AuditReport.Fault(
      position: position, row: entry.map { "\($0.subject)#\($0.sequence)" }, kind: kind)
  }
}

extension Connection {
  fileprivate func row(at position: Int) throws -> String? {
    try first("SELECT subject, sequence FROM journal WHERE position = \(position)", rowName)
  }

  fileprivate func firstUnsealed() throws -> String? {
    try first(
      """
      SELECT subject, sequence FROM journal WHERE position IS NULL
      ORDER BY recorded_at, subject, sequence LIMIT 1
      """, rowName)
  }

  private func rowName(_ row: Row) throws -> String {
    "\(try row[0] as String)#\(try row[1] as Int)"
  }
}
