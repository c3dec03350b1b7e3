// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Finds the record somebody chose in a field. One that is not there, or not theirs to see, is
/// refused beside the field: the address they asked at exists, only the choice does not.
package func chosen<Found>(in field: String, _ find: () throws -> Found) throws -> Found {
  do { return try find() } catch is Absent { throw UnknownChoice(in: field) }
}

/// What was chosen is not there, or not theirs: nobody is told which.
package struct UnknownChoice: Refusal {
  package let field: String?
  package let code = "choice.unknown"
  package let message: Phrase =
    "What was chosen here is not there, or not for you to see. Choose one of those offered."

  package init(in field: String) { self.field = field }
}
