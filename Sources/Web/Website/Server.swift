// SPDX-License-Identifier: AGPL-3.0-or-later

import Hummingbird
import Logging
import NIOCore

/// The website behind a socket.
package struct Server: Sendable {
  private let site: Website
  private let host: String
  private let port: Int

  /// Port 0 takes a free one.
  package init(_ site: Website, host: String = "127.0.0.1", port: Int) {
    self.site = site
    self.host = host
    self.port = port
  }

  /// Serves until its task is cancelled or the process is told to end. `whenReady` hears the port.
  package func run(whenReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    let application = Application(
      responder: site.responder(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil, reuseAddress: true),
      onServerRunning: { channel in await whenReady(channel.localAddress?.port ?? port) },
      logger: site.log)
    try await application.run()
  }
}
