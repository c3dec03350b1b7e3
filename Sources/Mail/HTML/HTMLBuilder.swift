// SPDX-License-Identifier: AGPL-3.0-or-later

/// A balanced tree of allowed elements grown from tokens. Whatever HTML's parser would do silently
/// (close a paragraph, add a table body) is done here and written out, so that reading the result
/// back changes nothing.
struct HTMLBuilder {
  struct Entry {
    let name: String
    let kind: HTMLElement.Kind
    /// Of a link: where it goes and the first words of it.
    var target: HTMLLink?
    var words = ""
  }

  static let depthLimit = 100

  private(set) var events: [MailHTML.Event] = []
  private(set) var stack: [Entry] = []
  private(set) var size = 0
  private(set) var steps = 0
  private(set) var remotePictures = 0
  private var ignored: [String: Int] = [:]
  private let pictures: (String) -> String?

  init(pictures: @escaping (String) -> String?) { self.pictures = pictures }

  // MARK: Tokens

  mutating func start(_ tag: HTMLTokeniser.Tag) {
    let name = HTMLElement.alias(tag.name)
    guard let kind = HTMLElement.kind(name) else { return }
    switch kind {
    case .table, .caption, .columns, .column, .rows, .row, .cell: startInTable(name, kind, tag)
    case .picture: picture(tag)
    case .lineBreak, .rule: startVoid(name, kind, tag)
    default: startFlow(name, kind, tag)
    }
  }

  mutating func end(_ source: String) {
    let name = HTMLElement.alias(source)
    guard let kind = HTMLElement.kind(name) else { return }
    if let count = ignored[name], count > 0 {
      ignored[name] = count - 1
      return
    }
    if name == "br" { startVoid("br", .lineBreak, .init(name: "br")) }
    guard let index = opening(of: name, kind) else { return }
    pop(to: index)
  }

  mutating func text(_ bytes: [UInt8]) {
    let words = HTMLText.readable(bytes)
    if words.isEmpty { return }
    if stack.last?.kind.isTableFrame == true {
      if words.utf8.allSatisfy(\.isBlank) { return }
      openCell()
    }
    if let link = stack.lastIndex(where: { $0.kind == .link }), stack[link].words.utf8.count < 300 {
      stack[link].words += words.prefix(300)
    }
    steps += stack.count
    append(.text(words), cost: HTMLText.escapedSize(words))
  }

  mutating func finish() { pop(to: 0) }

  // MARK: Words and blocks

  private mutating func startFlow(
    _ name: String, _ kind: HTMLElement.Kind, _ tag: HTMLTokeniser.Tag
  ) {
    if stack.last?.kind.isTableFrame == true { openCell() }
    closeImplied(name, kind)
    let target = kind == .link ? tag.attribute("href").flatMap(HTMLLink.init) : nil
    open(name, kind, HTMLAttributes.allowed(tag, as: name, link: target), target: target)
  }

  /// What HTML's parser closes by itself before this start tag.
  private mutating func closeImplied(_ name: String, _ kind: HTMLElement.Kind) {
    if kind == .item { closeItem { $0 == .item } }
    if kind == .term { closeItem { $0 == .term } }
    if kind == .link, let open = search(until: \.isScope, for: { $0.kind == .link }) {
      pop(to: open)
    }
    if kind.closesParagraph { closeParagraph() }
    if kind == .heading, stack.last?.kind == .heading { pop(to: stack.count - 1) }
  }

  private mutating func closeParagraph() {
    if let open = search(until: \.isScope, for: { $0.kind == .paragraph }) { pop(to: open) }
  }

  /// An item ends the one before it, unless a wall other than a plain block stands between.
  private mutating func closeItem(_ isSame: (HTMLElement.Kind) -> Bool) {
    for index in stack.indices.reversed() {
      steps += 1
      let entry = stack[index]
      if isSame(entry.kind) {
        pop(to: index)
        return
      }
      let plain = entry.name == "div" || entry.name == "address" || entry.name == "p"
      if entry.kind.isSpecial, !plain { return }
    }
  }

  private mutating func startVoid(
    _ name: String, _ kind: HTMLElement.Kind, _ tag: HTMLTokeniser.Tag
  ) {
    if stack.last?.kind.isTableFrame == true { openCell() }
    if kind.closesParagraph { closeParagraph() }
    let pairs = HTMLAttributes.allowed(tag, as: name, link: nil)
    append(.void(name, pairs), cost: HTMLText.size(name, pairs))
  }

  // MARK: Pictures

  /// Pictures come from the mail itself or stay out: a place holder stands where one would be.
  private mutating func picture(_ tag: HTMLTokeniser.Tag) {
    if stack.last?.kind.isTableFrame == true { openCell() }
    let source = HTMLPicture(tag.attribute("src"))
    var pairs = HTMLAttributes.allowed(tag, as: "img", link: nil)
    if let path = source.path(pictures) {
      pairs.insert(.init(name: "src", value: path), at: 0)
      append(.void("img", pairs), cost: HTMLText.size("img", pairs))
      return
    }
    if source.isRemote { remotePictures += 1 }
    let told = pairs.first { $0.name == "alt" }?.value ?? ""
    guard !told.isEmpty || !source.isTracker(tag) else { return }
    label("mail-picture", told.isEmpty ? source.label : told)
  }

