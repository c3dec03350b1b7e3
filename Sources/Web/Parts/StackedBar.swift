// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Whose time it was: one bar from whole lengths, each part named under it.
package struct StackedBar: Part {
  /// One party's part of the time.
  package struct Share: Sendable {
    package enum Whose: Sendable { case ours, client, thirdParty, closed }

    let whose: Whose
    let title: Phrase
    let seconds: Int

    package init(_ whose: Whose, _ title: Phrase, seconds: Int) {
      self.whose = whose
      self.title = title
      self.seconds = seconds
    }
  }

  let id: String
  let question: Phrase
  let shares: [Share]

  package init(id: String, _ question: Phrase, _ shares: [Share]) {
    self.id = id
    self.question = question
    self.shares = shares
  }

  package var html: HTML {
    """
    <figure class="stacked-bar"><figcaption>\(say: question)</figcaption><svg aria-hidden="true">\(Weave.defined(id))\(each: pieces, piece)<rect class="outline" width="100%" height="100%"/></svg><dl>\(each: Array(zip(shares, percents)), name)</dl></figure>
    """
  }

  private var total: Int { max(shares.reduce(0) { $0 + $1.seconds }, 1) }

  /// Where each part begins and how wide it is, in thousandths of a percent.
  var pieces: [(share: Share, at: Int, width: Int)] {
    var before = 0
    return shares.map { share in
      let at = place(before)
      before += share.seconds
      return (share, at, place(before) - at)
    }
  }

  private func place(_ seconds: Int) -> Int {
    total.dividingFullWidth(seconds.multipliedFullWidth(by: RibbonScale.whole)).quotient
  }

  private func piece(_ share: Share, _ at: Int, _ width: Int) -> HTML {
    """
    <rect\(fill(share.whose)) x="\(at.percent)" width="\(width.percent)" height="100%"/>\(if: at > 0, "<line class=\"cut\" x1=\"\(at.percent)\" x2=\"\(at.percent)\" y1=\"0\" y2=\"100%\"/>")
    """
  }

  private func fill(_ whose: Share.Whose) -> HTML {
    switch whose {
    case .ours: " class=\"ours\""
    case .client: " fill=\"url(#\(id)-client)\""
    case .thirdParty: " fill=\"url(#\(id)-third)\""
    case .closed: " class=\"blank\""
    }
  }

  /// Whole percents that add up to 100: the largest remainders take what cutting left over.
  var percents: [Int] {
    let whole = shares.map { $0.seconds * 100 / total }
    let order = shares.indices.sorted {
      (shares[$0].seconds * 100 % total, $1) > (shares[$1].seconds * 100 % total, $0)
    }
    let left = shares.contains { $0.seconds > 0 } ? 100 - whole.reduce(0, +) : 0
    let rounded = Set(order.prefix(left))
    return whole.indices.map { whole[$0] + (rounded.contains($0) ? 1 : 0) }
  }

  private func name(_ share: Share, _ percent: Int) -> HTML {
    """
    <div><dt><svg aria-hidden="true"><rect\(fill(share.whose)) width="100%" height="100%"/><rect class="outline" width="100%" height="100%"/></svg>\(say: share.title)</dt><dd>\(duration: share.seconds) <small>\(percent) %</small></dd></div>
    """
  }
}
