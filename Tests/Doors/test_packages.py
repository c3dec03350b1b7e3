# SPDX-License-Identifier: AGPL-3.0-or-later
"""A door that misses Debian packages installs them when it may, else says the exact command."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def system(tmp_path):
    return System(tmp_path)


class System:
    """A Debian machine of paper: its tools write down what they were asked."""

    def __init__(self, folder):
        self.folder, self.tools, self.asked = folder, folder / "tools", folder / "asked"
        self.tools.mkdir()
        self.asked.write_text("")
        for name in "awk bash cat env grep printf tr".split():
            (self.tools / name).symlink_to(shutil.which(name))

    def has(self, name, script):
        tool = self.tools / name
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
        return self

    def with_user(self, number):
        return self.has("id", f"echo {number}")

    def with_packages(self, *names):
        known = "|".join(names) or "none"
        return self.has("dpkg-query", f'case "$4" in {known}) printf installed ;; *) exit 1 ;; esac')

    def with_apt(self, code=0):
        return self.has("apt-get", f'echo "$@" >>{self.asked}\nexit {code}')

    def needs(self, *words):
        listed = f'. bin/lib/packages.sh; need_packages {" ".join(words)}'
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f". bin/lib/say.sh; {listed}; echo done"],
            cwd=ROOT, text=True, capture_output=True, stdin=subprocess.DEVNULL,
            env={"PATH": str(self.tools), "HOME": str(self.folder)},
        )


RUN = [
    line.split()[1]
    for line in (ROOT / "bin/lib/packages.txt").read_text().splitlines()
    if line.startswith("run ")
]


def test_with_everything_at_hand_nothing_is_said_or_asked(system):
    needed = system.with_user(0).with_packages(*RUN).with_apt().needs("run")
    assert (needed.returncode, needed.stdout) == (0, "done\n")
    assert system.asked.read_text() == ""


def test_root_installs_only_what_is_missing_after_one_refresh(system):
    needed = system.with_user(0).with_packages(*RUN[1:]).with_apt().needs("run")
    update, install = system.asked.read_text().splitlines()
    assert needed.returncode == 0
    assert f"Installing Debian packages: {RUN[0]}" in needed.stdout
    assert update.endswith(" update")
    assert install.endswith(f"install -y --no-install-recommends {RUN[0]}")
    assert "DPkg::Lock::Timeout=600" in install


def test_a_user_without_sudo_reads_the_exact_command(system):
    needed = system.with_user(1000).with_packages(*RUN[2:]).with_apt().needs("run")
    assert needed.returncode != 0
    assert (
        "as root run: apt-get update && apt-get install -y --no-install-recommends "
        f"{RUN[0]} {RUN[1]}\n" in needed.stderr
    )
    assert system.asked.read_text() == ""


def test_a_user_with_sudo_installs_through_it(system):
    system.with_user(1000).with_packages(*RUN[1:]).with_apt()
    needed = system.has("sudo", f'[ "$1" = -n ] && exit 0; echo sudo >>{system.asked}; exec "$@"').needs("run")
    assert needed.returncode == 0, needed.stderr
    assert system.asked.read_text().startswith("sudo\n")


def test_a_failed_installation_ends_with_the_command(system):
    needed = system.with_user(0).with_packages(*RUN[1:]).with_apt(code=100).needs("run")
    assert needed.returncode != 0
    assert f"apt-get install -y --no-install-recommends {RUN[0]}" in needed.stderr


def test_elsewhere_than_on_debian_the_needed_packages_are_named(system):
    needed = system.with_user(0).needs("run", "test")
    assert needed.returncode == 0
    assert "libsqlite3-dev" in needed.stdout and "chromium" in needed.stdout
