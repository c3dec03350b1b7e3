# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stories in Chromium, against the server as it was built, with a world of its own."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from server import Server

CHROMIUM = os.environ.get("MAINSTAY_CHROMIUM", "/usr/bin/chromium")
ARTEFACTS = Path(os.environ.get("MAINSTAY_ARTEFACTS", "artefacts")) / "browser"

DESK, PHONE = (1280, 800), (360, 780)
LARGE_DESK, LARGE_PHONE = (1440, 900), (390, 844)

# Every page an owner meets in the demo world.
PAGES = [
    "/", "/tickets", "/tickets/1044", "/tickets/1044/clocks", "/tickets/1044/move", "/tickets/new", "/inbox", "/outbox",
    "/clients", "/clients/demo-harbour", "/clients/demo-harbour/change", "/agreements",
    "/agreements/demo-agreement-demo-harbour", "/agreements/demo-agreement-demo-harbour/draft",
    "/calendars", "/calendars/demo-office", "/members", "/members/demo-ben", "/me",
    "/reports", "/switching/servicenow",
]


def pytest_report_header():
    return f"pictures: {ARTEFACTS}"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The house with the demo world, open for the whole run."""
    with Server(tmp_path_factory.mktemp("house"), ARTEFACTS) as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path):
    """A house of one's own, without any data: for first-run set-up and for breaking things."""
    with Server(tmp_path / "house", ARTEFACTS, world=False) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash.setdefault(OUTCOME, {})[report.when] = report
    return report


OUTCOME = pytest.StashKey()


class Visitor:
    """Opens pages for one story; complains afterwards about anything the browser complained about."""

    def __init__(self, browser, server, story):
        self.browser, self.server, self.story = browser, server, story
        self.opened, self.complaints = [], []

    def opens(self, path="/", *, size=DESK, scheme="light", scripts=True, member=None, **context):
        """A page at an address, in its own browser profile; `member` is signed in first."""
        profile = self.browser.new_context(
            base_url=self.server.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=scripts,
            **context,
        )
        page = profile.new_page()
        page.look = f"{size[0]}-{scheme}" + ("" if scripts else "-no-scripts")
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.hears)
        self.opened.append(page)
        if member:
            page.goto(self.server.link(member))
            if "/sign-in/" in page.url:
                page.get_by_role("button", name="Sign in").click()
        page.goto(path)
        return page

    def hears(self, message):
        """An answer such as 422 is part of a story; a blocked script or style never is."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def leaves(self, failed):
        for number, page in enumerate(self.opened):
            if failed:
                page.screenshot(path=picture_path(f"failed-{self.story}-{number}"), full_page=True)
            page.context.close()
        assert failed or self.complaints == []


@pytest.fixture
def visitor(browser, server, request):
    """Opens pages of the house with the demo world."""
    yield from visiting(browser, server, request)


@pytest.fixture
def first_visitor(browser, fresh_server, request):
    """Opens pages of a house without any data."""
    yield from visiting(browser, fresh_server, request)


def visiting(browser, house, request):
    someone = Visitor(browser, house, re.sub(r"\W+", "-", request.node.name))
    yield someone
    told = request.node.stash[OUTCOME].get("call")
    someone.leaves(failed=told is None or told.failed)


@pytest.fixture
def accessible():
    """Asks axe whether everybody can use a page: accessible(page)."""

    def check(page):
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def picture():
    """Keeps a picture of a page among the artefacts: picture(page, "today")."""

    def keep(page, name):
        page.screenshot(path=picture_path(f"{name}-{page.look}"), full_page=True)

    return keep


def picture_path(name):
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    return ARTEFACTS / f"{name}.png"
