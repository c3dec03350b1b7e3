// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

struct HexadecimalTests {
  @Test func `every byte is written with two digits and read again`() {
    let all = (0...255).map { UInt8($0) }
    let text = hexadecimal(all)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
    #expect(bytes(hexadecimal: text) == all)
    #expect(bytes(hexadecimal: text.uppercased()) == all)
  }

  @Test(arguments: ["0", "0g", "0 ", "é", "00 0"])
  func `what is no hexadecimal is nothing`(_ text: String) {
    #expect(bytes(hexadecimal: text) == nil)
  }
}
