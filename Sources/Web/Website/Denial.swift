// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The door says no before any room is asked.
enum Denial: Error, Sendable {
  case notSignedIn
  case unknownToken
  /// The link opens nothing, or no longer; the path where a new one can be asked for.
  case endedLink(String)
  case forbidden
  case crossSite
  case unsealed
  case wrongHost
  case tooLarge(Int)
  case wrongType(String)
  case wrongMethod([String])
  case versionMissing
  case badVersion
  case tooOften(Int)
  case malformed(any Refusal)
}
