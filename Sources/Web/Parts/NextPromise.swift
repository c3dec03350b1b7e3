// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The one loud thing on a page: the promise that breaks next if nobody acts.
package struct NextPromise: Part {
  let state: ClockState
  let left: Countdown
  let title: String
  let path: String
  let line: HTML
  let act: HTML

  package init(
    _ state: ClockState, _ left: Countdown, title: String, path: String, line: HTML, act: HTML
  ) {
    self.state = state
    self.left = left
    self.title = title
    self.path = path
    self.line = line
    self.act = act
  }

  package var html: HTML {
    """
    <article class="next-promise" data-state="\(state.rawValue)">\(StateMark(state, left))<div><h2><a href="\(path)">\(title)</a></h2><p>\(line)</p></div>\(act)</article>
    """
  }
}
