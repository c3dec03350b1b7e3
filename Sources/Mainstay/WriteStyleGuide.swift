// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Foundation
import Platform
import Rules
import Web

/// Writes the style guide and its files into a folder, headers included: to look at without a house,
/// and for the tests that look at it.
struct WriteStyleGuide: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "styleguide",
    abstract: "Write every part of the pages, in all states, to a folder.",
    shouldDisplay: false)

  @Argument(help: "The folder to write into; it is made when missing.")
  var folder: String

  @Option(help: "The folder with css, js and img.")
  var assets = "Public"

  func run() async throws {
    let house = InProcess(try site())
    let page = try await write("/" + StyleGuide.path, as: "index.html", from: house)
    for path in Set(addresses(in: page)) { _ = try await write(path, as: path, from: house) }
  }

  private func site() throws -> Website {
    guard
      let settings = WebsiteSettings(
        baseURL: "http://localhost", key: Secret(Array(repeating: 0, count: 32)),
        publicFolder: assets)
    else { throw ValidationError("The style guide can't be written.") }
    let now = Instant(seconds: Int(Date().timeIntervalSince1970))
    return Website(
      routes: [StyleGuide.route], settings: settings, sessions: Sessions(member: { _, _ in nil }),
      now: { now })
  }

  private func write(_ target: String, as name: String, from house: InProcess) async throws
    -> String
  {
    let reply = try await house.answer(PlainRequest("GET", target))
    guard reply.status == 200 else { throw ValidationError("\(target) answers \(reply.status).") }
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(reply.body).write(to: file)
    let headers = reply.headers.map { "\($0.0): \($0.1)\n" }.joined()
    try Data(headers.utf8).write(to: file.appendingPathExtension("headers"))
    return String(decoding: reply.body, as: UTF8.self)
  }

  /// The files the page asks for.
  private func addresses(in page: String) -> [String] {
    page.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
  }
}
