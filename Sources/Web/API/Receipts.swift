// SPDX-License-Identifier: AGPL-3.0-or-later

import Hummingbird

extension Arrival {
  func once<Who>(
    _ admitted: Admitted<Who>, _ body: [UInt8], _ act: () async throws -> Response
  ) async throws -> Response {
    try await act()
  }
}
