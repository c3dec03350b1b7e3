// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Synchronization

/// Makes identities whose order is the order of their making: 48 bits of milliseconds, then 80 bits
/// of chance, in Crockford's base 32.
package struct IDs: Sendable {
  private let source: Source

  package init() { source = Source(dice: nil) }

  /// The same seed makes the same identities: demo worlds and stories.
  package init(seed: UInt64) { source = Source(dice: Dice(seed: seed)) }

  package func next<Noun>(_: Noun.Type, at moment: Instant) -> ID<Noun> {
    ID(source.next(at: moment))
  }
}

/// The last identity given out. A clock that stands still or goes back only counts chance on, so
/// that order never turns round.
private final class Source: Sendable {
  fileprivate struct State {
    var dice: Dice?
    var milliseconds: UInt64 = 0
    var high: UInt16 = 0
    var low: UInt64 = 0
  }

  private let state: Mutex<State>

  init(dice: Dice?) { state = Mutex(State(dice: dice)) }

  func next(at moment: Instant) -> String {
    state.withLock { state in
      let milliseconds = UInt64(max(0, min(moment.seconds, 281_474_976_710))) * 1000
      if milliseconds > state.milliseconds {
        state.milliseconds = milliseconds
        // The top bit starts free, so that counting on can't run over.
        state.high = UInt16(truncatingIfNeeded: state.roll()) & 0x7FFF
        state.low = state.roll()
      } else {
        state.step()
      }
      return crockford(milliseconds: state.milliseconds, high: state.high, low: state.low)
    }
  }
}

extension Source.State {
  fileprivate mutating func roll() -> UInt64 {
    if dice == nil { return SystemRandomNumberGenerator().random() }
    return dice!.next()
  }

  /// A step of unknown size: the next identity can't be guessed from the last.
  fileprivate mutating func step() {
    let (sum, carried) = low.addingReportingOverflow((roll() >> 24) + 1)
    low = sum
    guard carried else { return }
    high &+= 1
    if high == 0 { milliseconds += 1 }
  }
}

extension SystemRandomNumberGenerator {
  fileprivate func random() -> UInt64 {
    var generator = self
    return generator.next()
  }
}

private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

/// 26 letters of five bits: ten for the time, sixteen for the 80 bits of chance.
private func crockford(milliseconds: UInt64, high: UInt16, low: UInt64) -> String {
  String(unsafeUninitializedCapacity: 26) { letters in
    for place in 0..<10 {
      letters[place] = alphabet[Int(milliseconds >> UInt64(45 - place * 5)) & 31]
    }
    let chance = UInt128(high) << 64 | UInt128(low)
    for place in 0..<16 {
      letters[10 + place] =
        alphabet[Int(truncatingIfNeeded: chance >> UInt128(75 - place * 5)) & 31]
    }
    return 26
  }
}
