// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Hummingbird

/// What every response tells the browser not to do.
enum SecurityHeaders {
  static let policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "font-src 'self'", "manifest-src 'self'", "form-action 'self'",
    "frame-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  static func add(to response: inout Response, isSecure: Bool) {
    if response.headers[.contentSecurityPolicy] == nil {
      set(.contentSecurityPolicy, policy, on: &response)
    }
    set(.contentTypeOptions, "nosniff", on: &response)
    set(.referrerPolicy, "same-origin", on: &response)
    set(.openerPolicy, "same-origin", on: &response)
    set(.resourcePolicy, "same-origin", on: &response)
    set(.permissionsPolicy, "camera=(), geolocation=(), microphone=()", on: &response)
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    if isSecure { set(.strictTransportSecurity, "max-age=31536000", on: &response) }
  }

  private static func set(_ name: HTTPField.Name, _ value: String, on response: inout Response) {
    response.headers[name] = value
  }
}

extension HTTPField.Name {
  static let contentTypeOptions = Self("X-Content-Type-Options")!
  static let referrerPolicy = Self("Referrer-Policy")!
  static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
  static let resourcePolicy = Self("Cross-Origin-Resource-Policy")!
  static let permissionsPolicy = Self("Permissions-Policy")!
}
