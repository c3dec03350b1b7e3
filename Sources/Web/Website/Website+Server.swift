// SPDX-License-Identifier: AGPL-3.0-or-later

import Hummingbird
import Logging
import ServiceLifecycle

extension Website {
  /// The server: answers at host and port until it is told to stop, and finishes what is in hand.
  package func server(
    host: String, port: Int, whenOpen: @escaping @Sendable (_ port: Int) async -> Void
  ) -> any Service {
    Application(
      responder: responder(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil),
      onServerRunning: { channel in await whenOpen(channel.localAddress?.port ?? port) },
      logger: Logger(label: "mainstay.server"))
  }
}
