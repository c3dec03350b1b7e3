// SPDX-License-Identifier: AGPL-3.0-or-later

import CPostgres

extension StorageError {
  /// What the server said, in the house's words.
  init(answer: OpaquePointer) {
    func field(_ code: UnicodeScalar) -> String {
      PQresultErrorField(answer, Int32(code.value)).map { String(cString: $0) } ?? ""
    }
    let code = field("C")
    switch code {
    case "23505": self = .unique(constraint: field("n"))
    case "23503": self = .reference(constraint: field("n"))
    case "23514": self = .check(constraint: field("n"))
    case "23502": self = .missing(column: "\(field("t")).\(field("c"))")
    case "55P03": self = .busy
    case "53100": self = .full
    // The server says goodbye; the connection ends with the next word.
    case "57P01", "57P02", "57P03": self = .closed("PostgreSQL is stopping: \(field("M"))")
    default: self = .engine(code: code, message: field("M"))
    }
  }

  /// Two writers met, or the schema changed under a plan: the whole closure is run again.
  package var isWorthRepeating: Bool {
    guard case .engine(let code, let message) = self else { return false }
    return code == "40001" || code == "40P01" || isStalePlan(code, message)
  }

  var isStalePlan: Bool {
    guard case .engine(let code, let message) = self else { return false }
    return isStalePlan(code, message)
  }

  private func isStalePlan(_ code: String, _ message: String) -> Bool {
    code == "0A000" && message.contains("cached plan")
  }
}
