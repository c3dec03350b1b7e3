// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Work of the house that was given up, with the reason, for an owner to look at and try again.
struct ParkedJobRoutes: Sendable {
  let house: House

  var routes: [Route] { [page, reading, retry] }

  private var page: Route {
    .page(
      .staff, "parked-jobs", may: .settingsEdit, query: Shape.paging,
      summary: "Work that was given up, the newest first, with the reason."
    ) { call in
      let (page, next) = try await rows(call)
      return ParkedJobPages.list(page, next: next, limit: call.asked.value("limit"))
    }
  }

  private var reading: Route {
    .read(
      .staff, "parked-jobs", may: .settingsEdit, query: Shape.paging,
      summary: "Work that was given up, the newest first, with the reason."
    ) { call in
      let (page, next) = try await rows(call)
      return Answer(page.map(\.json), next: next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (page: [ParkedJob], next: Cursor?) {
    let (limit, after) = try call.paging()
    let place = try after.map { (parkedAt: Instant(seconds: try $0.number(0)), id: $0.parts[1]) }
    let found = try await house.db.read { try $0.parkedJobs(after: place, limit: limit + 1) }
    let page = Array(found.prefix(limit))
    let next =
      found.count > limit ? page.last.map { Cursor("\($0.parkedAt.seconds)", $0.id) } : nil
    return (page, next)
  }

  /// What made it fail may be mended by now; ordered anew meanwhile, that one stands.
  private var retry: Route {
    .act(
      .staff, "parked-jobs/:id/retry", may: .settingsEdit, audit: "job.retried",
      summary: "Tries work that was given up once more."
    ) { call in
      let id: ID<Job> = try call.id()
      return try await call.write(house.db) { db in
        let parked = try db.parkedJob(id.text)
        try db.release(parkedJob: id.text, at: call.now)
        try db.append(
          [
            Fact(
              "job.retried", about: Subject("job", id.text), at: call.now,
              ["kind": .text(parked.kind), "key": .text(parked.key)])
          ], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: "/parked-jobs", json: parked.json,
          flash: "It is tried again now. If it fails once more, it comes back to this page.")
      }
    }
  }
}

extension ParkedJob {
  fileprivate var json: JSON {
    [
      "id": .text(id), "kind": .text(kind), "key": .text(key), "parkedAt": .moment(parkedAt),
      "reason": .text(reason),
    ]
  }
}
