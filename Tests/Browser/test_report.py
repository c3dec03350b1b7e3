# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month's report on paper and on a phone."""

import pytest
from conftest import DESK, LARGE_PHONE
from test_story import this_month

REPORTS = "/clients/demo-harbour/reports"


def full_month(page):
    """The path of a month in which clocks ended: this one or, in its first days, the one before."""
    page.goto(f"{REPORTS}/{this_month()}")
    if not page.locator("#promises").count():
        page.get_by_role("link", name="Month before").click()
    page.locator("#promises").wait_for()
    return page.url.removeprefix(page.url.split("/clients")[0])


def test_the_print_sheet_names_the_provider_and_leaves_the_desk_out(visitor, picture):
    page = visitor.opens("/", member="Ada", size=DESK)
    full_month(page)
    sender = page.get_by_text("Monthly report by Lanternhouse IT")
    assert not sender.is_visible()
    page.emulate_media(media="print")
    assert sender.is_visible()
    page.get_by_role("heading", name="Harbour Dental").wait_for()
    for left_out in [".crumbs", ".toolbar", ".views", ".top", "form", "main button", ".screen-only"]:
        assert not any(one.is_visible() for one in page.locator(left_out).all()), left_out
    assert page.locator("#promises").is_visible()
    # A grid that breaks between two sheets lays one table over the next.
    shown = page.locator(".page, .section").evaluate_all("all => all.map((one) => getComputedStyle(one).display)")
    assert set(shown) == {"block"}
    page.look = "print"
    picture(page, "report")


@pytest.mark.parametrize("size, says", [(LARGE_PHONE, True), (DESK, False)], ids=["phone", "desk"])
def test_on_a_phone_each_length_says_whose_time_it_was(visitor, picture, size, says):
    page = visitor.opens("/", member="Ada", size=size)
    page.goto(full_month(page) + "/rows")
    for label in ["Ours", "The client's", "A third party's", "Outside hours"]:
        words = page.locator(f'tbody [data-label="{label}"]').first.evaluate(
            "(cell) => getComputedStyle(cell, '::before').content"
        )
        assert (label in words) is says, words
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "report-rows")
