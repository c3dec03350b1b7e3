// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A fact as it stands in the journal.
package struct Recorded: Sendable, Equatable {
  package let fact: Fact
  /// Its place in the story of its subject: 1, 2, 3 …
  package let sequence: Int
  package let recordedAt: Instant
  package let actor: Actor

  package init(fact: Fact, sequence: Int, recordedAt: Instant, actor: Actor) {
    self.fact = fact
    self.sequence = sequence
    self.recordedAt = recordedAt
    self.actor = actor
  }
}

/// Another writer told the next part of the same story first.
package struct Overtaken: Refusal {
  package let subject: Subject
  package let code = "journal.overtaken"
  package let message: Phrase =
    "Somebody else changed this a moment ago. Look at it again, then repeat what is still needed."

  package init(subject: Subject) { self.subject = subject }
}

extension Connection {
  /// Writes facts into the journal, wakes whoever listens, and seals them: all with the change
  /// they tell of, or not at all.
  /// Throws `Overtaken` when somebody told the same part of a story first; `from` is the place in
  /// the story of the first fact, for those who decided on what stood before it.
  package func append(
    _ facts: [Fact], from place: Int? = nil, by actor: Actor, at moment: Instant
  ) throws {
    guard !facts.isEmpty else { return }
    var chain = try writesAlone ? Chain.head(in: self) : nil
    var next: [Subject: Int] = [:]
    if let place, let subject = facts.first?.subject { next[subject] = place }
    let ears = try listening(to: Set(facts.map(\.kind)))
    for fact in facts {
      let sequence = try next[fact.subject] ?? nextSequence(of: fact.subject)
      next[fact.subject] = sequence + 1
      var entry = Entry(fact, sequence: sequence, recordedAt: moment, actor: actor)
      if chain != nil { chain!.seal(&entry) }
      try insert(entry, about: fact.subject)
      for job in ears[fact.kind] ?? [] { try wake(job, by: entry, at: moment) }
    }
    try chain?.save(in: self)
  }

  /// The story of one subject, in the order it was written down.
  package func facts(about subject: Subject) throws -> [Recorded] {
    try facts(about: [subject])[subject] ?? []
  }

  /// The story of the subject a query names, as `SELECT 'ticket/' || id FROM …`; nothing when it
  /// names none. So what is looked for and its story cost one question.
  package func facts(aboutSelected subject: SQL) throws -> [Recorded] {
    try all(
      "SELECT \(Entry.columns) FROM journal WHERE subject = (\(subject)) ORDER BY sequence"
    ) { try Entry(row: $0).recorded() }
  }

  /// The stories of many subjects, each in its order.
  package func facts(about subjects: [Subject]) throws -> [Subject: [Recorded]] {
    var stories: [Subject: [Recorded]] = [:]
    for start in stride(from: 0, to: subjects.count, by: 500) {
      let some = subjects[start..<min(start + 500, subjects.count)].map(\.description)
      stories.merge(try facts(in: "\(list: some)")) { $0 + $1 }
    }
    return stories
  }

  /// The stories of all subjects a query names, each in its order: one question, however many.
  package func facts(aboutAll subjects: SQL) throws -> [Subject: [Recorded]] {
    try facts(in: "(\(subjects))")
  }

  private func facts(in subjects: SQL) throws -> [Subject: [Recorded]] {
    let entries = try all(
      """
      SELECT \(Entry.columns) FROM journal WHERE subject IN \(subjects)
      ORDER BY subject, sequence
      """, Entry.init(row:))
    return Dictionary(grouping: try entries.map { try $0.recorded() }, by: \.fact.subject)
  }
}

extension Connection {
  private func nextSequence(of subject: Subject) throws -> Int {
    try first(
      "SELECT COALESCE(MAX(sequence), 0) + 1 FROM journal WHERE subject = \(subject.description)"
    ) { try $0[0] }!
  }

  /// The jobs each of these kinds wakes.
  private func listening(to kinds: Set<String>) throws -> [String: [String]] {
    let pairs = try all(
      "SELECT fact, job FROM listeners WHERE fact IN \(list: kinds.sorted()) ORDER BY fact, job"
    ) { (fact: try $0[0] as String, job: try $0[1] as String) }
    return Dictionary(grouping: pairs, by: \.fact).mapValues { $0.map(\.job) }
  }

  private func insert(_ entry: Entry, about subject: Subject) throws {
    do {
      try execute(
        """
        INSERT INTO journal (\(Entry.columns)) VALUES (
          \(entry.subject), \(entry.sequence), \(entry.kind), \(entry.occurredAt),
          \(entry.recordedAt), \(entry.client), \(entry.actor), \(entry.body),
          \(entry.position), \(entry.seal))
        """)
    } catch StorageError.unique("journal_pkey") {
      throw Overtaken(subject: subject)
    }
  }

  /// A listener's job carries where the fact stands; its key makes sure each fact is heard once.
  private func wake(_ job: String, by entry: Entry, at moment: Instant) throws {
    try enqueue(
      Job(
        kind: job, key: "\(entry.subject)#\(entry.sequence)",
        body: [
          "subject": .text(entry.subject), "sequence": .number(entry.sequence),
          "fact": .text(entry.kind),
        ], runAt: moment))
  }
}
