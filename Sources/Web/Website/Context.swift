// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Hummingbird
import Logging

/// What travels with a request through the router.
struct Context: RequestContext {
  var coreContext: CoreRequestContextStorage
  let requestID: String
  /// The address at the other end of the connection.
  let peer: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    requestID = Seals.short()
    peer = source.channel.remoteAddress?.ipAddress ?? "local"
  }

  /// Without a connection, for requests made in process.
  init(peer: String, logger: Logger) {
    coreContext = CoreRequestContextStorage(source: InProcess(logger: logger))
    requestID = Seals.short()
    self.peer = peer
  }

  private struct InProcess: RequestContextSource { let logger: Logger }
}
