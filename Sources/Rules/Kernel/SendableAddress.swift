// SPDX-License-Identifier: AGPL-3.0-or-later

/// An address every mail server takes: letters, digits and a few marks before the @, a host in
/// ASCII after it. Forms, settings and letters ask the same question, so that what is typed can
/// also be written to.
package struct SendableAddress: Sendable, Hashable {
  /// The host in lower case; what stands before it is its owner's to spell.
  package let text: String

  package init?(_ written: some StringProtocol) {
    let parts = written.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, written.utf8.count <= 254, isMailbox(parts[0]), isHost(parts[1]) else {
      return nil
    }
    text = "\(parts[0])@\(parts[1].lowercased())"
  }
}

private func isMailbox(_ local: some StringProtocol) -> Bool {
  let words = local.split(separator: ".", omittingEmptySubsequences: false)
  return local.utf8.count <= 64
    && words.allSatisfy { word in
      !word.isEmpty
        && word.utf8.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
    }
}

private func isHost(_ host: some StringProtocol) -> Bool {
  let labels = host.split(separator: ".", omittingEmptySubsequences: false)
  return labels.allSatisfy { label in
    (1...63).contains(label.utf8.count)
      && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 45 || $0 == 95 }
  } && isNoStrangeNumber(labels.map { String($0).lowercased() })
}

/// What ends in a number is an IPv4 address to whoever resolves it, in any spelling; only the plain
/// one passes.
private func isNoStrangeNumber(_ labels: [String]) -> Bool {
  guard let last = labels.last else { return false }
  let isHex = last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)
  guard isHex || last.utf8.allSatisfy({ (48...57).contains($0) }) else { return true }
  return labels.count == 4
    && labels.allSatisfy { (Int($0).map { $0 < 256 } ?? false) && String(Int($0)!) == $0 }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
}
