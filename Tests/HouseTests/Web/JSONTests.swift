// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

struct JSONTests {
  private func read(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test func `what is written is read again`() throws {
    let value: JSON = [
      "text": "a \"quoted\" \\ line\nnext\u{1}é👩‍👧", "number": -42, "flag": true, "none": nil,
      "list": [1, [], [:]], "largest": .number(.max), "smallest": .number(.min),
    ]
    #expect(try JSON(parsing: value.bytes()) == value)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "-", "1.", ".5", "1e", "+1", "NaN",
    "Infinity", "tru", "\"\\x\"", "\"\\u12\"", "\"tab\tin\"", "1 2", "{} x", "[1] // c", "/**/1",
    "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"open", "{\"a\" 1}", "{\"a\":}", "[",
  ])
  func `broken text is refused`(_ text: String) {
    #expect(throws: JSON.Malformed.self) { try read(text) }
  }

  @Test func `duplicate keys, U+0000 and deep nesting are refused by name`() throws {
    let codes = [
      (#"{"a":1,"a":2}"#, "json.duplicateKey"), (#"{"a":1,"\u0061":2}"#, "json.duplicateKey"),
      (#""a\u0000b""#, "json.nul"),
      (String(repeating: "[", count: 10_000), "json.depth"),
      (String(repeating: "{\"a\":", count: 10_000), "json.depth"),
    ]
    for (text, code) in codes {
      #expect(#expect(throws: JSON.Malformed.self) { try read(text) }?.code == code)
    }
  }

  @Test(arguments: [
    [0xC0, 0xAF], [0xFF], [0xED, 0xA0, 0x80], [0x22, 0xC3, 0x22], [0xEF, 0xBB, 0xBF, 0x31],
    [0xFF, 0xFE, 0x31, 0x00],
  ])
  func `what is not plain UTF-8 is refused`(_ bytes: [UInt8]) {
    let refused = #expect(throws: JSON.Malformed.self) { try JSON(parsing: bytes) }
    #expect(refused?.code == "json.encoding")
  }

  @Test func `numbers beyond whole ones are kept as written, for a field to refuse`() throws {
    #expect(try read("1e309") == .decimal("1e309"))
    #expect(try read("9223372036854775808") == .decimal("9223372036854775808"))
    #expect(try read("-0") == .number(0))
    #expect(try read("1.50") == .decimal("1.50"))
  }

  @Test func `random bytes never stop the reader`() {
    var dice = Dice(seed: 7)
    let alphabet = Array("{}[]\",:\\u0a1-.eE truefalsn\u{0}\u{FF}".utf8)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...40, using: &dice)).map { _ in
        alphabet.randomElement(using: &dice)!
      }
      // Either a value or a refusal: reaching the next round is the proof.
      if let value = try? JSON(parsing: bytes) {
        #expect(try! JSON(parsing: value.bytes()) == value)
      }
    }
  }
}
