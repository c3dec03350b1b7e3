# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing committed knows the machine it was written on."""

import re
import socket
from pathlib import Path

import pytest
from tree import ROOT, files, text

STANDARD = {
    "bin", "boot", "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run",
    "sbin", "srv", "sys", "tmp", "usr", "var",
}
# The cast of the tests may have homes.
A_PERSONS_FOLDER = re.compile(
    r"(?<![\w.$}])/(?:home|Users)/(?!ada/|ben/|cleo/|dov/)[a-z][\w-]*/|(?<![\w.$}])/[r]oot/"
)


def folders_of_this_machine():
    """The clone and what lies beside it, where that is no standard folder."""
    found = set()
    for folder in [ROOT, *ROOT.parents]:
        parts = folder.parts
        if len(parts) > 1 and parts[1] not in STANDARD:
            found.add(str(folder) + "/")
            if len(parts) > 2:
                found |= {str(beside) for beside in folder.parent.iterdir()}
    return sorted(name for name in found if len(Path(name).parts) > 2)


OURS = [path for path in files() if not {"LICENSES", "Fixtures"} & set(path.parts)]


@pytest.mark.parametrize("path", OURS, ids=str)
def test_a_file_names_no_folder_of_one_machine(path):
    content = text(path)
    if content is None:
        return
    assert not A_PERSONS_FOLDER.search(content)
    for folder in folders_of_this_machine():
        assert folder not in content
    host = socket.gethostname()
    assert host in {"localhost", "debian"} or len(host) < 6 or host not in content
