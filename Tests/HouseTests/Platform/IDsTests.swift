// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Testing

@Suite struct IDsTests {
  private let noon = Instant("2026-03-02T12:00:00Z")!

  @Test func `identities sort in the order they were made, whatever the clock does`() {
    let ids = IDs()
    let moments = (0..<2_000).map { noon.advanced(by: $0 % 7 == 0 ? -3600 : $0 / 100) }
    let made = moments.map { ids.next(Client.self, at: $0) }
    #expect(made == made.sorted())
    #expect(Set(made).count == made.count)
  }

  @Test func `an identity is 26 letters whose first ten are the time`() {
    let id = IDs().next(Client.self, at: noon).text
    let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    #expect(id.count == 26)
    #expect(id.allSatisfy(alphabet.contains))
    let order = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let milliseconds = id.prefix(10).reduce(0) { $0 * 32 + order.firstIndex(of: $1)! }
    #expect(milliseconds == noon.seconds * 1000)
  }

  @Test func `many makers at once never make the same one`() async {
    let ids = IDs()
    let made = await withTaskGroup(of: [ID<Client>].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<500).map { _ in ids.next(Client.self, at: self.noon) } }
      }
      return await group.reduce(into: Set()) { $0.formUnion($1) }
    }
    #expect(made.count == 4_000)
  }

  @Test func `the same seed makes the same identities`() {
    let first = IDs(seed: 9)
    let second = IDs(seed: 9)
    #expect(
      (0..<5).map { _ in first.next(Client.self, at: noon) }
        == (0..<5).map { _ in second.next(Client.self, at: noon) })
    #expect(IDs(seed: 8).next(Client.self, at: noon) != IDs(seed: 9).next(Client.self, at: noon))
  }
}
