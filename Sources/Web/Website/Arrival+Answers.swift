// SPDX-License-Identifier: AGPL-3.0-or-later

import Hummingbird
import Platform
import Rules

/// The four ways a request is answered: a page, data, a form's act, a program's act.
extension Arrival {
  func page<Who>(
    behind door: Door<Who>, _ rules: Route.Rules,
    _ draw: @escaping @Sendable (Call<Who>) async throws -> Page
  ) async throws -> Response {
    let admitted = try await door.admit(self)
    return try await answering(admitted, rules) {
      let input = try query(rules.shape, .ignored, admitted.who.reader)
      return reply(try await draw(call(admitted, input)), to: admitted)
    }
  }

  func read<Who>(
    behind door: Door<Who>, _ rules: Route.Rules,
    _ answer: @escaping @Sendable (Call<Who>) async throws -> Answer
  ) async throws -> Response {
    let admitted = try await door.admit(self)
    return try await answering(admitted, rules) {
      let input = try query(rules.shape, .refused, admitted.who.reader)
      return reply(try await answer(call(admitted, input)), to: admitted)
    }
  }

  func form<Who>(
    behind door: Door<Who>, _ rules: Route.Rules,
    _ redraw: (@Sendable (Call<Who>) async throws -> Page)?,
    _ act: @escaping @Sendable (Call<Who>) async throws -> Outcome
  ) async throws -> Response {
    try refuseCrossSite()
    let admitted = try await door.admit(self)
    let form = try await sentForm(upTo: rules.shape.bodyLimit)
    return try await answering(admitted, rules, sealedBy: form["_csrf"].first) {
      guard Self.formTypes.contains(contentType) else {
        throw Denial.wrongType("application/x-www-form-urlencoded")
      }
      let version = try version(form["_version"].first)
      do {
        let input = try rules.shape.input(
          from: form, zone: admitted.who.reader.zone, unknown: .refused)
        let key = formKey(form, of: admitted.who)
        let outcome = try await act(call(admitted, input, version: version, key: key))
        return try reply(outcome, to: admitted)
      } catch {
        guard let redraw,
          let typed = rules.shape.typed(
            form, sentTo: request.uri.path, refusedWith: error)
        else { throw error }
        let again = try await redraw(call(admitted, .none, typed: typed, version: version))
        return reply(again.status(422), to: admitted)
      }
    }
  }

  func json<Who>(
    behind door: Door<Who>, _ rules: Route.Rules,
    _ act: @escaping @Sendable (Call<Who>) async throws -> Outcome
  ) async throws -> Response {
    let admitted = try await door.admit(self)
    if !admitted.actsByToken { try refuseCrossSite() }
    return try await answering(admitted, rules, sealedBy: header(.formToken)) {
      guard contentType == "application/json" else { throw Denial.wrongType("application/json") }
      let version = try version(header(.ifMatch))
      if rules.isVersioned, version == nil { throw Denial.versionMissing }
      let bytes = try await body(upTo: rules.shape.bodyLimit)
      let input = try jsonInput(bytes, rules.shape, admitted.who.reader)
      let key = try programKey(bytes, of: admitted.who)
      let outcome = try await act(call(admitted, input, version: version, key: key))
      if key != nil, outcome.reply == nil {
        site.log.warning("a key was not kept", ["path": request.uri.path])
      }
      return try reply(json: outcome, to: admitted)
    }
  }

  /// Asks the rules that hold for everybody, and turns what is thrown into a reply in the words of
  /// whoever came in.
  private func answering<Who>(
    _ admitted: Admitted<Who>, _ rules: Route.Rules, sealedBy token: String?? = nil,
    _ answer: () async throws -> Response
  ) async throws -> Response {
    do {
      try await site.limits.ask(rules.rate, for: rules.rate == .signIn ? address : admitted.key)
      if let token { try requireSeal(token, of: admitted) }
      if let permission = rules.permission, let staff = admitted.who as? Staff,
        !staff.may(permission)
      {
        throw Denial.forbidden
      }
      return try await answer()
    } catch {
      return reply(
        to: error, for: admitted.who.reader, signedIn: admitted.who as? Staff,
        host: (admitted.who as? Visitor)?.provider, key: admitted.key)
    }
  }

