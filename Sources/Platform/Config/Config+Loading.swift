// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Rules

extension Config {
  /// Everything that is wrong with a configuration, all at once.
  package struct Unsound: Error, CustomStringConvertible {
    package let problems: [String]

    /// The first fifty sentences: whoever named the wrong file need not see every line of it.
    package var description: String {
      let more = problems.count - 50
      let rest = more > 0 ? ["\(more) more mistakes are not shown."] : []
      return (problems.prefix(50) + rest).joined(separator: "\n")
    }
  }

  /// From the file named by `MAINSTAY_CONFIG`, else `/etc/mainstay/mainstay.conf` if there is one,
  /// and the variables.
  package static func load(_ environment: [String: String], program: String = "/usr/bin")
    throws(Unsound) -> Config
  {
    var draft = Draft(environment: environment, program: program)
    draft.readFile()
    draft.readVariables()
    return try draft.finished()
  }
}

/// A configuration while it is being read.
private struct Draft {
  let environment: [String: String]
  let program: String
  var said: [String: (value: String, origin: Config.Origin)] = [:]
  var problems: [String] = []

  init(environment: [String: String], program: String) {
    self.environment = environment
    self.program = program
  }

  mutating func readFile() {
    let usual = "/etc/mainstay/mainstay.conf"
    guard let path = environment["MAINSTAY_CONFIG"] ?? (access(usual, F_OK) == 0 ? usual : nil)
    else { return }
    let file = ConfigFile(path: path)
    problems += file.problems
    for entry in file.entries {
      guard Config.settings.contains(where: { $0.name == entry.name }) else {
        problems.append(
          "\(path) line \(entry.line): there is no setting \(entry.name)\(suggestion(for: entry.name))."
        )
        continue
      }
      said[entry.name] = (entry.value, .line(entry.line, of: path))
    }
  }

  /// A variable that is nearly one of ours is a slip; one that is not at all belongs to somebody
  /// else (scripts and tests have their own).
  mutating func readVariables() {
    let ours = environment.filter { $0.key.hasPrefix("MAINSTAY_") && $0.key != "MAINSTAY_CONFIG" }
    for (variable, value) in ours.sorted(by: { $0.key < $1.key }) {
      if let setting = Config.settings.first(where: { $0.variable == variable }) {
        said[setting.name] = (value, .variable)
      } else if let near = nearestName(to: variable, of: Config.settings.map(\.variable), within: 2)
      {
        problems.append("There is no setting \(variable). Did you mean \(near)?")
      }
    }
  }

  mutating func finished() throws(Config.Unsound) -> Config {
    var all: [Config.Said] = []
    for setting in Config.settings { all.append(settled(setting)) }
    checkZone(all)
    let databasePassword = secret("database_password_file", "the password for PostgreSQL", all)
    let smtpPassword = secret("smtp_password_file", "the password at the relay", all)
    guard problems.isEmpty else { throw Config.Unsound(problems: problems) }
    return Config(said: all, databasePassword: databasePassword, smtpPassword: smtpPassword)
  }

  private mutating func settled(_ setting: Setting) -> Config.Said {
    guard let (value, origin) = said[setting.name], !value.isEmpty else {
      return Config.Said(setting: setting, value: standard(of: setting), origin: .standard)
    }
    if let complaint = setting.complaint(about: value) {
      problems.append("\(place(of: setting, origin)) \(complaint); it says “\(value)”.")
    }
    return Config.Said(setting: setting, value: value, origin: origin)
  }

  /// A name of the right form that the system's data doesn't have: every clock would stand on it.
  private mutating func checkZone(_ all: [Config.Said]) {
    guard let zone = all.first(where: { $0.setting.kind == .zone }), zone.origin != .standard,
      zone.setting.complaint(about: zone.value) == nil,
      let folder = all.first(where: { $0.setting.name == "zoneinfo" })?.value
    else { return }
    do {
      _ = try Zones(folder: folder).zone(named: zone.value)
    } catch {
      let why = (error as? HoursRefusal)?.message.english ?? "It can’t be read in \(folder)."
      problems.append("\(place(of: zone.setting, zone.origin)) says “\(zone.value)”. \(why)")
    }
  }

  private func place(of setting: Setting, _ origin: Config.Origin) -> String {
    if case .line(let number, let path) = origin {
      "\(path) line \(number): \(setting.name)"
    } else {
      setting.variable
    }
  }

  private func standard(of setting: Setting) -> String {
    let home = environment["HOME"].map { "\($0)/.local/share/mainstay" } ?? "/var/lib/mainstay"
    let data = setting.name == "data" ? home : value(of: "data", else: home)
    return setting.standard
      .replacing("~/.local/share/mainstay", with: home)
      .replacing("(data)", with: data)
      .replacing("(port)", with: value(of: "port", else: "8080"))
      .replacing("(program)", with: program)
  }

  private func value(of name: String, else standard: String) -> String {
    guard let value = said[name]?.value, !value.isEmpty else { return standard }
    return value
  }

  private mutating func secret(_ name: String, _ what: String, _ all: [Config.Said]) -> Secret? {
    guard let path = all.first(where: { $0.setting.name == name })?.value, path.hasPrefix("/")
    else { return nil }
    do {
      return try SecretFile(path: path).readLine(holding: what)
    } catch {
      problems.append(error.description)
      return nil
    }
  }

  private func suggestion(for name: String) -> String {
    let near = nearestName(
      to: name, of: Config.settings.map(\.name), within: max(2, name.count / 2))
    return near.map { "; did you mean \($0)?" } ?? ""
  }
}
