// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A person as they are found among everybody's people and chosen.
package struct PersonChoice: Sendable {
  package let id: ID<Contact>
  package let name: String
  package let email: String?
  package let client: ID<Client>
  package let clientName: String

  package init(
    id: ID<Contact>, name: String, email: String?, client: ID<Client>, clientName: String
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.client = client
    self.clientName = clientName
  }

  /// As a form writes them, and understands them when it is sent.
  package var written: String { "\(name), \(clientName)" }
}

extension PersonChoice {
  /// Whether these words still describe them, the last one perhaps only begun.
  package func isFound(by words: String) -> Bool {
    let own = SearchWords.of([name, email ?? "", clientName].joined(separator: "\n"))
    let typed = SearchWords.of(words)
    return typed.dropLast().allSatisfy(own.contains)
      && typed.last.map { last in own.contains { $0.hasPrefix(last) } } ?? false
  }

  /// Their name, their mail address or their name with their client, and nothing else.
  fileprivate func isWritten(_ words: String) -> Bool {
    let folded = SearchWords.folded(words)
    return [name, written, email ?? name].contains { SearchWords.folded($0) == folded }
  }

  /// Each word is a whole one of their name or their client's, and one of them their name's.
  fileprivate func isNamed(_ words: String) -> Bool {
    let (typed, own) = (Set(SearchWords.of(words)), SearchWords.of(name))
    return typed.isSubset(of: own + SearchWords.of(clientName)) && !typed.isDisjoint(with: own)
  }
}

/// Whom somebody means by the words they typed.
package enum PersonMeant: Sendable {
  case one(PersonChoice)
  /// At most a dozen; `isCut` where there are more.
  case several([PersonChoice], isCut: Bool)
  case nobody

  /// So many can be told apart at a glance.
  private static let most = 12

  /// One person is taken only where the words leave no other: a letter to the wrong one can't be
  /// taken back.
  package init(_ words: String, for scope: Scope, in db: Connection) throws {
    let found = try Contact.choices(
      matching: words, limit: PersonMeant.most + 1, for: scope, in: db)
    let exact = found.filter { $0.isWritten(words) }
    if exact.count == 1 || found.count == 1 && found[0].isNamed(words) {
      self = .one(exact.first ?? found[0])
    } else if found.isEmpty {
      self = .nobody
    } else {
      let meant = exact.isEmpty ? found : exact
      self = .several(
        Array(meant.prefix(PersonMeant.most)), isCut: meant.count > PersonMeant.most)
    }
  }

  package var choices: [PersonChoice] {
    switch self {
    case .one(let person): [person]
    case .several(let people, _): people
    case .nobody: []
    }
  }
}
