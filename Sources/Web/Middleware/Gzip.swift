// SPDX-License-Identifier: AGPL-3.0-or-later

import CZlib
import HTTPTypes
import Hummingbird

/// Text made small on its way out, for those who can read it so.
enum Gzip {
  /// Below this a response travels in one packet anyway.
  private static let smallest = 860

  static func compressed(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
    guard bytes.count < Int(UInt32.max) else { return nil }
    let packed = [UInt8](unsafeUninitializedCapacity: bytes.count + 64) { room, count in
      count = bytes.withUnsafeBytes {
        czlib_gzip($0.baseAddress, $0.count, room.baseAddress, room.count, level)
      }
    }
    return packed.isEmpty ? nil : packed
  }

  static func isWelcome(to request: Request) -> Bool {
    (request.headers[.acceptEncoding] ?? "").split(separator: ",").contains { offer in
      let parts = offer.split(separator: ";").map { $0.trimming().lowercased() }
      return parts.first == "gzip" && !parts.dropFirst().contains { ["q=0", "q=0.0"].contains($0) }
    }
  }

  /// The response in small, where that helps.
  static func pack(_ response: Response, for request: Request) async throws -> Response {
    guard let length = response.body.contentLength, length >= smallest,
      response.headers[.contentEncoding] == nil, isText(response.headers[.contentType] ?? "")
    else { return response }
    var response = response
    response.headers[.vary] = "Accept-Encoding"
    guard isWelcome(to: request) else { return response }
    let collected = Collected()
    try await response.body.write(collected)
    let packed = compressed(collected.bytes, level: 4)
    response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed ?? collected.bytes))
    if packed != nil { response.headers[.contentEncoding] = "gzip" }
    return response
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasPrefix("application/json")
      || type.hasPrefix("application/problem+json") || type.hasPrefix("image/svg")
  }
}

/// Keeps what a response writes. One task writes it and reads it afterwards.
final class Collected: ResponseBodyWriter {
  private(set) var bytes: [UInt8] = []

  func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
