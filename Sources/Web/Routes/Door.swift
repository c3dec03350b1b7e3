// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The door a route stands behind: who may come in at all, and as which type. A handler behind the
/// staff door gets a `Call<Staff>` and can't be reached by a visitor, nor the other way round.
package struct Door<Who: Principal>: Sendable {
  let kind: PrincipalKind
  let admit: @Sendable (Arrival) async throws -> Admitted<Who>
}

/// The kinds of people a route knows.
package enum PrincipalKind: String, Sendable, CaseIterable {
  case staff, visitor, nobody
}

/// Somebody who came in: who they are and by what.
struct Admitted<Who: Principal>: Sendable {
  let who: Who
  /// The session, link or guest key their forms are sealed with.
  let key: String
  /// True for a bearer token, which no foreign page can make a browser send.
  var actsByToken = false
  /// Cookies the reply has to set.
  var cookies: [Cookie] = []
  /// The member's session this browser has besides, where nobody is asked for one.
  var session: String?
}

extension Door where Who == Staff {
  /// Members: by the cookie of their session, on the API also by a token.
  package static var staff: Door<Staff> {
    Door(kind: .staff) { arrival in
      if let bearer = arrival.bearerToken {
        guard arrival.format == .json,
          let staff = try await arrival.site.sessions.token(bearer, arrival.now)
        else { throw Denial.unknownToken }
        return Admitted(who: staff, key: bearer, actsByToken: true)
      }
      guard let key = arrival.cookie(.session),
        let staff = try await arrival.site.sessions.member(key, arrival.now)
      else { throw Denial.notSignedIn }
      return Admitted(who: staff, key: key)
    }
  }
}

extension Door where Who == Visitor {
  /// Contacts: by the `:link` in the path and nothing else, so that it leaves no key in a browser
  /// they may share.
  package static var visitor: Door<Visitor> {
    Door(kind: .visitor) { arrival in
      guard let link = arrival.parameters["link"] else { throw Absent() }
      guard let visitor = try await arrival.site.sessions.visitor(link, arrival.now)
      else { throw arrival.site.sessions.renewal(link).map(Denial.endedLink) ?? Absent() }
      return Admitted(who: visitor, key: link)
    }
  }
}

extension Door where Who == Nobody {
  /// Whoever: sign-in, first set-up, health.
  package static var open: Door<Nobody> {
    Door(kind: .nobody) { arrival in
      let nobody = Nobody(reader: try await arrival.guestReader())
      let session = arrival.cookie(.session)
      if let key = arrival.cookie(.guest) {
        return Admitted(who: nobody, key: key, session: session)
      }
      let key = Seals.key()
      return Admitted(who: nobody, key: key, cookies: [.set(.guest, key)], session: session)
    }
  }
}
