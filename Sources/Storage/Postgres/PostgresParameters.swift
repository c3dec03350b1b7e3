// SPDX-License-Identifier: AGPL-3.0-or-later

/// Values on their way to the server, side by side in one piece of memory. Their types are the
/// server's to infer from where they stand.
struct PostgresParameters {
  private var content: [UInt8] = []
  private var starts: [Int?] = []
  private(set) var counts: [Int32] = []
  /// 0 is text, which ends with a zero byte; 1 is binary.
  private(set) var formats: [Int32] = []

  init(_ values: [SQL.Value]) throws {
    for value in values { try append(value) }
  }

  func withPointers<T>(_ body: ([UnsafePointer<CChar>?]) -> T) -> T {
    content.withUnsafeBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return body(starts.map { start in start.flatMap { base?.advanced(by: $0) } })
    }
  }

  private mutating func append(_ value: SQL.Value) throws {
    switch value {
    case .null: add(nil as [UInt8]?, format: 0)
    case .integer(let number): add("\(number)\0".utf8, format: 0)
    case .text(let text):
      guard !text.utf8.contains(0) else { throw StorageError.unstorable }
      add("\(text)\0".utf8, format: 0)
    case .bytes(let bytes): add(bytes, format: 1)
    }
  }

  private mutating func add(_ bytes: (some Collection<UInt8>)?, format: Int32) {
    starts.append(bytes.map { _ in content.count })
    counts.append(Int32(bytes?.count ?? 0))
    formats.append(format)
    if let bytes { content += bytes }
    // So that even no bytes at all have an address, or they would be NULL.
    content.append(0)
  }
}
