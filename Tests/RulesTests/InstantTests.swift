// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

@Suite struct InstantTests {
  @Test func `a moment reads and writes as ISO 8601`() {
    #expect(Instant("2026-03-29T00:59:58Z")?.description == "2026-03-29T00:59:58Z")
    #expect(Instant("2026-03-29T02:59:58.999+02:00")?.description == "2026-03-29T00:59:58Z")
    #expect(Instant("2026-02-30T00:00:00Z") == nil)
  }
}
