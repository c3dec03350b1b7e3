// SPDX-License-Identifier: AGPL-3.0-or-later

import Web

extension Browser {
  /// Sends a form with a file, as a page that was shown would.
  @discardableResult
  func post(
    _ target: String, _ fields: [(String, String)] = [],
    file: (field: String, name: String, bytes: [UInt8]), from page: String? = nil
  ) async throws -> Reply {
    if let page { try await get(page) }
    let parts = (fields + [("_csrf", shown?.token ?? "")]).map {
      Array("--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n".utf8)
    }
    let head =
      "--b\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: text/calendar\r\n\r\n"
    let body = parts.flatMap(\.self) + Array(head.utf8) + file.bytes + Array("\r\n--b--\r\n".utf8)
    return try await multipart(target, body)
  }

  /// Sends any bytes as a form with files.
  func multipart(
    _ target: String, _ body: [UInt8], type: String = "multipart/form-data; boundary=b"
  ) async throws -> Reply {
    try await send("POST", target, headers: [("Content-Type", type)], bytes: body)
  }
}
