# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wrote it and under which licence is told in every file."""

import subprocess
import sys

import pytest
from tree import ROOT, files, text

OURS = {".swift", ".sh", ".py", ".css", ".js", ".c", ".h", ".html"}
MARK = "SPDX-License-" + "Identifier: AGPL-3.0-or-later"


def is_source(path):
    if path.suffix in OURS:
        return "Fixtures" not in path.parts and "Golden" not in path.parts
    return path.parts[0] == "bin" and path.suffix == "" or path.parts[0] == ".ci"


@pytest.mark.parametrize("path", [p for p in files() if is_source(p)], ids=str)
def test_a_source_opens_with_its_licence(path):
    assert MARK in "\n".join(text(path).splitlines()[:3])


def test_reuse_finds_a_licence_for_every_file():
    lint = subprocess.run(
        [sys.executable, "-m", "reuse", "lint", "--lines"], cwd=ROOT, capture_output=True, text=True
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
