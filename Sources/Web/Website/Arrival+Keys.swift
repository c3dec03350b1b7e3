// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Platform
import Rules

/// By what a repeated request is known again.
extension Arrival {
  /// A program names its request itself.
  func programKey(_ body: [UInt8], of who: some Principal) throws -> IdempotencyKey? {
    guard let name = header(.idempotencyKey) else { return nil }
    guard (1...200).contains(name.utf8.count), name.utf8.allSatisfy({ (33...126).contains($0) })
    else { throw Denial.malformed(UnusableKey()) }
    return who.identity.map {
      IdempotencyKey(name, of: $0, request: fingerprint(request.uri.path.utf8 + [0] + body))
    }
  }

  /// A form carries a name of its own; filled in anew it is another request.
  func formKey(_ form: FormBody, of who: some Principal) -> IdempotencyKey? {
    guard let name = form["_once"].first, name.isIdentity else { return nil }
    let sent = form.pairs.filter { $0.name != "_csrf" }.map { "\($0.name)=\($0.value)" }
    let files = form.files.map { "\($0.name)=\(hexadecimal(fingerprint($0.file.bytes)))" }
    let print = fingerprint(
      Array((request.uri.path + "\n" + (sent + files).joined(separator: "\n")).utf8))
    return who.identity.map {
      IdempotencyKey("form \(name) \(hexadecimal(print.prefix(8)))", of: $0, request: print)
    }
  }
}

struct UnusableKey: Refusal {
  let code = "idempotency.key"
  let message: Phrase = "An Idempotency-Key has 1 to 200 visible ASCII characters."
}

extension Principal {
  /// Who this is in kept replies; nobody has no memory.
  fileprivate var identity: String? {
    switch self {
    case let staff as Staff: Actor.member(staff.member).text
    case let visitor as Visitor: Actor.contact(visitor.contact).text
    default: nil
    }
  }
}
