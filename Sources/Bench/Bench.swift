// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation

/// Runs the measurements named on the command line, or all, and prints one line for each: the median
/// of the CPU time of many runs, beside the bar it must stay under, and the fastest run, which a
/// busy machine disturbs least. Ends with 1 when a bar is broken.
@main
struct Bench {
  static let measurements: [Measurement] = hoursMeasurements + clockMeasurements

  static func main() {
    let wanted = CommandLine.arguments.dropFirst()
    let chosen = measurements.filter { measurement in
      wanted.isEmpty || wanted.contains { measurement.name.hasPrefix($0) }
    }
    guard !chosen.isEmpty else {
      print("There is no measurement of that name. There are:")
      for measurement in measurements { print("  \(measurement.name)") }
      exit(2)
    }
    var kept = true
    for measurement in chosen where !measurement.report() { kept = false }
    exit(kept ? 0 : 1)
  }
}

/// One figure we promise: a piece of work, how often it is done in a run, and the time it may take.
struct Measurement: Sendable {
  let name: String
  /// Nanoseconds of CPU time one piece of work may take.
  let bar: Int
  /// Pieces of work in one run.
  let count: Int
  /// Lays out what the work needs, and gives the work: it is done that many times, and what it
  /// returns is kept, so that none of it can be left out.
  let prepare: @Sendable () -> @Sendable (Int) -> Int

  private static let runs = 25

  /// Prints the line; false when the bar is broken.
  func report() -> Bool {
    let work = prepare()
    var kept = work(count)
    let times = (0..<Self.runs).map { _ in
      let begin = Self.cpuNanoseconds()
      kept &+= work(count)
      return Double(Self.cpuNanoseconds() - begin) / Double(count)
    }
    let sorted = times.sorted()
    withExtendedLifetime(kept) {}
    let median = sorted[Self.runs / 2]
    let verdict = median <= Double(bar) ? "ok" : "OVER"
    let line = [
      name.padding(toLength: 46, withPad: " ", startingAt: 0), Self.text(median),
      "bar \(Self.text(Double(bar)))", "fastest \(Self.text(sorted[0]))", verdict,
    ]
    print(line.joined(separator: "  "))
    return median <= Double(bar)
  }

  private static func cpuNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private static func text(_ nanoseconds: Double) -> String {
    let (value, unit) =
      switch nanoseconds {
      case ..<1000: (nanoseconds, "ns")
      case ..<1_000_000: (nanoseconds / 1000, "us")
      default: (nanoseconds / 1_000_000, "ms")
      }
    return String(format: "%7.1f ", value) + unit
  }
}
