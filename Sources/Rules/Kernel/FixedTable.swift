// SPDX-License-Identifier: AGPL-3.0-or-later

/// Rows written once and then only read, in memory of their own: reading one copies no owner and
/// counts no reference, which in the engine's loops would cost more than the question asked. The
/// class that holds a table frees it when it goes.
struct FixedTable<Row: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private let rows: UnsafeMutablePointer<Row>
  let count: Int

  init(count: Int, _ row: (Int) -> Row) {
    rows = .allocate(capacity: max(1, count))
    self.count = count
    for index in 0..<count { (rows + index).initialize(to: row(index)) }
  }

  init(_ list: some Sequence<Row>) {
    let list = ContiguousArray(list)
    self.init(count: list.count) { list[$0] }
  }

  func free() { rows.deallocate() }

  subscript(index: Int) -> Row {
    @inline(__always) unsafeAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such row")
      return UnsafePointer(rows + index)
    }
  }
}
