// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Foundation
import Rules

/// Markup others wrote, in a document of its own that the browser shuts off from us: no script, no
/// form, nothing fetched, an origin of nowhere.
struct SealedDocument: Sendable {
  let title: Phrase
  let note: Phrase?
  let markup: String

  /// All it may look like. Mail is written for light paper, so it stays light in a dark house. A
  /// link's real host can't be styled away.
  private static let style = """
    :root{color-scheme:light;background:Canvas;color:CanvasText}
    body{margin:0;padding:.75em;font:1em/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
    body>aside{margin:0 0 1em;padding:.25em .75em;border-left:.2em solid GrayText;font-size:.875em}
    img,table{max-width:100%}
    img{height:auto}
    .mail-host,.mail-picture{display:inline!important;visibility:visible!important;\
    opacity:1!important;font:italic .8125rem/1 system-ui,sans-serif!important;\
    color:CanvasText!important;background:Canvas!important}
    .mail-host::before{content:" ("}
    .mail-host::after{content:")"}
    .mail-picture{border:1px dashed GrayText;padding:0 .375em}
    """

  static let policy = [
    "default-src 'none'", "img-src data:", "style-src 'sha256-\(fingerprint)'",
    "style-src-attr 'unsafe-inline'", "base-uri 'none'", "form-action 'none'",
    "frame-ancestors 'self'", "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].joined(separator: "; ")

  private static let fingerprint =
    Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()

  func html(for reader: Reader) -> HTML {
    """
    <!doctype html>
    <html lang="\(reader.language.rawValue)">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>\(say: title)</title><style>\(Self.unescaped(Self.style))</style></head>
    <body>\(given: note, { "<aside>\(say: $0)</aside>" })\(Self.unescaped(markup))</body>
    </html>
    """
  }

  private static func unescaped(_ text: String) -> HTML { HTML(bytes: Array(text.utf8), gaps: []) }
}
