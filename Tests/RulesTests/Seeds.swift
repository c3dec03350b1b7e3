// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation

/// The seeds a law is tried with: the same few in every run, and after them as many others as
/// MAINSTAY_TEST_SEEDS asks for (`bin/torture`).
func seeds(_ usual: ClosedRange<Int>) -> [Int] {
  let asked = ProcessInfo.processInfo.environment["MAINSTAY_TEST_SEEDS"].flatMap { Int($0) } ?? 0
  return Array(usual) + (0..<asked).map { 1_000_000 * usual.lowerBound + 1000 + $0 }
}
