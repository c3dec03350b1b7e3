// SPDX-License-Identifier: AGPL-3.0-or-later

/// A table written as comma-separated values (RFC 4180): its records in order, each with the line
/// it begins on.
package struct SeparatedValues: Sendable {
  package let records: [Record]
  /// Where a quote opens that never closes: nothing from there on could be read.
  package let unclosedLine: Int?

  package struct Record: Sendable, Equatable {
    package let line: Int
    /// Nil when the record is not plain UTF-8 text.
    package let fields: [String]?
  }

  package init(reading bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    var records: [Record] = []
    while let record = reader.next() { records.append(record) }
    self.records = records
    unclosedLine = reader.unclosedLine
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0
    var line = 1
    var unclosedLine: Int?
    private var fields: [[UInt8]] = []
    private var isQuoted = false

    init(bytes: [UInt8]) {
      self.bytes = bytes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    mutating func next() -> Record? {
      while at < bytes.count {
        let begun = line
        fields = [[]]
        while at < bytes.count, !endsRecord() { take() }
        if isQuoted {
          unclosedLine = begun
          return nil
        }
        if fields != [[]] { return Record(line: begun, fields: texts) }
      }
      return nil
    }

    private var texts: [String]? {
      // U+0000 is valid UTF-8, but no text: PostgreSQL can't hold it.
      let texts = fields.compactMap { $0.contains(0) ? nil : String(validating: $0, as: UTF8.self) }
      return texts.count == fields.count ? texts : nil
    }

    /// Steps over the end of a line; inside quotes it is part of the value.
    private mutating func endsRecord() -> Bool {
      let isReturn = bytes[at] == 13 && at + 1 < bytes.count && bytes[at + 1] == 10
      guard !isQuoted, bytes[at] == 10 || isReturn else { return false }
      line += 1
      at += isReturn ? 2 : 1
      return true
    }

    private mutating func take() {
      let byte = bytes[at]
      if byte == 10 { line += 1 }
      let last = fields.count - 1
      at += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && at < bytes.count && bytes[at] == byte:
        fields[last].append(byte)
        at += 1
      case UInt8(ascii: "\"") where isQuoted || fields[last].isEmpty: isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: fields.append([])
      default: fields[last].append(byte)
      }
    }
  }
}
