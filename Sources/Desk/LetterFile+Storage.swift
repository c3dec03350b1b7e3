// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Something attached to a letter: its name as the sender wrote it, and what its bytes say it is.
package struct LetterFile: Sendable {
  package let id: ID<LetterFile>
  package let name: String
  package let type: String
  package let size: Int
}
