# SPDX-License-Identifier: AGPL-3.0-or-later
"""A provider with more clients than a list can hold, and a client with more people than a page."""

import pytest
from conftest import ARTEFACTS, LARGE_PHONE, visiting
from server import Server

FILL = """async () => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": token };
  const add = async (path, record) => {
    const reply = await fetch(path, { method: "POST", headers, body: JSON.stringify(record) });
    if (!reply.ok) throw new Error(await reply.text());
  };
  for (let number = 0; number < 60; number++) {
    await add("/api/v1/clients", { name: `Crowd ${number}`, language: "en" });
    await add("/api/v1/clients/demo-kline/contacts", { name: `Person${number} Family`, active: true });
  }
}"""


@pytest.fixture
def crowded(browser, tmp_path, request):
    """The demo world, its own, with sixty clients more and sixty people more at Kline."""
    with Server(tmp_path / "house", ARTEFACTS) as house:
        for visitor in visiting(browser, house, request):
            page = visitor.opens("/clients", member="Ada")
            page.evaluate(FILL)
            yield visitor, page


def test_clients_and_people_are_found_by_typing(crowded, accessible, picture):
    visitor, page = crowded
    page.goto("/tickets")
    page.locator("#f-client").press_sequentially("crowd 5")
    page.locator("#f-client-list option[value='Crowd 57']").wait_for(state="attached")
    page.locator("#f-client").fill("Kline")
    page.locator("#f-client").press("Enter")
    page.wait_for_url("**client=Kline**")
    assert set(page.locator("#queue tbody td:nth-child(4)").all_inner_texts()) == {"Kline Joinery"}
    accessible(page)
    picture(page, "queue-crowd")
    page.goto("/clients/demo-kline")
    assert page.locator("#people tbody tr").count() == 50
    accessible(page)
    picture(page, "people-crowd")
    page.locator("#f-q").fill("person57")
    page.locator("#f-q").press("Enter")
    page.wait_for_url("**q=person57**")
    assert page.locator("#people tbody tr").count() == 1

    plain = visitor.opens("/clients/demo-kline", member="Ada", size=LARGE_PHONE, scripts=False)
    plain.locator("#f-q").fill("person57")
    plain.get_by_role("button", name="Apply").click()
    assert plain.locator("#people tbody tr").count() == 1
    plain.goto("/contacts/demo-dov")
    plain.locator("#f-standInName").fill("Person57 Family")
    plain.get_by_role("button", name="Save").click()
    plain.goto("/contacts/demo-dov")
    assert plain.locator("#f-standInName").input_value() == "Person57 Family"
    picture(plain, "stand-in-crowd")
