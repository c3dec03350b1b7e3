// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Does what is due: takes a job, does it, and writes its effect together with its completion.
package actor Worker {
  private let house: House
  private let handlers: [String: JobHandler]
  private let schedule: [Recurring]
  private let lease: Int
  private var nap: Task<Void, Never>?
  private var isStopping = false
  private var busyHands = 0

  /// `lease` is how long a job stays with a worker that has gone silent.
  package init(house: House, workings: Workings, lease: Int = 60) {
    self.house = house
    handlers = Dictionary(workings.jobs.map { ($0.kind, $0) }) { _, later in later }
    schedule = workings.schedule
    self.lease = lease
  }

  /// Does everything due at the moment, one after the other; how many jobs that was. Stories step
  /// their clock and call this.
  @discardableResult
  package func runDue(at moment: Instant? = nil) async throws -> Int {
    let moment = moment ?? house.clock.now()
    try await order(at: moment)
    var count = 0
    while let claim = try await claim(at: moment) {
      await perform(claim, at: moment)
      count += 1
    }
    return count
  }

  /// Works until told to stop, several jobs at a time: a slow relay must not hold up the clocks.
  package func run() async {
    await forgetOwnLeases()
    await withDiscardingTaskGroup { hands in
      while !isStopping, !Task.isCancelled {
        guard busyHands < 4, let claim = await nextClaim() else {
          await rest()
          continue
        }
        busyHands += 1
        hands.addTask { await self.lendHand(to: claim) }
      }
    }
  }

  /// Takes nothing new; what is in hand is finished before `run` returns.
  package func stop() {
    isStopping = true
    nap?.cancel()
  }
}

extension Worker {
  private func order(at moment: Instant) async throws {
    let schedule = schedule
    for recurring in try await house.db.read({ try $0.due(schedule, at: moment) }) {
      try await house.db.write { _ = try $0.take(recurring, at: moment) }
    }
  }

  private func claim(at moment: Instant) async throws -> Claim? {
    let kinds = Array(handlers.keys).sorted()
    let lease = lease
    guard try await house.db.read({ try $0.hasWork(at: moment, kinds: kinds) }) else { return nil }
    return try await house.db.write { try $0.claim(dueAt: moment, kinds: kinds, lease: lease) }
  }

  private func nextClaim() async -> Claim? {
    do {
      try await order(at: house.clock.now())
      return try await claim(at: house.clock.now())
    } catch {
      house.log.error("The worker can't reach its jobs", ["error": "\(error)"])
      return nil
    }
  }

  private func lendHand(to claim: Claim) async {
    await perform(claim, at: house.clock.now())
    busyHands -= 1
    nap?.cancel()
  }

  private func rest() async {
    let nap = Task { () -> Void in
      // Woken early when a hand is free again or the house closes.
      try? await Task.sleep(for: .seconds(1))
    }
    self.nap = nap
    await nap.value
  }

  /// Where one process does all the work, leases of an earlier one mean nothing any more.
  private func forgetOwnLeases() async {
    do {
      try await house.db.write { db in
        guard db.writesAlone else { return }
        try db.execute("UPDATE jobs SET lease_until = NULL WHERE lease_until IS NOT NULL")
      }
    } catch {
      house.log.error("The worker can't reach its jobs", ["error": "\(error)"])
    }
  }
}

extension Worker {
  private func perform(_ claim: Claim, at moment: Instant) async {
    do {
      // A job that takes the whole process down is never postponed; its beginnings are counted.
      guard claim.attempts <= 10 else { throw NeverEnded() }
      let effect = try await held(claim)
      try await write(effect, of: claim, at: moment)
    } catch is Claim.Lost {
      house.log.notice("Another worker took over", ["job": claim.job.kind, "key": claim.job.key])
    } catch {
      await settle(claim, at: moment, after: error)
    }
  }

  /// The handler's work, with the lease renewed as long as it lasts.
  private func held(_ claim: Claim) async throws -> JobHandler.Effect {
    let (house, handler, lease) = (house, handlers[claim.job.kind]!, lease)
    return try await withThrowingTaskGroup(of: JobHandler.Effect?.self) { race in
      race.addTask { try await handler.perform(house, claim.job) }
      race.addTask {
        while true {
          try await Task.sleep(for: .seconds(max(1, lease / 3)))
          try await house.db.write { try $0.renew(claim, lease: lease) }
        }
      }
      defer { race.cancelAll() }
      return try await race.next()!!
    }
  }

  private func write(
    _ effect: JobHandler.Effect, of claim: Claim, at moment: Instant
  ) async throws {
    try await house.db.write { db in
      try effect.write(db)
      guard let again = effect.again else { return try db.complete(claim, at: moment) }
      try db.putOff(claim, until: again, at: moment)
    }
  }

  private func settle(_ claim: Claim, at moment: Instant, after error: any Error) async {
    let end = JobHandler.GivenUp(error: error)
    let isRefused = error is any Refusal && !(error is Overtaken)
    let isFinal = isRefused || end.tookWorkersDown || claim.isLast
    house.log.warning(
      isFinal ? "A job was given up" : "A job failed",
      ["job": claim.job.kind, "key": claim.job.key, "error": end.words])
    do {
      if isFinal { return try await giveUp(claim, at: moment, end) }
      try await house.db.write { try $0.postpone(claim, at: moment, because: end.words) }
    } catch {
      // The lease will run out, and the job comes round again.
      house.log.error("A failed job can't be put back", ["error": "\(error)"])
    }
  }

  /// Its own last word, where it has one that can be written; else it is parked.
  private func giveUp(_ claim: Claim, at moment: Instant, _ end: JobHandler.GivenUp) async throws {
    if let lastWord = handlers[claim.job.kind]?.lastWord {
      do {
        return try await write(lastWord(house, claim.job, end), of: claim, at: moment)
      } catch is Claim.Lost {
        return
      } catch {
        house.log.error(
          "A job given up has no last word", ["job": claim.job.kind, "error": "\(error)"])
      }
    }
    try await house.db.write { try $0.park(claim, at: moment, because: end.words) }
  }
}

/// Ten workers began it and none came back.
struct NeverEnded: Error, CustomStringConvertible {
  let description = "It was begun ten times and never came to an end: it may take the worker down."
}

extension Connection {
  fileprivate func hasWork(at moment: Instant, kinds: [String]) throws -> Bool {
    try first(
      """
      SELECT 1 FROM jobs
      WHERE parked_at IS NULL AND run_at <= \(moment) AND kind IN \(list: kinds) LIMIT 1
      """
    ) { _ in true } ?? false
  }
}
