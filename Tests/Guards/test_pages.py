# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the documents promise is there: links lead somewhere, commands exist."""

import re

import pytest
from tree import ROOT, files, text

PAGES = files("*.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w/.-])(?:bin|\.ci)/[a-z][\w-]*(?:/[\w.-]*\w)?")
PART = re.compile(r"bin/test ((?:[a-z]+ ?)+)`")


def anchors(path):
    """The names GitHub and its kin give a page's headings."""
    for heading in re.findall(r"^#+ (.+)$", text(path), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_link_leads_somewhere(page):
    for target in LINK.findall(text(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (ROOT / page.parent / name).resolve() if name else ROOT / page
        assert there.exists(), f"{page} links to {target}"
        assert not anchor or anchor in anchors(there), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_command_exists(page):
    for command in COMMAND.findall(text(page)):
        assert (ROOT / command).exists(), f"{page} names {command}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_named_part_of_the_tests_exists(page):
    parts = re.search(r"all_parts=\((.*)\)", text(ROOT / "bin/test")).group(1).split()
    for named in PART.findall(text(page)):
        assert set(named.split()) <= set(parts), f"{page} names bin/test {named}"
