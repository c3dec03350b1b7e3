// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing

/// One rule for what is typed and what is written to.
struct SendableAddressTests {
  @Test(arguments: [
    ("cleo@harbour.example", "cleo@harbour.example"), ("Desk@Example.ORG", "Desk@example.org"),
    ("o'neil+x@a-b.example", "o'neil+x@a-b.example"),
    ("a.b@xn--mller-kva.de", "a.b@xn--mller-kva.de"), ("desk@localhost", "desk@localhost"),
    ("desk@127.0.0.1", "desk@127.0.0.1"),
  ])
  func `an address is taken, its host in lower case`(_ written: String, _ text: String) {
    #expect(SendableAddress(written)?.text == text)
  }

  @Test(arguments: [
    "", "a", "@", "a@", "@b", "a@b@c", "jürgen@example.org", "a..b@x.de", ".a@x.de", "a.@x.de",
    "a@x..de", "a@.x.de", "a@x.de.", "a b@x.de", "a@x de", "<a@x.de>", "a@x.de:25", "a@müller.de",
    "a@[1.2.3.4]", "a@1.2.3", "a@0x7f", "a@127.0.0.01", "\"a\"@x.de", "a\u{2028}@x.de",
    String(repeating: "a", count: 65) + "@x.de",
    "a@" + String(repeating: "b.", count: 130) + "de",
  ])
  func `what no server takes is none`(_ written: String) {
    #expect(SendableAddress(written) == nil)
  }

  @Test func `hidden line ends go, what people type stays`() {
    #expect("a\u{85}b\u{2028}c\u{2029}d".replacingHiddenLineEnds(by: " ") == "a b c d")
    let typed = "e\u{301} \u{202E} 🖨️\n"
    #expect(typed.replacingHiddenLineEnds(by: " ") == typed)
    #expect("a\r\nBcc: b\u{2028}c".withoutLineBreaks == "a  Bcc: b c")
  }
}
