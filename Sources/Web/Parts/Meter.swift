// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// How much of a promise is used up, as a thin bar beside its words.
package struct Meter: Part {
  let state: ClockState
  let used: Int
  let target: Int

  package init(_ state: ClockState, used: Int, of target: Int) {
    self.state = state
    self.used = used
    self.target = target
  }

  package var html: HTML {
    """
    <svg class="meter" data-state="\(state.rawValue)" aria-hidden="true"><rect class="bed" width="100%" height="4"/><rect class="used" width="\(share)%" height="4"/></svg>
    """
  }

  private var share: Int { target > 0 ? min(max(used, 0) * 100 / target, 100) : 0 }
}
