// SPDX-License-Identifier: AGPL-3.0-or-later
import CCurl

/// One conversation with the relay, from connect to its last word.
struct SMTPHandOver: Sendable {
  let relay: SMTPRelay
  let letter: [UInt8]
  let sender: String
  let recipients: [String]

  private static let ready: Bool = ccurl_global_init() == CURLE_OK

  func perform() -> Delivery {
    guard SMTPHandOver.ready, let curl = curl_easy_init() else {
      return .later(code: 0, "The mail library could not be started.")
    }
    defer { curl_easy_cleanup(curl) }
    let talk = Talk(letter)
    let list = recipients.reduce(nil) { curl_slist_append($0, "<\($1)>") }
    defer { curl_slist_free_all(list) }
    address(curl)
    _ = ccurl_set_text(curl, CURLOPT_MAIL_FROM, "<\(sender)>")
    _ = ccurl_set_list(curl, CURLOPT_MAIL_RCPT, list)
    let result = withExtendedLifetime(talk) {
      connect(talk, to: curl)
      return curl_easy_perform(curl)
    }
    return delivery(result, ccurl_response_code(curl), talk)
  }

  private func address(_ curl: UnsafeMutableRawPointer) {
    let scheme = relay.security == .tls ? "smtps" : "smtp"
    _ = ccurl_set_text(curl, CURLOPT_URL, "\(scheme)://\(relay.host):\(relay.port)/mainstay")
    _ = ccurl_set_text(curl, CURLOPT_PROTOCOLS_STR, scheme)
    _ = ccurl_set_text(curl, CURLOPT_PROXY, "")
    let encryption = relay.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
    _ = ccurl_set_long(curl, CURLOPT_USE_SSL, Int(encryption.rawValue))
    _ = ccurl_set_long(curl, CURLOPT_NOSIGNAL, 1)
    _ = ccurl_set_long(curl, CURLOPT_CONNECTTIMEOUT, min(20, relay.seconds))
    _ = ccurl_set_long(curl, CURLOPT_TIMEOUT, relay.seconds)
    if let trust = relay.trust { _ = ccurl_set_text(curl, CURLOPT_CAINFO, trust) }
    if let credentials = relay.credentials {
      _ = ccurl_set_text(curl, CURLOPT_USERNAME, credentials.user)
      _ = ccurl_set_text(curl, CURLOPT_PASSWORD, credentials.password)
    }
  }

  private func connect(_ talk: Talk, to curl: UnsafeMutableRawPointer) {
    let context = Unmanaged.passUnretained(talk).toOpaque()
    _ = ccurl_set_long(curl, CURLOPT_UPLOAD, 1)
    _ = ccurl_set_transfer(curl, CURLOPT_READFUNCTION) { buffer, size, count, context in
      let talk = Unmanaged<Talk>.fromOpaque(context!).takeUnretainedValue()
      return talk.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
    _ = ccurl_set_pointer(curl, CURLOPT_READDATA, context)
    _ = ccurl_set_transfer(curl, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
      let talk = Unmanaged<Talk>.fromOpaque(context!).takeUnretainedValue()
      talk.hear(UnsafeRawBufferPointer(start: buffer, count: size * count))
      return size * count
    }
    _ = ccurl_set_pointer(curl, CURLOPT_HEADERDATA, context)
  }

  /// A refusal counts only when the relay spoke it; silence after the letter is not knowing.
  private func delivery(_ result: CURLcode, _ code: Int, _ talk: Talk) -> Delivery {
    let said = talk.lastAnswer
    if result == CURLE_OK { return .delivered(said) }
    // A password the relay does not take is ours to mend, not the letter's end.
    if [530, 534, 535, 538].contains(code) { return .later(code: code, said) }
    if (500...599).contains(code) { return .refused(code: code, said) }
    if (400...499).contains(code) { return .later(code: code, said) }
    let reason = String(cString: curl_easy_strerror(result))
    return talk.gaveAll ? .unknown(reason) : .later(code: 0, reason)
  }
}

/// What is said in both directions during one hand-over; used by one thread only.
private final class Talk {
  private let letter: [UInt8]
  private var given = 0
  private var answer: [String] = []
  /// The library took the whole letter, so the relay may have it.
  private(set) var gaveAll = false

  init(_ letter: [UInt8]) { self.letter = letter }

  func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, letter.count - given)
    buffer.copyBytes(from: letter[given..<given + count])
    given += count
    gaveAll = given == letter.count
    return count
  }

  func hear(_ bytes: UnsafeRawBufferPointer) {
    let line = String(decoding: bytes.prefix(600), as: UTF8.self).oneLine
    if line.hasPrefix("221") { return }  // only good-bye
    let continues = answer.last?.dropFirst(3).first == "-"
    answer = continues ? answer + [line] : [line]
    if answer.count > 10 { answer.removeFirst() }
  }

  /// The relay's last words, without the codes in front.
  var lastAnswer: String {
    answer.map { $0.prefix(3).allSatisfy(\.isNumber) ? String($0.dropFirst(4)) : $0 }
      .joined(separator: " ")
  }
}
