# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house as told in its page is the house as drawn in the manifest."""

import json
import re
import subprocess

import pytest
from tree import ROOT, files, text


@pytest.fixture(scope="module")
def targets():
    dumped = subprocess.run(
        ["swift", "package", "dump-package"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return {target["name"]: target for target in json.loads(dumped.stdout)["targets"]}


def serves_tests(target):
    return target["type"] == "test" or (target.get("path") or "").startswith("Tests/")


def drawn(target):
    """What a target stands on and what it brings in, from the manifest."""
    floors, packages = set(), set()
    for dependency in target["dependencies"]:
        kind, value = next(iter(dependency.items()))
        (packages if kind == "product" else floors).add(value[0])
    return floors, packages


def row_of(target):
    """The row of the page for a target, to be pasted."""
    columns = [" ".join(f"`{name}`" for name in sorted(names)) for names in drawn(target)]
    return "| `{}` | {} | {} |".format(target["name"], *columns).replace("|  |", "| |")


def told():
    """The same from the table of the page."""
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|$", text(ROOT / "docs/house.md"), re.MULTILINE)
    words = re.compile(r"`(\w+)`")
    return {name: (set(words.findall(on)), set(words.findall(brings))) for name, on, brings in rows}


def test_the_page_tells_every_arrow(targets):
    ours = {name: drawn(target) for name, target in targets.items() if not serves_tests(target)}
    rows = {name: row for name, row in told().items() if name in ours or row[0]}
    missing = [row_of(targets[name]) for name in ours if rows.get(name) != ours[name]]
    assert missing == [], "docs/house.md should say:\n" + "\n".join(missing)
    assert set(rows) == set(ours), "docs/house.md tells of targets that are gone"


def test_rules_stand_on_nothing(targets):
    assert drawn(targets["Rules"]) == (set(), set())


def test_every_page_of_the_documents_is_in_the_index():
    index = text(ROOT / "docs/index.md")
    pages = [page for page in files("docs/*.md") if page.name != "index.md"]
    assert [str(page) for page in pages if f"({page.relative_to('docs')})" not in index] == []


def test_the_tests_open_every_room_of_the_house():
    def rooms(path):
        return set(re.findall(r"(\w+)Room\.room", text(ROOT / path)))

    house = rooms("Sources/Mainstay/Rooms.swift")
    assert len(house) > 5
    assert rooms("Tests/HouseTests/Support/Lanternhouse.swift") == house


def test_only_the_desk_keeps_files():
    """Its sweep removes what none of its own rows names: another room's files would go with it."""
    keeping = {path for path in files("Sources/*.swift") if "files.keep(" in text(path)}
    assert keeping and {path.parts[1] for path in keeping} == {"Desk"}
