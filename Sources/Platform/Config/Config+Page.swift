// SPDX-License-Identifier: AGPL-3.0-or-later

extension Config {
  /// Every setting with its value, where it was said and what it is for, in the form of
  /// `mainstay.conf`. No secret stands on it.
  package var page: String {
    said.map { said in
      let mark = said.origin == .standard ? "# " : ""
      let value = withoutPassword(said.value)
      return """
        # \(said.setting.help)
        # \(said.setting.variable), \(words(for: said.origin))
        \(mark)\(said.setting.name) =\(value.isEmpty ? "" : " \(value)")

        """
    }.joined(separator: "\n")
  }

  private func words(for origin: Origin) -> String {
    switch origin {
    case .standard: "standard"
    case .line(let number, let path): "from \(path) line \(number)"
    case .variable: "from the variable"
    }
  }
}

/// A database address without the password before its `@` or among its parameters.
private func withoutPassword(_ value: String) -> String {
  guard isPostgres(value) else { return value }
  return value.replacing(/\/\/([^:@\/?]*):[^@\/?]*@/) { "//\($0.1):…@" }
    .replacing(/password=[^&]*/, with: "password=…")
}
