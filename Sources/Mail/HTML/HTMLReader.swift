// SPDX-License-Identifier: AGPL-3.0-or-later

/// Hands tokens to the builder and passes over what nobody should see.
struct HTMLReader {
  private(set) var builder: HTMLBuilder
  private(set) var shortened = false
  private var tokens: HTMLTokeniser
  /// The element whose whole content is being passed over, and how deep in its own kind we are.
  private var passing: (name: String, depth: Int)?

  var steps: Int { tokens.steps + builder.steps }

  init(_ source: String, _ builder: HTMLBuilder) {
    tokens = HTMLTokeniser(Array(source.utf8))
    self.builder = builder
  }

  mutating func read(upTo sizeLimit: Int) {
    while let token = tokens.next() {
      switch token {
      case .start(let tag): start(tag)
      case .end(let name): end(name)
      case .text(let bytes): if passing == nil { builder.text(bytes) }
      }
      if builder.size > sizeLimit {
        shortened = true
        break
      }
    }
    builder.finish()
  }

  private mutating func start(_ tag: HTMLTokeniser.Tag) {
    if let passing, passing.name != "template" {
      guard HTMLElement.breakouts.contains(tag.name) else {
        if tag.name == passing.name, !tag.closesItself { self.passing?.depth += 1 }
        return
      }
      stopPassing()
    }
    switch tag.name {
    case "svg", "math": if !tag.closesItself, passing == nil { pass(tag.name) }
    case "template":
      if passing == nil { pass(tag.name) } else { passing?.depth += 1 }
    case "textarea", "xmp": raw(tag.name)
    case "plaintext": plain(tokens.rest())
    case let name where HTMLElement.swallowed.contains(name): _ = tokens.rawText(of: name)
    default: if passing == nil { builder.start(tag) }
    }
    if tag.name == "pre" || tag.name == "listing" { dropLineFeed() }
  }

  private mutating func end(_ name: String) {
    guard let passing else {
      builder.end(name)
      return
    }
    if name == passing.name {
      if passing.depth == 1 { stopPassing() } else { self.passing?.depth -= 1 }
    } else if passing.name != "template", name == "p" || name == "br" {
      stopPassing()
      builder.end(name)
    }
  }

  private mutating func pass(_ name: String) {
    passing = (name, 1)
    tokens.inForeign = name != "template"
  }

  private mutating func stopPassing() {
    passing = nil
    tokens.inForeign = false
  }

  private mutating func raw(_ name: String) {
    let content = tokens.rawText(of: name)
    plain(name == "textarea" ? HTMLReferences.decoded(content, inAttribute: false)[...] : content)
  }

  /// Text that keeps its lines.
  private mutating func plain(_ bytes: ArraySlice<UInt8>) {
    if passing != nil { return }
    builder.start(.init(name: "pre"))
    builder.text(Array(bytes))
    builder.end("pre")
  }

  private mutating func dropLineFeed() {
    if tokens.at < tokens.bytes.count, tokens.bytes[tokens.at] == 13 { tokens.at += 1 }
    if tokens.at < tokens.bytes.count, tokens.bytes[tokens.at] == 10 { tokens.at += 1 }
  }
}
