# SPDX-License-Identifier: AGPL-3.0-or-later
"""The server as it was built, started on a free loopback port with a data folder of its own."""

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("MAINSTAY_PROGRAMS", ROOT / ".build/debug")) / "mainstay"


class Server:
    """One running house: its address, its data, its log and the sign-in links of its cast."""

    def __init__(self, folder, logs, world=True, words=(), **settings):
        self.folder, self.world, self.words = Path(folder), world, words
        self.folder.mkdir(parents=True, exist_ok=True)
        logs.mkdir(parents=True, exist_ok=True)
        self.log = logs / f"server-{self.folder.name}.log"
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.links, self.process = {}, None
        self.settings = {
            **os.environ,
            "MAINSTAY_DATA": str(self.folder),
            "MAINSTAY_PUBLIC": str(ROOT / "Public"),
            "MAINSTAY_PORT": str(self.port),
            **{f"MAINSTAY_{name.upper()}": str(value) for name, value in settings.items()},
        }

    def __enter__(self):
        if self.world:
            self.make_world()
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, *words, **options):
        """Another verb of the executable, with this house's settings."""
        return subprocess.run(
            [PROGRAM, *words], env=self.settings, cwd=ROOT, text=True, capture_output=True,
            timeout=120, **options,
        )

    def make_world(self):
        made = self.run("demo")
        assert made.returncode == 0, made.stdout + made.stderr
        self.links = dict(re.findall(r"^\W*(\w+).*?(https?://\S+)", made.stdout, re.MULTILINE))

    def link(self, member):
        """A fresh link for somebody of the cast: a member's works once."""
        self.make_world()
        return self.links[member]

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", *self.words], env=self.settings, cwd=ROOT, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self.wait_until_it_answers()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def wait_until_it_answers(self):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self.process.poll() is None, f"The server ended: {self.log.read_text()}"
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"The server does not answer: {self.log.read_text()}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
