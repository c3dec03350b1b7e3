// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// What stands around the body of a page.
struct Frame: Sendable {
  let title: Phrase
  let menu: [Menu]
  /// Path of the menu entry the page belongs to.
  let current: String?
  let flash: Phrase?
  /// The member's name; nil for visitors and nobody.
  let who: String?
  let reader: Reader
  /// Whose page it is where that is not the house's own people: the provider, by name.
  var host: String?
  /// True on the client's own side.
  var isPortal = false

  init(
    title: Phrase, menu: [Menu], current: String?, flash: Phrase?, who: String?, reader: Reader,
    host: String? = nil, isPortal: Bool = false
  ) {
    self.title = title
    self.menu = menu
    self.current = current
    self.flash = flash
    self.who = who
    self.reader = reader
    self.host = host.flatMap { $0.isEmpty ? nil : $0 }
    self.isPortal = isPortal
  }

  func entries(_ place: Menu.Place) -> [Menu] { menu.filter { $0.place == place } }

  /// The rooms this member has something in.
  var rooms: [Menu.Room] { Menu.Room.allCases.filter { !entries(.room($0)).isEmpty } }

  /// The room the page is in.
  var room: Menu.Room? {
    rooms.first { room in entries(.room(room)).contains { $0.path == current } }
  }
}

/// The whole document.
func layout(_ frame: Frame, _ body: HTML) -> HTML {
  """
  <!doctype html>
  <html lang="\(frame.reader.language.rawValue)"\(frame.reader.look.marks)>
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="csrf-token" content="\(protection: .token)">
  <title>\(say: frame.title) · \(frame.host ?? "Mainstay")</title>
  <link rel="icon" href="\(asset: "img/mark.svg")" type="image/svg+xml">
  <link rel="stylesheet" href="\(asset: "mainstay.css")">
  <script src="\(asset: "mainstay.js")" defer></script>
  </head>
  <body\(attribute: "class", frame.isPortal ? "portal" : nil)>
  <a class="skip" href="#main">\(say: "Skip to content")</a>
  \(if: frame.who != nil, Masthead(frame: frame).html)
  \(if: frame.who != nil, Masthead(frame: frame).views)
  \(given: frame.host, { "<header class=\"top host\"><p class=\"mark\">\($0)</p></header>" })
  <main class="page" id="main" tabindex="-1">
  \(given: frame.flash, { Notice.done($0).html })
  \(body)
  </main>
  \(if: frame.who != nil, Masthead(frame: frame).atHand)
  <div class="live" role="status" aria-live="polite"></div>
  </body>
  </html>
  """
}

/// The head of every page a member sees: the rooms, the search box, the new thing and themselves.
struct Masthead: Part {
  let frame: Frame

  var html: HTML {
    """
    <header class="top"><a class="mark" href="/" aria-label="Mainstay">\(Icon(.mark))<span>Mainstay</span></a><nav class="rooms" aria-label="\(say: "Rooms")">\(each: frame.rooms, room)</nav>\(given: frame.entries(.search).first, find)\(given: frame.entries(.create).first, create)\(given: frame.who, me)</header>
    """
  }

  /// What there is in the room one is in, when it is more than one thing.
  var views: HTML {
    let entries = frame.room.map { frame.entries(.room($0)) } ?? []
    guard let room = frame.room, entries.count > 1 else { return .empty }
    return """
      <nav class="views"\(attribute: "aria-label", say: room.title)>\(each: entries, view)</nav>
      """
  }

  /// So many rooms stand at the foot of a phone; the others in the member's own menu.
  private static let thumbs = 5

  /// The rooms once more, at the foot of a phone, and the help with keys.
  var atHand: HTML {
    """
    <nav class="bottom-bar" aria-label="\(say: "Rooms, at hand")">\(each: frame.rooms.prefix(Self.thumbs), shortcut)</nav>\(KeyHelp())
    """
  }

  private func room(_ room: Menu.Room) -> HTML {
    """
    <a href="\(path(room))"\(attribute: "data-key", room.key)\(here(room))>\(say: room.title)</a>
    """
  }

  private func beyond(_ room: Menu.Room) -> HTML {
    "<a class=\"beyond\" href=\"\(path(room))\"\(here(room))>\(say: room.title)</a>"
  }

  private func shortcut(_ room: Menu.Room) -> HTML {
    "<a href=\"\(path(room))\"\(here(room))>\(Icon(room.sign))<span>\(say: room.title)</span></a>"
  }

  private func path(_ room: Menu.Room) -> String { frame.entries(.room(room))[0].path }

  /// The room is where we are; which of its views is said by the view itself.
  private func here(_ room: Menu.Room) -> HTML {
    "\(attribute: "aria-current", room == frame.room ? "true" : nil)"
  }

  /// A key that leads to the room already is not given again.
  private func view(_ menu: Menu) -> HTML {
    let key = frame.rooms.contains { $0.key == menu.key } ? nil : menu.key
    return """
      <a href="\(menu.path)"\(attribute: "data-key", key)\(current(menu))>\(say: menu.title)</a>
      """
  }

  private func mine(_ menu: Menu) -> HTML {
    "<a href=\"\(menu.path)\"\(current(menu))>\(say: menu.title)</a>"
  }

  private func current(_ menu: Menu) -> HTML {
    "\(attribute: "aria-current", menu.path == frame.current ? "page" : nil)"
  }

  private func find(_ menu: Menu) -> HTML {
    let asking = menu.asking.sorted { $0.key < $1.key }.map { Hidden.field($0.key, $0.value) }
    return """
      <form class="find" role="search" action="\(menu.path)">\(Icon(.search))<input type="search" name="q" aria-label="\(say: menu.title)" data-key="/"><kbd aria-hidden="true">/</kbd>\(asking.joined())</form>
      """
  }

  private func create(_ menu: Menu) -> HTML {
    Button(menu.title, to: menu.path, key: "c").html
  }

  private func me(_ name: String) -> HTML {
    """
    <details class="menu"><summary aria-label="\(name)"><span class="initials" aria-hidden="true">\(name.initials)</span></summary><div><p>\(name)</p>\(each: frame.rooms.dropFirst(Self.thumbs), beyond)\(each: frame.entries(.mine), mine)<button type="button" data-help>\(say: "Keys on this page") <kbd aria-hidden="true">?</kbd></button>\(frame.entries(.act).map { ActButton($0.title, post: $0.path) })</div></details>
    """
  }
}

extension Look {
  /// What the style sheet goes by.
  fileprivate var marks: HTML {
    """
    \(attribute: "data-theme", theme == .system ? nil : theme.rawValue)\(attribute: "data-rows", rows == .standard ? nil : rows.rawValue)\(attribute: "data-keys", hasKeys ? nil : "off")
    """
  }
}

extension String {
  /// First letters of the first and the last word: `Ben Achterberg` → `BA`.
  var initials: String {
    let words = split(separator: " ")
    let ends = words.count > 1 ? [words[0], words[words.count - 1]] : Array(words)
    return ends.compactMap(\.first).map(String.init).joined().uppercased()
  }
}
