// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation
import Mail
import Rules

/// Letters for judges in other languages: a frame of JSON in, a frame of JSON out. A frame is its
/// length in bytes as decimal digits, a line feed, and the bytes. A frame that names a relay is
/// sent, any other is composed.
@main enum Letters {
  static func main() async throws {
    let input = FileHandle.standardInput
    while let length = try frameLength(input) {
      let frame = try input.read(upToCount: length) ?? Data()
      let order = try JSONDecoder().decode(Order.self, from: frame)
      let reply = try JSONEncoder().encode(try await order.answer())
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

private struct Order: Decodable {
  struct Person: Decodable {
    let name: String?
    let address: String

    var plain: MailAddress { MailAddress(name: name, address: address) }
  }

  struct Relay: Decodable {
    let port: Int
    let security: String
    let user: String?
    let seconds: Int
    let trust: String?
    let from: String
    let to: [String]
  }

  let from: Person
  let to: [Person]
  let subject: String
  let text: String
  let html: String?
  let messageID: String
  let references: [String]
  let automatic: Bool
  let relay: Relay?

  /// `{"mail": base64}`, `{"problem": code}` or `{"outcome": …, "code": …, "said": …}`.
  func answer() async throws -> [String: String] {
    do {
      let bytes = try letter.bytes()
      guard let relay else { return ["mail": Data(bytes).base64EncodedString()] }
      return told(await (try door(relay)).send(bytes, from: relay.from, to: relay.to))
    } catch let problem as any Refusal {
      return ["problem": problem.code]
    }
  }

  private var letter: LetterComposer {
    var letter = LetterComposer(
      from: from.plain, to: to.map(\.plain), subject: subject, text: text, messageID: messageID,
      date: Instant(seconds: 1_772_438_400))
    letter.html = html
    letter.references = references
    letter.inReplyTo = references.last
    letter.isAutomatic = automatic
    return letter
  }

  private func door(_ relay: Relay) throws -> SMTPRelay {
    try SMTPRelay(
      host: "localhost", port: relay.port, security: .init(rawValue: relay.security) ?? .none,
      credentials: relay.user.map { .init(user: $0, password: "p ä\"ss") }, seconds: relay.seconds,
      trust: relay.trust)
  }

  private func told(_ delivery: Delivery) -> [String: String] {
    switch delivery {
    case .delivered(let said): ["outcome": "delivered", "said": said]
    case .later(let code, let said): ["outcome": "later", "code": "\(code)", "said": said]
    case .refused(let code, let said): ["outcome": "refused", "code": "\(code)", "said": said]
    case .unknown(let said): ["outcome": "unknown", "said": said]
    }
  }
}
