# SPDX-License-Identifier: AGPL-3.0-or-later
"""25 rounds of kill -9 on each engine: the writer, and by turns the server's own processes."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from victim import Ledger, Victim, answer

ROUNDS = 25
DICE = random.Random(int(os.environ.get("CRASH_SEED", "1")))


def test_sqlite_keeps_what_it_acknowledged(tmp_path):
    address = str(tmp_path / "house.db")
    ledger = Ledger()
    for number in range(ROUNDS):
        victim = Victim("write", address, tmp_path / "log", f"r{number}")
        victim.wait_for("kept", 1)
        time.sleep(DICE.uniform(0.02, 0.25))
        victim.kill()
        ledger.hear(victim)
        rows = ledger.check(address)
    report("SQLite", ROUNDS, 0, ledger, rows)


def test_postgres_keeps_what_it_acknowledged(tmp_path):
    address = os.environ["CRASH_POSTGRES"]
    ledger, server_kills = Ledger(), 0
    for number in range(ROUNDS):
        victim = Victim("write", address, tmp_path / "log", f"r{number}")
        victim.wait_for("kept", 1)
        time.sleep(DICE.uniform(0.02, 0.25))
        if number % 2:
            server_kills += kill_one_of_the_server()
            victim.wait_for("kept", len(victim.said("kept")) + 20)
        victim.kill()
        ledger.hear(victim)
        rows = ledger.check(address)
    report("PostgreSQL", ROUNDS, server_kills, ledger, rows)
    assert server_kills > 0


def kill_one_of_the_server():
    """A backend killed this way makes the whole server recover from its log."""
    folder = Path(os.environ["CRASH_POSTGRES_FOLDER"])
    first = (folder / "data/postmaster.pid").read_text().split()[0]
    children = subprocess.run(
        ["pgrep", "-P", first, "-f", "postgres: mainstay"], capture_output=True, text=True
    ).stdout.split()
    if children:
        os.kill(int(DICE.choice(children)), signal.SIGKILL)
    return 1 if children else 0


def test_an_upgrade_that_is_killed_goes_on_where_it_was(tmp_path):
    address = str(tmp_path / "house.db")
    kills = 0
    while kills < 15:
        victim = Victim("migrate", address, tmp_path / "log")
        time.sleep(DICE.uniform(0.02, 0.3))
        if victim.process.poll() is not None:
            break
        victim.kill()
        kills += 1
    marks = [f"{step} {mark}" for step in range(1, 61) for mark in range(1, 6)]
    assert answer("schema", address) == marks
    print(f"upgrade: {kills} kills, every step whole and once")


def report(engine, rounds, server_kills, ledger, rows):
    print(
        f"{engine}: {rounds} rounds ({server_kills} kills of the server), "
        f"{len(ledger.tried)} tried, {len(ledger.kept)} acknowledged, {rows} rows, 0 lost"
    )
