// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc

/// `mainstay.conf`: lines of `key = value`, with comments after `#`.
struct ConfigFile {
  let path: String
  private(set) var entries: [Entry] = []
  private(set) var problems: [String] = []

  struct Entry {
    let line: Int
    let name: String
    let value: String
  }

  init(path: String) {
    self.path = path
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      problems = ["\(path) can't be read: \(reason(errno))."]
      return
    }
    defer { close(file) }
    do { read(try readAll(file)) } catch { problems = ["\(path) can't be read: \(error)."] }
  }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    read(bytes)
  }

  private mutating func read(_ bytes: [UInt8]) {
    guard bytes.count <= 1_000_000 else {
      return problems.append("\(path) is larger than 1 MB: that is not a configuration.")
    }
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
      return problems.append("\(path) is saved as UTF-16. Save it as UTF-8.")
    }
    // Editors on Windows put a mark before UTF-8 and a CR before each line's end; neither says anything.
    let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for (index, line) in plain.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      read(line.last == 13 ? line.dropLast() : line, number: index + 1)
    }
  }

  private mutating func read(_ line: ArraySlice<UInt8>, number: Int) {
    guard let text = String(validating: line, as: UTF8.self),
      line.allSatisfy({ $0 >= 32 || $0 == 9 })
    else {
      return problems.append("\(path) line \(number) holds bytes that are not text in UTF-8.")
    }
    let words = trimmed(withoutComment(text))
    guard !words.isEmpty else { return }
    guard let equals = words.firstIndex(of: "=") else {
      return problems.append("\(path) line \(number) is not of the form key = value.")
    }
    let name = plainName(trimmed(words[..<equals]))
    let value = withoutQuotes(trimmed(words[words.index(after: equals)...]))
    if let earlier = entries.first(where: { $0.name == name }) {
      return problems.append(
        "\(path) line \(number) says \(name) a second time; line \(earlier.line) has said it.")
    }
    entries.append(Entry(line: number, name: name, value: value))
  }
}

/// A `#` begins a comment at the start of a line or after a blank; inside a word it is part of it.
private func withoutComment(_ line: String) -> Substring {
  var earlier: Character = " "
  for place in line.indices {
    if line[place] == "#", earlier == " " || earlier == "\t" { return line[..<place] }
    earlier = line[place]
  }
  return line[...]
}

/// The names of the variables are understood as well.
private func plainName(_ name: String) -> String {
  let lower = name.lowercased()
  return lower.hasPrefix("mainstay_") ? String(lower.dropFirst(9)) : lower
}

private func withoutQuotes(_ value: String) -> String {
  guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
  return String(value.dropFirst().dropLast())
}
