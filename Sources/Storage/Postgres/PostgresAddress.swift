// SPDX-License-Identifier: AGPL-3.0-or-later

/// A server's address with the settings that are ours taken out of it.
struct PostgresAddress: Sendable {
  /// As libpq reads it.
  let url: String
  /// Scratch servers of tests may lose what they acknowledged.
  let isUnsafe: Bool
  let connections: Int

  init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1)
    let settings = parts.count < 2 ? [] : parts[1].split(separator: "&")
    let ours = ["unsafe=", "connections="]
    let theirs = settings.filter { setting in !ours.contains { setting.hasPrefix($0) } }
    url = parts[0] + (theirs.isEmpty ? "" : "?" + theirs.joined(separator: "&"))
    isUnsafe = settings.contains("unsafe=1")
    let wish = settings.first { $0.hasPrefix("connections=") }.flatMap { Int($0.dropFirst(12)) }
    connections = max(1, wish ?? 8)
  }
}
