// SPDX-License-Identifier: AGPL-3.0-or-later

extension Unicode.Scalar {
  /// Ends a line although it is no line feed, or does nothing anybody sees: the C1 controls with
  /// the next line (U+0085) among them, and Unicode's line and paragraph separators.
  package var isHiddenLineEnd: Bool {
    (128...159).contains(value) || value == 0x2028 || value == 0x2029
  }

  /// Can't stand inside one line of a mail's head.
  package var breaksLine: Bool { value < 32 || value == 127 || isHiddenLineEnd }
}

extension String {
  /// As typed, with each hidden line end in the other's place: a blank within a line.
  package func replacingHiddenLineEnds(by other: Unicode.Scalar) -> String {
    guard unicodeScalars.contains(where: \.isHiddenLineEnd) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      text.unicodeScalars.append(scalar.isHiddenLineEnd ? other : scalar)
    }
    return text
  }

  /// One line of a mail's head, whatever stood in it.
  package var withoutLineBreaks: String {
    guard unicodeScalars.contains(where: \.breaksLine) else { return self }
    var text = ""
    for scalar in unicodeScalars { text.unicodeScalars.append(scalar.breaksLine ? " " : scalar) }
    return text
  }
}