  private func requireSeal<Who>(_ token: String?, of admitted: Admitted<Who>) throws {
    if admitted.actsByToken { return }
    guard let sent = token ?? header(.formToken),
      site.settings.seals.accepts(sent, for: admitted.key)
    else { throw Denial.unsealed }
  }

  /// A browser says where a form was sent from; what it says must be us.
  private func refuseCrossSite() throws {
    if let site = header(.fetchSite), site != "same-origin" { throw Denial.crossSite }
    if let origin = header(.origin), origin.lowercased() != self.origin { throw Denial.crossSite }
  }

  private static let formTypes: Set<String> = [
    "application/x-www-form-urlencoded", "multipart/form-data",
  ]

  private func sentForm(upTo limit: Int) async throws -> FormBody {
    guard Self.formTypes.contains(contentType) else { return .empty }
    let bytes = try await body(upTo: limit)
    do throws(FormBody.Unintelligible) {
      return contentType == "multipart/form-data"
        ? try FormBody(multipart: bytes, contentType: header(.contentType) ?? "")
        : try FormBody(parsing: bytes)
    } catch { throw Denial.malformed(error) }
  }

  private func query(
    _ shape: Shape, _ unknown: Shape.Unknown, _ reader: Reader
  ) throws -> Input {
    do {
      let form = try FormBody(parsing: (request.uri.query ?? "").utf8)
      return try shape.input(from: form, zone: reader.zone, unknown: unknown)
    } catch let refusal as FormBody.Unintelligible {
      throw Denial.malformed(refusal)
    }
  }

  private func jsonInput(_ bytes: [UInt8], _ shape: Shape, _ reader: Reader) throws -> Input {
    do {
      let json = bytes.isEmpty ? JSON.object([]) : try JSON(parsing: bytes)
      return try shape.input(from: json, zone: reader.zone)
    } catch let refusal as JSON.Malformed {
      throw Denial.malformed(refusal)
    }
  }

  /// `"7"` or, as a read gives it, `"7.hE3f…"` of If-Match; `7` of a form.
  private func version(_ text: String?) throws -> Int? {
    guard let text = text?.trimmed, !text.isEmpty else { return nil }
    let tag = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
    guard let version = Int(tag.filter { $0 != "\"" }.prefix { $0 != "." }) else {
      throw Denial.badVersion
    }
    return version
  }

  private func call<Who>(
    _ admitted: Admitted<Who>, _ input: Input, typed: Typed = .nothing, version: Int? = nil,
    key: IdempotencyKey? = nil
  ) -> Call<Who> {
    Call(
      who: admitted.who, now: now, requestID: context.requestID, input: input, typed: typed,
      expectedVersion: version, address: address, key: admitted.key,
      isProgram: format == .json, parameters: parameters, cookieRule: cookieRule,
      wording: site.wording(for: admitted.who.reader), repeatKey: key,
      seals: site.settings.seals, session: admitted.session)
  }
}

extension Shape {
  /// What was typed, with messages, when the error is one a person can act on in the form.
  fileprivate func typed(
    _ form: FormBody, sentTo path: String, refusedWith error: any Error
  ) -> Typed? {
    var messages: [String: Phrase] = [:]
    var whole: Phrase?
    switch error {
    case let refused as InputRefused:
      for item in refused.items {
        if self[item.field] != nil {
          messages[item.field] = item.message
        } else {
          whole = item.message
        }
      }
    case let refusal as any Refusal:
      if let field = refusal.field, self[field] != nil {
        messages[field] = refusal.message
      } else {
        whole = refusal.message
      }
    case let stale as Stale: whole = stale.message
    default: return nil
    }
    return Typed(values: kept(form), messages: messages, message: whole, path: path)
  }

  /// Seals are typed anew.
  private func kept(_ form: FormBody) -> [String: [String]] {
    var values: [String: [String]] = [:]
    for field in fields {
      if case .secret = field.kind { continue }
      values[field.name] = form[field.name]
    }
    return values
  }
}

extension Stale {
  var message: Phrase {
    "Somebody changed this in the meantime. Look at the present state before you change it again."
  }
}
