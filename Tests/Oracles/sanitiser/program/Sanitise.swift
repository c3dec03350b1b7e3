// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation
import Mail

/// The sanitiser for judges in other languages: a frame of HTML in, a frame of JSON out. A frame is
/// its length in bytes as decimal digits, a line feed, and the bytes.
@main enum Sanitise {
  static func main() throws {
    let input = FileHandle.standardInput
    while let length = try frameLength(input) {
      let bytes = try input.read(upToCount: length) ?? Data()
      let clean = MailHTML(sanitising: String(decoding: bytes, as: UTF8.self)) { id in
        id == "known" ? "/attachments/known" : nil
      }
      let reply = try JSONEncoder().encode(Reply(clean))
      FileHandle.standardOutput.write(Data("\(reply.count)\n".utf8) + reply)
    }
  }

  private static func frameLength(_ input: FileHandle) throws -> Int? {
    var digits = ""
    while let byte = try input.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return Int(digits) }
      digits.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return nil
  }
}

/// What the judge needs: the markup, the steps that wrote it, the words and the figures.
private struct Reply: Encodable {
  let html: String
  let text: String
  let steps: Int
  let remotePictures: Int
  let shortened: Bool
  /// `["<", name, key, value, …]`, `["=", words]`, `[">", name]`.
  let events: [[String]]

  init(_ clean: MailHTML) {
    html = clean.html
    text = clean.plainText
    steps = clean.steps
    remotePictures = clean.remotePictures
    shortened = clean.shortened
    events = clean.events.flatMap { event in
      switch event {
      case .open(let name, let pairs): [["<", name] + pairs.flatMap { [$0.name, $0.value] }]
      case .void(let name, let pairs):
        [["<", name] + pairs.flatMap { [$0.name, $0.value] }, [">", name]]
      case .text(let words): [["=", words]]
      case .close(let name): [[">", name]]
      }
    }
  }
}
