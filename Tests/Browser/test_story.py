# SPDX-License-Identifier: AGPL-3.0-or-later
"""A request's life as its people live it: from a mail to minutes that add up."""

import itertools
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from conftest import DESK, LARGE_PHONE, PAGES, PHONE

COUNTER = itertools.count(1)


def mail(subject):
    number = next(COUNTER)
    return (
        "From: Cleo Marsh <cleo@harbourdental.example>\n"
        "To: desk@lanternhouse.example\n"
        f"Subject: {subject}\n"
        f"Message-ID: <story-{number}-{time.time_ns()}@harbourdental.example>\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "The scanner in room 2 stopped. We have patients on Monday.\n"
    )


def this_month():
    """The month of a report, by the agreement's zone."""
    return datetime.now(ZoneInfo("Europe/London")).strftime("%Y-%m")


def arrives(server, page, subject):
    """The mail is handed over on standard input; a moment later its ticket stands in the queue."""
    taken = server.run("receive", input=mail(subject))
    assert taken.returncode == 0, taken.stderr
    for _ in range(40):
        page.goto("/tickets?sort=number")
        if page.get_by_role("link", name=subject).count():
            return page.get_by_role("link", name=subject).first.click()
        page.wait_for_timeout(250)
    raise AssertionError("The mail did not become a ticket.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_mail_becomes_a_ticket_that_waits_for_an_answer(server, visitor, picture, scripts):
    subject = f"Scanner stopped {time.time_ns()}"
    desk = visitor.opens("/", member="Dee", scripts=scripts)
    arrives(server, desk, subject)
    desk.get_by_role("button", name="I have it").click()
    desk.locator("textarea[name=words]").first.fill("We look at it first thing on Monday.")
    desk.get_by_role("button", name="Send the reply").click()
    desk.locator("summary", has_text="Ask the client").click()
    desk.locator("#asks-sentence").fill("Please leave the scanner plugged in.")
    desk.locator("#asks-dueAt").fill("2031-01-06 09:30")
    desk.get_by_role("button", name="Ask, and let the clock wait").click()
    desk.get_by_text("Waiting on the client").first.wait_for()
    picture(desk, "ticket-waiting")

    cleo = visitor.opens("/health", size=LARGE_PHONE, scripts=scripts)
    cleo.goto(server.link("Cleo"))
    cleo.get_by_role("link", name="Please leave the scanner plugged in.").first.click()
    cleo.get_by_role("button", name="It is done").click()
    cleo.get_by_text("Nothing more is needed").wait_for()
    picture(cleo, "ask-answered")

    desk.reload()
    desk.get_by_text("answered the ask").wait_for()
    desk.goto(desk.url.split("#")[0] + "/clocks")
    desk.get_by_text("asked:").first.wait_for()
    picture(desk, "every-minute")

    desk.goto(desk.url.removesuffix("/clocks"))
    desk.locator("summary", has_text="Resolve").click()
    desk.get_by_label("What fixed it").fill("Cleared the feeder and set it up anew.")
    desk.get_by_role("button", name="Resolve").click()
    desk.get_by_text("Resolved").first.wait_for()
    desk.goto("/clients/demo-harbour/reports/" + this_month())
    fixes = desk.get_by_role("row", name=re.compile("^Fix"))
    fixes.get_by_role("link").nth(1).click()
    desk.get_by_text(subject).first.wait_for()
    picture(desk, "the-report-s-rows")


def test_a_ticket_is_taken_down_by_keys_alone(visitor):
    page = visitor.opens("/tickets", member="Dee")
    page.keyboard.press("c")
    page.wait_for_url("**/tickets/new")
    page.locator("#f-who").focus()
    page.keyboard.type("Cleo")
    page.keyboard.press("Tab")
    page.keyboard.type("Till drawer jams")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Till drawer jams").wait_for()


def test_a_key_opens_an_act_and_its_first_field(visitor):
    page = visitor.opens("/tickets/1044", member="Dee")
    for key, path in [("n", "notes"), ("w", "asks"), ("e", "resolution"), ("h", "holder"), ("t", "time")]:
        page.keyboard.press(key)
        form = page.evaluate("() => document.activeElement.closest('form')?.getAttribute('action')")
        assert form == f"/tickets/1044/{path}", key
        page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.get_by_role("link", name="Move", exact=True).wait_for()
    keys = page.locator("main [data-key]").evaluate_all("all => all.map((one) => one.dataset.key)")
    assert keys.count(".") == 1


def test_every_room_is_within_reach_on_a_phone(visitor):
    page = visitor.opens("/", member="Ada", size=PHONE)
    for room, view in [
        ("Desk", "Outbox"), ("Clients", "Agreements"), ("Clients", "Calendars"),
        ("Learn", "Brought in"),
    ]:
        page.locator(".bottom-bar").get_by_role("link", name=room).click()
        page.locator(".views").get_by_role("link", name=view).click()
        page.locator(".views [aria-current=page]", has_text=view).wait_for()
        page.locator(".bottom-bar [aria-current]", has_text=room).wait_for()
    page.get_by_label("Ada Lindqvist").click()
    page.locator("header").get_by_role("link", name="Members").click()
    page.get_by_role("heading", level=1, name="Members").wait_for()


@pytest.mark.parametrize("size", [LARGE_PHONE, PHONE], ids=["390", "360"])
def test_no_page_moves_sideways_on_a_phone(visitor, size):
    """What is wider than the screen moves inside itself; everything folded is opened."""
    page = visitor.opens("/", member="Ada", size=size)
    wide = {}
    for path in [*PAGES, "/parked-jobs", "/agreements/new", "/calendars/demo-office/versions/new"]:
        page.goto(path)
        page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size[0]:
            wide[path] = width
    assert wide == {}


def test_a_ticket_is_found_from_every_page(visitor):
    page = visitor.opens("/clients", member="Dee")
    page.keyboard.press("/")
    page.keyboard.type("server room")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Server room is too warm").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_every_page(visitor, accessible, picture, size, scheme):
    page = visitor.opens("/", member="Ada", size=size, scheme=scheme)
    for path in PAGES:
        page.goto(path)
        accessible(page)
        picture(page, "page" + path.replace("/", "-"))


def test_the_first_visit_names_the_provider_and_closes_the_door(first_visitor):
    page = first_visitor.opens("/")
    page.wait_for_url("**/set-up")
    page.get_by_label("Your company").fill("Lanternhouse IT")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_label("Your name").fill("Ada Lindqvist")
    page.get_by_label("Your mail address").fill("ada@lanternhouse.example")
    page.get_by_label("A password").fill("lantern by the quay")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Today").wait_for()
    assert page.goto("/set-up").status == 404
