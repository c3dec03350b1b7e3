// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// One site: its form, or its facts for those who only read.
enum SitePages {
  static func form(_ site: Site?, of client: Client, _ shape: Shape, _ typed: Typed) -> Page {
    let title: Phrase = site.map { "\($0.name)" } ?? "Add a site"
    let form = Form(
      post: site.map { "/sites/\($0.id)" } ?? "\(client.path)/sites", shape, typed, send: "Save",
      back: ("Back", client.path), version: site?.version)
    return Page(
      title, menu: "/clients",
      "\(Head(title, crumbs: [("\(client.name)", client.path)]))\(form)")
  }

  static func facts(_ site: Site, of client: Client) -> Page {
    Page(
      "\(site.name)", menu: "/clients",
      """
      \(Head("\(site.name)", crumbs: [("\(client.name)", client.path)]))\(Definitions([
        ("Time zone", "\(site.zone)"), ("Address", "\(site.address)"),
        ("How to get in", "\(site.entry)"),
      ]))
      """)
  }
}

/// A client's sites on its page.
enum SiteList {
  static func table(_ sites: [Site]) -> Table {
    Table(
      [Table.Column("Name", isHead: true), Table.Column("Time zone"), Table.Column("Address")],
      rows: sites.map {
        Table.Row(["<a href=\"/sites/\($0.id)\">\($0.name)</a>", "\($0.zone)", "\($0.address)"])
      })
  }
}
