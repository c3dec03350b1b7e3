// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Synchronization

/// The system's time-zone data: each zone read once and kept as plain values (SLA 6).
package struct Zones: Sendable {
  /// The version of the data, `2026b`; `unknown` where the system does not say.
  package let version: String
  /// Every name that can be asked for, in order.
  package let names: [String]
  private let folder: String
  private let read: Read

  private final class Read: Sendable {
    let zones = Mutex<[String: Zone]>([:])
  }

  /// Looks only at which names there are; zones are read when they are asked for.
  package init(folder: String = "/usr/share/zoneinfo") {
    let source = FileManager.default.contents(atPath: folder + "/tzdata.zi") ?? Data()
    let lines = String(decoding: source, as: UTF8.self).split(separator: "\n")
    self.folder = folder
    version = Self.version(firstLine: lines.first, folder: folder)
    let listed = Self.names(in: lines)
    names = (listed.isEmpty ? Self.names(under: folder) : listed).sorted()
    read = Read()
  }

  package var isVersionKnown: Bool { version != Zones.unknown }
  private static let unknown = "unknown"

  /// Refuses a name the data does not have, with the nearest one it has.
  package func zone(named name: String) throws -> Zone {
    if let known = read.zones.withLock({ $0[name] }) { return known }
    guard names.contains(name), let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
    else { throw HoursRefusal.unknownZone(String(name.prefix(100)), nearest: nearest(to: name)) }
    let zone = try Zone(name: name, dataVersion: version, tzif: Array(data))
    return read.zones.withLock { zones in
      zones[name] = zone
      return zone
    }
  }

  private static func version(firstLine: Substring?, folder: String) -> String {
    if let firstLine, firstLine.hasPrefix("# version ") { return String(firstLine.dropFirst(10)) }
    let plain = FileManager.default.contents(atPath: folder + "/+VERSION") ?? Data()
    let text = String(decoding: plain, as: UTF8.self).split(whereSeparator: \.isNewline).first
    return text.map(String.init) ?? unknown
  }

  /// `Z Europe/London …` names a zone, `L Europe/London GB` a link to it.
  private static func names(in lines: [Substring]) -> [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 3)
      if words.count >= 2, words[0] == "Z" { return String(words[1]) }
      return words.count >= 3 && words[0] == "L" ? String(words[2]) : nil
    }
  }

  /// Without the list: every TZif file there is, the copies with other ideas of time left out.
  private static func names(under folder: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { file in
      guard !file.hasPrefix("right/"), !file.hasPrefix("posix/"), !file.hasPrefix("localtime"),
        !file.hasPrefix("posixrules"),
        let handle = FileHandle(forReadingAtPath: "\(folder)/\(file)")
      else { return false }
      return (try? handle.read(upToCount: 4))?.elementsEqual("TZif".utf8) ?? false
    }
  }

  private func nearest(to name: String) -> String? {
    let asked = Array(name.lowercased().utf8.prefix(60))
    let place = asked.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? asked
    let measured = names.map { candidate in
      let whole = Array(candidate.lowercased().utf8)
      let last = whole.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? whole
      let wholeDistance = editDistance(asked, whole)
      return (min(wholeDistance, editDistance(place, last)), wholeDistance, candidate)
    }
    guard let best = measured.min(by: { $0 < $1 }) else { return nil }
    return best.0 <= max(1, place.count / 3) ? best.2 : nil
  }
}

/// How many letters must be changed, added or left out to make one word the other.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let change = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(change, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
