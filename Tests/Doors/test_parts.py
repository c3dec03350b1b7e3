# SPDX-License-Identifier: AGPL-3.0-or-later
"""bin/test counts what its parts did, and never takes a failure for a success."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SWIFT_PASSED = "✔ Test run with 93 tests in 5 suites passed after 1.2 seconds.\n"
SWIFT_FAILED = (
    "✘ Test \"a\" recorded an issue at A.swift:1:1\n"
    "✘ Test \"a\" failed after 0.1 seconds with 1 issue.\n"
    "✘ Test \"b\" with 3 test cases failed after 0.1 seconds with 2 issues.\n"
    "✘ Suite S failed after 0.2 seconds with 3 issues.\n"
    "✘ Test run with 93 tests in 5 suites failed after 1.2 seconds with 3 issues.\n"
)


def summed(tmp_path, *parts, door="bin/test"):
    """What the machinery of bin/test says, run under a door's name, of parts that end as told."""
    lines = [
        f"part {name} bash -c 'cat {tmp_path}/{name}.said; exit {code}'\n"
        for name, _, code in parts
    ]
    for name, said, _ in parts:
        (tmp_path / f"{name}.said").write_text(said)
    script = ". bin/lib/say.sh; . bin/lib/parts.sh\n" + "".join(lines) + "summary"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script, door], cwd=ROOT, text=True, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MAINSTAY_ARTEFACTS": str(tmp_path)},
    )


@pytest.mark.parametrize(
    ("said", "code", "sum_line"),
    [
        (SWIFT_PASSED, 0, "93 passed, 0 failed"),
        (SWIFT_FAILED, 1, "91 passed, 2 failed"),
        (SWIFT_PASSED, 1, "93 passed, 1 failed"),
        ("5 passed in 0.10s\n", 0, "5 passed, 0 failed"),
        ("== 2 failed, 5 passed, 1 skipped, 1 error in 2.10s ==\n", 1, "5 passed, 3 failed"),
        ("1 passed, 0 failed\n4 passed in 1s\n", 0, "5 passed, 0 failed"),
        ("25 passed, 0 failed\n", 137, "25 passed, 1 failed"),
        ("", 0, "0 passed, 1 failed"),
        ("no tests ran in 0.01s\n", 5, "0 passed, 1 failed"),
    ],
)
def test_a_part_is_counted_by_its_closing_lines(tmp_path, said, code, sum_line):
    told = summed(tmp_path, ("one", said, code))
    assert told.stdout.splitlines()[-1] == sum_line
    assert (told.returncode == 0) == (", 0 failed" in sum_line)


def test_the_last_line_sums_over_all_parts(tmp_path):
    told = summed(tmp_path, ("one", SWIFT_PASSED, 0), ("two", "2 failed, 5 passed in 1s\n", 1))
    assert told.stdout.splitlines()[-1] == "98 passed, 2 failed"
    assert "Again, only what failed: bin/test two" in told.stdout


@pytest.mark.parametrize("door", ["bin/test", "bin/torture"])
def test_what_failed_is_shown_with_the_command_to_repeat_it(tmp_path, door):
    told = summed(tmp_path, ("unit", SWIFT_FAILED, 1), door=door)
    assert "✘ Test \"a\" failed after" in told.stdout
    assert f"this part alone: {door} unit" in told.stdout
    assert f"only what failed: {door} unit" in told.stdout


def test_an_unknown_part_is_refused_with_the_known_ones():
    asked = subprocess.run(["bin/test", "unti"], cwd=ROOT, text=True, capture_output=True)
    assert asked.returncode != 0
    assert "unit" in asked.stderr


@pytest.mark.parametrize(
    ("command", "sum_line"), [("false", "0 passed, 1 failed"), ("true", "1 passed, 0 failed")]
)
def test_a_command_failing_in_the_middle_of_a_part_fails_it(tmp_path, command, sum_line):
    house = tmp_path / "house"
    subprocess.run(["cp", "-r", str(ROOT / "bin"), str(house)], check=True)
    door = house / "test"
    door.write_text(
        door.read_text()
        .replace("build_debug\n", f"{command}\n")
        .replace("set_up() {", "set_up() {\n  return\n")
        .replace('BASH_SOURCE[0]}")/.."', 'BASH_SOURCE[0]}")" && ln -sfn . bin')
    )
    told = subprocess.run(
        [door, "build"], text=True, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MAINSTAY_ARTEFACTS": str(tmp_path)},
    )
    assert told.stdout.splitlines()[-1] == sum_line, told.stdout + told.stderr
