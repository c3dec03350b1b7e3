# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a first visit costs on the wire: page, styles, scripts and pictures, nothing cached."""

import json

from conftest import ARTEFACTS, PAGES

BUDGET = 60_000


def weight(page, path):
    """Bytes the browser received for one address, headers among them."""
    received = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.on("Network.loadingFinished", lambda it: received.append(it["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    network.detach()
    return int(sum(received)), len(received)


def test_no_first_visit_costs_more_than_60_kB(visitor):
    page = visitor.opens("/", member="Ada")
    weights = {path: weight(page, path) for path in PAGES}
    (ARTEFACTS / "first-load.json").write_text(json.dumps(weights, indent=1))
    # A page alone is markup, a style sheet and a script: less would mean nothing was counted.
    assert min(requests for _, requests in weights.values()) >= 2
    assert {path: size for path, (size, _) in weights.items() if size > BUDGET} == {}
