# SPDX-License-Identifier: AGPL-3.0-or-later
"""Without Swift, a door fetches the pinned release: whole, checked and once."""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = "#!/bin/sh\necho 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'\n"


def archive(program=STAND_IN):
    """A toolchain that only knows its version, packed as swift.org packs the real one."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in {"swift": program, "padding": os.urandom(300_000).hex()}.items():
            entry = tarfile.TarInfo(f"swift-6.3.1-RELEASE-debian12/usr/bin/{name}")
            entry.mode, entry.size = 0o755, len(content)
            tar.addfile(entry, io.BytesIO(content.encode()))
    return packed.getvalue()


class Mirror:
    """A place on loopback that hands out the archive, if need be only in pieces."""

    def __init__(self, content, piece=None, ranges=True):
        self.content, self.piece, self.ranges, self.asked = content, piece, ranges, []
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request):
        wanted = request.headers.get("Range")
        self.asked.append((request.path, wanted))
        start = int(wanted[6:-1]) if wanted and self.ranges else 0
        rest = self.content[start:]
        request.send_response(206 if start else 200)
        if start:
            last = len(self.content) - 1
            request.send_header("Content-Range", f"bytes {start}-{last}/{last + 1}")
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        request.wfile.write(rest[: self.piece])
        request.close_connection = True


@pytest.fixture
def door(tmp_path):
    """A copy of the doors with a pinned hash of our own, on a system without Swift."""
    shutil.copytree(ROOT / "bin", tmp_path / "house/bin")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in (
        "awk bash cat cut curl dirname dpkg-query env flock getent grep gzip id mkdir mktemp mv "
        "rm sed sha256sum stat tar tr uname"
    ).split():
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    return Door(tmp_path, tools)


class Door:
    """What a person does: opens the door and reads what it says."""

    def __init__(self, folder, tools):
        self.folder, self.tools, self.mirrors = folder, tools, []
        self.home = folder / "cache/mainstay/swift-6.3.1"

    def pins(self, content):
        hashes = self.folder / "house/bin/lib/swift-release.sha256"
        digest = hashlib.sha256(content).hexdigest()
        names = [line.split()[1] for line in hashes.read_text().splitlines()]
        hashes.write_text("".join(f"{digest}  {name}\n" for name in names))

    def opened(self, mirror):
        script = (
            ". bin/lib/say.sh; . bin/lib/packages.sh; need_packages() { :; }; "
            ". bin/lib/swift.sh; need_swift; swift --version"
        )
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder / "house", text=True, capture_output=True, timeout=120,
            env={
                "PATH": str(self.tools), "HOME": str(self.folder),
                "XDG_CACHE_HOME": str(self.folder / "cache"), "MAINSTAY_SWIFT_MIRROR": mirror,
            },
        )


def test_the_release_is_fetched_checked_and_used(door):
    content = archive()
    mirror = Mirror(content)
    door.pins(content)
    opened = door.opened(mirror.address)
    assert opened.returncode == 0, opened.stderr
    assert "Swift version 6.3.1" in opened.stdout
    assert mirror.asked[0][0].startswith("/swift-6.3.1-release/")
    assert [path.name for path in door.home.parent.iterdir() if "part" in path.name] == []


def test_a_second_start_asks_nobody(door):
    content = archive()
    mirror = Mirror(content)
    door.pins(content)
    door.opened(mirror.address)
    before = len(mirror.asked)
    again = door.opened(mirror.address)
    assert again.returncode == 0
    assert len(mirror.asked) == before


def test_an_archive_with_another_hash_is_refused_and_deleted(door):
    mirror = Mirror(archive())
    door.pins(b"another archive")
    opened = door.opened(mirror.address)
    assert opened.returncode != 0
    assert "does not have the pinned hash" in opened.stderr
    assert not door.home.exists()
    assert list(door.home.parent.glob("*.part")) == []


def test_a_cut_transfer_goes_on_where_it_stopped(door):
    content = archive()
    mirror = Mirror(content, piece=len(content) // 2 + 1)
    door.pins(content)
    opened = door.opened(mirror.address)
    assert opened.returncode == 0, opened.stderr
    assert [wanted for _, wanted in mirror.asked if wanted]


def test_what_a_cut_transfer_brought_is_kept_for_the_next_start(door):
    content = archive()
    door.pins(content)
    torn = Mirror(content, piece=1000)
    assert door.opened(torn.address).returncode != 0
    kept = list(door.home.parent.glob("*.part"))[0].stat().st_size
    assert kept >= 1000
    whole = Mirror(content)
    assert door.opened(whole.address).returncode == 0
    assert whole.asked[0][1] == f"bytes={kept}-"


def test_a_mirror_that_cannot_go_on_in_the_middle_starts_again(door):
    content = archive()
    door.pins(content)
    door.opened(Mirror(content, piece=1000).address)
    opened = door.opened(Mirror(content, ranges=False).address)
    assert opened.returncode == 0, opened.stderr


def test_offline_one_sentence_says_what_to_install_and_from_where(door):
    door.pins(archive())
    opened = door.opened("http://127.0.0.1:9")
    said = opened.stderr.strip().splitlines()[-1]
    assert opened.returncode != 0
    assert "install Swift 6.3.1 from https://www.swift.org/install/linux/" in said
    assert not door.home.exists()


def test_a_toolchain_that_does_not_start_here_is_named(door):
    content = archive("#!/bin/sh\nexit 127\n")
    door.pins(content)
    opened = door.opened(Mirror(content).address)
    assert opened.returncode != 0
    assert "does not start here" in opened.stderr


def test_an_older_swift_is_not_used(door):
    old = door.tools / "swift"
    old.write_text("#!/bin/sh\necho 'Swift version 5.10 (swift-5.10-RELEASE)'\n")
    old.chmod(0o755)
    content = archive()
    door.pins(content)
    assert "Swift version 6.3.1" in door.opened(Mirror(content).address).stdout


@pytest.mark.parametrize("version", ["6.2", "6.3.1", "7.0"])
def test_a_swift_at_hand_is_used_as_it_is(door, version):
    own = door.tools / "swift"
    own.write_text(f"#!/bin/sh\necho 'Swift version {version} (own)'\n")
    own.chmod(0o755)
    assert f"Swift version {version} (own)" in door.opened("http://127.0.0.1:9").stdout
