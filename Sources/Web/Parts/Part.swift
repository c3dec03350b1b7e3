// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A piece of the house's face: plain values in, markup out. Each has a style sheet of its own name
/// under `Public/css/parts`, and none knows a room.
package protocol Part: Sendable {
  var html: HTML { get }
}

extension HTML.Markup {
  package mutating func appendInterpolation(_ part: some Part) { appendInterpolation(part.html) }
  package mutating func appendInterpolation(_ part: (some Part)?) {
    if let part { appendInterpolation(part.html) }
  }
  package mutating func appendInterpolation(_ parts: [some Part]) {
    for part in parts { appendInterpolation(part.html) }
  }
}
