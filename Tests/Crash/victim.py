# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program that is killed, and what it said before."""

import os
import signal
import subprocess
import time
from pathlib import Path

PROGRAM = Path(os.environ["MAINSTAY_PROGRAMS"]) / "crashwriter"
SECONDS_TO_START = 60


class Victim:
    """A writer at work; its lines go to a file, so that a kill loses none."""

    def __init__(self, verb, address, log, *words):
        self.log = Path(log)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [PROGRAM, verb, address, *words], stdout=output, stderr=subprocess.STDOUT
            )

    def wait_for(self, word, times):
        end = time.monotonic() + SECONDS_TO_START
        while len(self.said(word)) < times:
            assert time.monotonic() < end, f"{times} {word} did not come: {self.log.read_text()[-2000:]}"
            time.sleep(0.005)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def said(self, word):
        lines = self.log.read_text(errors="replace").splitlines()
        return {line.split(" ")[1] if " " in line else line for line in lines if line.split(" ")[0] == word}


def answer(verb, address):
    done = subprocess.run([PROGRAM, verb, address], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
    return done.stdout.splitlines()


class Ledger:
    """What was tried and acknowledged over all rounds, against what the database holds."""

    def __init__(self):
        self.tried, self.kept, self.refused = set(), set(), set()

    def hear(self, victim):
        self.tried |= victim.said("trying")
        self.kept |= victim.said("kept")
        self.refused |= victim.said("lost")

    def check(self, address):
        lines = answer("rows", address)
        rows = [line.split(" ")[1] for line in lines if line.startswith("row ")]
        assert len(rows) == len(set(rows)), "a row is there twice"
        assert self.kept - set(rows) == set(), "acknowledged and lost"
        assert self.refused & set(rows) == set(), "refused and yet there"
        assert set(rows) - self.tried == set(), "there, but never written"
        assert lines[-1] == f"sum {len(rows)}", "a transaction was parted"
        return len(rows)
