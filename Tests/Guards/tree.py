# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the house as git knows them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*patterns):
    """What is committed or about to be, as paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")
    return sorted({Path(name) for name in listed if name and (ROOT / name).is_file()})


def text(path):
    """The text of a file, or None when it is not text: pictures, and letters kept as they came."""
    content = (ROOT / path).read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
