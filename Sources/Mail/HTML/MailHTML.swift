// SPDX-License-Identifier: AGPL-3.0-or-later

/// The HTML of a mail made safe to look at: only allowed elements, attributes and styles, nothing
/// that runs, loads or hides, always balanced, and read by every HTML parser exactly as meant.
package struct MailHTML: Sendable {
  /// One step of writing the sanitised tree; what a parser must read back.
  package enum Event: Sendable, Hashable {
    case open(String, [Attribute])
    case void(String, [Attribute])
    case text(String)
    case close(String)
  }

  package struct Attribute: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package let html: String
  /// The same words without markup.
  package let plainText: String
  /// Pictures from outside that were left out.
  package let remotePictures: Int
  /// The mail was longer than we show; the rest is in its source.
  package let shortened: Bool
  /// Work done, for the test that holds it to be linear.
  package let steps: Int
  package let events: [MailHTML.Event]

  /// More markup than this is cut off at an element's end.
  package static let sizeLimit = 1 << 20

  /// `pictures` gives the path of the attachment with the content id, if the mail has it.
  package init(
    sanitising source: String, sizeLimit: Int = MailHTML.sizeLimit,
    pictures: (String) -> String? = { _ in nil }
  ) {
    self = withoutActuallyEscaping(pictures) { pictures in
      var reader = HTMLReader(source, HTMLBuilder(pictures: pictures))
      reader.read(upTo: sizeLimit)
      return MailHTML(reader)
    }
  }

  private init(_ reader: HTMLReader) {
    events = reader.builder.events
    html = MailHTML.written(events)
    plainText = HTMLWords(events).text
    remotePictures = reader.builder.remotePictures
    shortened = reader.shortened
    steps = reader.steps
  }

  private static func written(_ events: [MailHTML.Event]) -> String {
    var out: [UInt8] = []
    var afterPre = false
    for event in events {
      switch event {
      case .open(let name, let pairs), .void(let name, let pairs):
        out.append(lessThan)
        out.append(contentsOf: name.utf8)
        for pair in pairs {
          out.append(contentsOf: " \(pair.name)=\"".utf8)
          HTMLText.escape(pair.value, into: &out)
          out.append(doubleQuote)
        }
        out.append(greaterThan)
      case .text(let words):
        // HTML's parser drops the first line feed inside pre.
        if afterPre, words.utf8.first == 10 { out.append(10) }
        HTMLText.escape(words, into: &out)
      case .close(let name): out.append(contentsOf: "</\(name)>".utf8)
      }
      if case .open("pre", _) = event { afterPre = true } else { afterPre = false }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
