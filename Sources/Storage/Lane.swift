// SPDX-License-Identifier: AGPL-3.0-or-later

import Dispatch
import Foundation
import Synchronization

/// Work waiting for a connection, in order of arrival. Each thread that takes from it owns one
/// connection for life, so that no connection is ever shared.
final class Lane<Work: Sendable>: Sendable {
  private struct Queue {
    var waiting: [Work] = []
    var isClosed = false
  }

  private let queue = Mutex(Queue())
  private let arrivals = DispatchSemaphore(value: 0)
  private let threads: Int
  private let ended = DispatchGroup()

  init(threads: Int) { self.threads = threads }

  /// Starts the threads; each runs `serve` until there is no work and never will be.
  func start(_ name: String, _ serve: @escaping @Sendable () -> Void) {
    for number in 1...threads {
      ended.enter()
      let thread = Thread { [ended] in
        serve()
        ended.leave()
      }
      thread.name = "\(name) \(number)"
      thread.start()
    }
  }

  /// False when the lane is closed.
  func add(_ work: Work) -> Bool {
    let taken = queue.withLock { queue in
      if !queue.isClosed { queue.waiting.append(work) }
      return !queue.isClosed
    }
    if taken { arrivals.signal() }
    return taken
  }

  /// Waits for work; nil when the lane is closed and empty.
  func next() -> Work? {
    arrivals.wait()
    return take()
  }

  /// Work that is there already.
  func nextWaiting() -> Work? {
    guard arrivals.wait(timeout: .now()) == .success else { return nil }
    if let work = take() { return work }
    // That was the word to end, which is for `next` to hear.
    arrivals.signal()
    return nil
  }

  /// What was added is still done; then the threads end.
  func close() async {
    let first = queue.withLock { queue in
      defer { queue.isClosed = true }
      return !queue.isClosed
    }
    if first { for _ in 0..<threads { arrivals.signal() } }
    await withCheckedContinuation { done in ended.notify(queue: .global()) { done.resume() } }
  }

  private func take() -> Work? {
    queue.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }
}
