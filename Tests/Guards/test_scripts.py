# SPDX-License-Identifier: AGPL-3.0-or-later
"""The doors open: scripts are executable, clean, and every test folder is behind one."""

import os
import re
import subprocess

import pytest
from tree import ROOT, files, text


def starts_as_a_program(path):
    content = text(path)
    return content is not None and content.startswith("#!")


PROGRAMS = [p for p in files() if "Fixtures" not in p.parts and starts_as_a_program(p)]
SHELL = [path for path in PROGRAMS if re.match(r"#!.*\b(ba)?sh\b", text(path))]


@pytest.mark.parametrize("path", PROGRAMS, ids=str)
def test_a_program_may_be_executed(path):
    assert os.access(ROOT / path, os.X_OK)


@pytest.mark.parametrize("path", files("bin/*", ".ci/*"), ids=str)
def test_only_programs_may_be_executed(path):
    assert os.access(ROOT / path, os.X_OK) == starts_as_a_program(path)


@pytest.mark.parametrize("path", SHELL, ids=str)
def test_a_script_is_clean(path):
    check = subprocess.run(
        ["shellcheck", "-x", "-a", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert check.returncode == 0, check.stdout


def test_ci_runs_bin_test_and_nothing_else():
    commands = [
        line for line in text(ROOT / ".ci/run").splitlines() if line and not line.startswith("#")
    ]
    assert commands == ["exec bin/test"]


def test_no_test_folder_is_left_out():
    """A folder is run by bin/test, or compiled as a target, or holds only what tests read."""
    door, manifest = text(ROOT / "bin/test"), text(ROOT / "Package.swift")
    folders = {path.parts[1] for path in files("Tests/**") if len(path.parts) > 2}
    run = {name for name in folders if f"Tests/{name}" in door}
    compiled = {name for name in folders if f'"{name}"' in manifest or f"Tests/{name}" in manifest}
    assert folders - run - compiled - {"Fixtures", "Golden"} == set()
