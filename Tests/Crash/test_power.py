# SPDX-License-Identifier: AGPL-3.0-or-later
"""Power cuts: what was not synced is gone, and what was acknowledged must still be there."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forgetful_disk import DISK_FULL, POWER_CUT
from victim import Ledger, Victim

CUTS = 5


class Disk:
    """A forgetful disk, mounted."""

    def __init__(self, folder):
        self.mount, self.backing = folder / "disk", folder / "backing"
        self.mount.mkdir()
        self.backing.mkdir(exist_ok=True)
        self.was_full = False
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("forgetful_disk.py"), self.mount, self.backing],
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + 30
        while not os.path.ismount(self.mount):
            assert self.process.poll() is None and time.monotonic() < end, "the disk can't be mounted"
            time.sleep(0.01)

    def cut_power(self, seed):
        with contextlib.suppress(OSError), open(f"{self.mount}{POWER_CUT}", "w") as switch:
            switch.write(str(seed))

    def fill(self, is_full):
        with open(f"{self.mount}{DISK_FULL}", "r+" if self.was_full else "w") as switch:
            switch.write(str(int(is_full)))
        self.was_full = True

    def remove(self):
        subprocess.run(["fusermount3", "-u", "-z", self.mount], check=True)
        self.process.wait(timeout=30)
        (self.backing / POWER_CUT.strip("/")).unlink(missing_ok=True)
        self.mount.rmdir()


@pytest.fixture
def make_disk(tmp_path):
    disks = []

    def make():
        disks.append(Disk(tmp_path))
        return disks[-1]

    yield make
    for disk in disks:
        if os.path.ismount(disk.mount):
            disk.remove()


def test_sqlite_keeps_what_it_acknowledged_when_the_power_fails(make_disk, tmp_path):
    ledger = Ledger()
    for number in range(CUTS):
        disk = make_disk()
        victim = Victim("write", str(disk.mount / "house.db"), tmp_path / "log", f"c{number}")
        victim.wait_for("kept", 200)
        disk.cut_power(number)
        victim.process.wait(timeout=60)
        assert victim.process.returncode == 3, "it must stop when its disk has failed"
        ledger.hear(victim)
        disk.remove()
        rows = ledger.check(str(disk.backing / "house.db"))
    print(f"SQLite: {CUTS} power cuts, {len(ledger.kept)} acknowledged, {rows} rows, 0 lost")


def test_sqlite_goes_on_when_a_full_disk_has_room_again(make_disk, tmp_path):
    ledger, disk = Ledger(), make_disk()
    victim = Victim("write", str(disk.mount / "house.db"), tmp_path / "log", "f")
    victim.wait_for("kept", 50)
    disk.fill(True)
    victim.wait_for("lost", 20)
    disk.fill(False)
    victim.wait_for("kept", len(victim.said("kept")) + 50)
    assert victim.process.poll() is None
    victim.kill()
    ledger.hear(victim)
    disk.remove()
    rows = ledger.check(str(disk.backing / "house.db"))
    refused = len(victim.said("lost"))
    print(f"SQLite: {refused} refused on a full disk, {len(ledger.kept)} acknowledged, {rows} rows, 0 lost")


def test_the_disk_does_forget(make_disk):
    """The judge judged: a writer that does not wait for the disk loses what it acknowledged."""
    disk = make_disk()
    careless = sqlite3.connect(disk.mount / "careless.db", isolation_level=None)
    careless.execute("PRAGMA journal_mode = WAL")
    careless.execute("PRAGMA synchronous = FULL")
    careless.execute("CREATE TABLE rows (id)")
    careless.execute("PRAGMA synchronous = NORMAL")
    for number in range(200):
        careless.execute("INSERT INTO rows VALUES (?)", [number])
    disk.cut_power(0)
    careless.close()
    disk.remove()
    left = sqlite3.connect(disk.backing / "careless.db").execute("SELECT count(*) FROM rows").fetchone()[0]
    print(f"careless: 200 acknowledged, {left} left")
    assert left < 200