  /// A span of ours with a class; nothing of the mail's own has one.
  private mutating func label(_ name: String, _ words: String) {
    let pairs = [MailHTML.Attribute(name: "class", value: name)]
    append(.open("span", pairs), cost: HTMLText.size("span", pairs))
    append(.text(words), cost: HTMLText.escapedSize(words))
    append(.close("span"), cost: 7)
  }

  // MARK: Tables

  private mutating func startInTable(
    _ name: String, _ kind: HTMLElement.Kind, _ tag: HTMLTokeniser.Tag
  ) {
    if kind == .table {
      startTable(tag)
      return
    }
    guard stack.contains(where: { $0.kind == .table }) else { return }
    popInTable { kind.mayStand(in: $0) }
    if kind == .column, stack.last?.kind == .table { open("colgroup", .columns, []) }
    if kind == .row || kind == .cell, stack.last?.kind == .table { open("tbody", .rows, []) }
    if kind == .cell, stack.last?.kind == .rows { open("tr", .row, []) }
    let pairs = HTMLAttributes.allowed(tag, as: name, link: nil)
    if kind == .column {
      append(.void(name, pairs), cost: HTMLText.size(name, pairs))
    } else {
      open(name, kind, pairs)
    }
  }

  /// A table inside the frame of another is the next table, as in HTML.
  private mutating func startTable(_ tag: HTMLTokeniser.Tag) {
    if stack.last?.kind.isTableFrame == true,
      let outer = stack.lastIndex(where: { $0.kind == .table })
    {
      pop(to: outer)
    }
    if stack.last?.kind.isTableFrame == true { openCell() }
    closeParagraph()
    // Room for body, row and cell, so that a table is never cut off inside its frame.
    if stack.count + 4 > HTMLBuilder.depthLimit {
      ignored["table", default: 0] += 1
      return
    }
    open("table", .table, HTMLAttributes.allowed(tag, as: "table", link: nil))
  }

  private mutating func popInTable(_ mayStay: (HTMLElement.Kind) -> Bool) {
    while let top = stack.last, top.kind != .table, !mayStay(top.kind) { pop(to: stack.count - 1) }
  }

  /// Words in the frame of a table get a cell to stand in.
  private mutating func openCell() {
    if stack.last?.kind == .columns { pop(to: stack.count - 1) }
    if stack.last?.kind == .table { open("tbody", .rows, []) }
    if stack.last?.kind == .rows { open("tr", .row, []) }
    if stack.last?.kind == .row { open("td", .cell, []) }
  }

  // MARK: The stack

  /// Where on the stack the element stands that this end tag closes.
  private mutating func opening(of name: String, _ kind: HTMLElement.Kind) -> Int? {
    switch kind {
    case .phrasing, .link: search(until: \.isSpecial) { $0.name == name }
    case .item: search(until: { $0.isScope || $0 == .list }, for: { $0.name == name })
    case .heading: search(until: \.isScope) { $0.kind == .heading }
    case .table: stack.lastIndex { $0.kind == .table }
    case .caption, .columns, .rows, .row, .cell:
      search(until: { $0 == .table }, for: { $0.name == name })
    default: search(until: \.isScope) { $0.name == name }
    }
  }

  private mutating func search(
    until wall: (HTMLElement.Kind) -> Bool, for wanted: (Entry) -> Bool
  ) -> Int? {
    for index in stack.indices.reversed() {
      steps += 1
      if wanted(stack[index]) { return index }
      if wall(stack[index].kind) { return nil }
    }
    return nil
  }

  private mutating func open(
    _ name: String, _ kind: HTMLElement.Kind, _ pairs: [MailHTML.Attribute],
    target: HTMLLink? = nil
  ) {
    guard stack.count < HTMLBuilder.depthLimit else {
      ignored[name, default: 0] += 1
      return
    }
    stack.append(Entry(name: name, kind: kind, target: target))
    append(.open(name, pairs), cost: HTMLText.size(name, pairs) + name.utf8.count + 3)
  }

  private mutating func pop(to index: Int) {
    while stack.count > index {
      let entry = stack.removeLast()
      steps += 1
      append(.close(entry.name), cost: 0)
      if let host = entry.target?.hostToShow(beside: entry.words) { label("mail-host", host) }
    }
  }

  private mutating func append(_ event: MailHTML.Event, cost: Int) {
    events.append(event)
    size += cost
    steps += 1
  }
}

extension HTMLElement.Kind {
  /// Which open element of a table this one of its frame may stand in.
  fileprivate func mayStand(in outer: HTMLElement.Kind) -> Bool {
    switch self {
    case .cell: outer == .row || outer == .rows
    case .row: outer == .rows
    case .column: outer == .columns
    default: false
    }
  }
}
