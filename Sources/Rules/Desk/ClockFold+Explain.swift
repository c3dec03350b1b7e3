// SPDX-License-Identifier: AGPL-3.0-or-later

/// Turns the kept pieces of each cycle's life into the partition people can audit.
extension ClockFold {
  func explain(
    _ reading: inout ClockReading, _ story: ClockStory, _ wishes: ClockReading.Wish
  ) {
    let first = firstPlaces()
    let hours = wishes.contains(.spans) ? hoursLived() : [:]
    for piece in pieces {
      let place = first[piece.clock] + piece.number - 1
      if wishes.contains(.waits), piece.isPaused {
        add(piece, to: &reading.cycles[place].waits)
      }
      if wishes.contains(.spans) {
        lay(piece, story, hours, into: &reading.cycles[place].spans)
      }
    }
  }

  /// Where the first cycle of each clock stands in the listing.
  private func firstPlaces() -> InlineArray<5, Int> {
    var places = InlineArray<5, Int>(repeating: 0)
    for clock in 1..<ClockKind.count {
      places[clock] = places[clock - 1] + Int(last[clock - 1].number)
    }
    return places
  }

  /// The reason that stopped the clock first has the time; a second one beside it adds nothing.
  private func add(_ piece: ClockPiece, to waits: inout [ClockCycle.Wait]) {
    let reason = reasons(of: piece)[0].reason
    let from = Instant(seconds: piece.from)
    let to = Instant(seconds: piece.to)
    if !waits.contains(where: { $0.reason == reason }) {
      waits.append(ClockCycle.Wait(reason: reason, business: 0, wall: 0))
    }
    let index = waits.firstIndex { $0.reason == reason }!
    waits[index].business += book.calendars[Int(piece.calendar)].elapsed(from: from, to: to)
    waits[index].wall += to.since(from)
  }

  /// The reasons that stop the clock in this piece with the events that began them, oldest first.
  private func reasons(of piece: ClockPiece) -> [(reason: PauseReason, event: Int)] {
    let bits = (0..<64).filter { piece.stoppedBy & 1 << UInt64($0) != 0 }
    return zip(bits, piece.causes).map { (book.reasonNames[$0], Int($1)) }
      .sorted { $0.event < $1.event }
  }

  /// For each calendar what it says about the time in which some clock ran by it, asked once for all
  /// clocks.
  private func hoursLived() -> [Int32: [HoursPiece]] {
    var lived: [Int32: Range<Int>] = [:]
    for piece in pieces where piece.counts {
      let known = lived[piece.calendar] ?? piece.from..<piece.to
      lived[piece.calendar] =
        min(known.lowerBound, piece.from)..<max(known.upperBound, piece.to)
    }
    return lived.reduce(into: [:]) { hours, entry in
      hours[entry.key] = book.calendars[Int(entry.key)].pieces(
        from: Instant(seconds: entry.value.lowerBound), to: Instant(seconds: entry.value.upperBound)
      )
    }
  }

  private func lay(
    _ piece: ClockPiece, _ story: ClockStory, _ hours: [Int32: [HoursPiece]],
    into spans: inout [ClockSpan]
  ) {
    let from = Instant(seconds: piece.from)
    let to = Instant(seconds: piece.to)
    func append(
      _ from: Instant, _ to: Instant, _ kind: ClockSpan.Kind, _ why: ClockSpan.Why, _ elapsed: Int
    ) {
      let span = span(piece, story, from, to, kind, why, elapsed)
      guard let last = spans.indices.last, span.continues(spans[last]) else {
        return spans.append(span)
      }
      spans[last].to = to
      spans[last].elapsedAtEnd = elapsed
    }
    var elapsed = piece.elapsedBefore
    if piece.resolvedBy >= 0 {
      append(from, to, .resolved, .resolved(event: Int(piece.resolvedBy)), elapsed)
    } else if piece.isPaused {
      let reasons = reasons(of: piece)
      let why = ClockSpan.Why.waiting(reasons.map(\.reason), events: reasons.map(\.event))
      append(from, to, .paused, why, elapsed)
    } else {
      for hours in hours[piece.calendar]!.cut(to: piece.from..<piece.to) {
        if hours.isOpen { elapsed += hours.to.since(hours.from) }
        append(
          hours.from, hours.to, hours.isOpen ? .counted : .closed, .rule(hours.reason), elapsed)
      }
    }
  }

  private func span(
    _ piece: ClockPiece, _ story: ClockStory, _ from: Instant, _ to: Instant,
    _ kind: ClockSpan.Kind, _ why: ClockSpan.Why, _ elapsed: Int
  ) -> ClockSpan {
    let terms = book.versions[Int(piece.version)]
    return ClockSpan(
      from: from, to: to, kind: kind, why: why,
      calendar: book.calendarNames[Int(piece.calendar)],
      agreement: book.agreementNames[terms.agreement],
      version: book.versionNames[Int(piece.version)],
      priority: story.priority(setBy: Int(piece.priorityEvent)),
      targetSeconds: piece.target > 0 ? piece.target : nil, elapsedAtEnd: elapsed)
  }
}

extension ClockPiece {
  fileprivate var isPaused: Bool { stoppedBy != 0 && resolvedBy < 0 }
  fileprivate var counts: Bool { stoppedBy == 0 && resolvedBy < 0 }
}

extension ClockStory {
  /// The priority that the event, a creation or a change of it, gave the ticket.
  fileprivate func priority(setBy event: Int) -> Priority {
    switch events[event].kind {
    case .created(let priority, _, _), .priorityChanged(let priority): priority
    default: preconditionFailure("only these set a priority")
    }
  }
}
