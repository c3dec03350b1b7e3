# SPDX-License-Identifier: AGPL-3.0-or-later
"""A disk that keeps what was synced and, when the power fails, forgets the rest.

    python forgetful_disk.py MOUNTPOINT BACKING

Programs see every write at once; BACKING gets it at fsync. Writing a number to the file POWER_CUT
cuts the power: every unsynced write is forgotten, or kept with one chance in two when the number
is odd (it is the seed), and from then on every call fails. Writing 1 to the file DISK_FULL lets no
file grow until 0 is written there.
"""

import errno
import functools
import os
import random
import sys

import mfusepy

POWER_CUT = "/POWER_CUT"
DISK_FULL = "/DISK_FULL"


class File:
    """What programs see, and what of it the disk has not got yet."""

    def __init__(self, path):
        with open(path, "rb") as disk:
            self.seen = bytearray(disk.read())
        self.path, self.pending = path, []

    def write(self, offset, data):
        self.pending.append((offset, bytes(data)))
        apply(self.seen, offset, data)

    def truncate(self, length):
        self.pending.append((length, None))
        apply(self.seen, length, None)

    def sync(self, keeps=lambda: True):
        if not self.pending:
            return
        with open(self.path, "rb") as disk:
            content = bytearray(disk.read())
        for offset, data in self.pending:
            if keeps():
                apply(content, offset, data)
        with open(self.path, "wb") as disk:
            disk.write(content)
        self.pending = []


def apply(content, offset, data):
    """One write, or a cut to the length when there are no data."""
    end = offset if data is None else offset + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset:end] = data


def powered(call):
    @functools.wraps(call)
    def answer(disk, *arguments):
        if disk.is_dead:
            raise mfusepy.FuseOSError(errno.EIO)
        return call(disk, *arguments)

    return answer


class ForgetfulDisk(mfusepy.Operations):
    use_ns = True

    def __init__(self, backing):
        self.backing, self.files = backing, {}
        self.is_dead, self.is_full = False, False

    def file(self, path):
        if path not in self.files:
            self.files[path] = File(self.backing + path)
        return self.files[path]

    @powered
    def getattr(self, path, fh=None):
        state = os.lstat(self.backing + path)
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size")
        found = {name: getattr(state, name) for name in names}
        if path in self.files:
            found["st_size"] = len(self.files[path].seen)
        return found

    @powered
    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.backing + path)]

    @powered
    def create(self, path, mode, fi=None):
        os.close(os.open(self.backing + path, os.O_CREAT | os.O_WRONLY, mode))
        return 0

    @powered
    def open(self, path, flags):
        self.file(path)
        return 0

    @powered
    def read(self, path, size, offset, fh):
        return bytes(self.file(path).seen[offset : offset + size])

    @powered
    def write(self, path, data, offset, fh):
        if path == POWER_CUT:
            self.cut(int(data))
        if path == DISK_FULL:
            self.is_full = int(data) == 1
        elif self.is_full and offset + len(data) > len(self.file(path).seen):
            raise mfusepy.FuseOSError(errno.ENOSPC)
        self.file(path).write(offset, data)
        return len(data)

    @powered
    def truncate(self, path, length, fh=None):
        self.file(path).truncate(length)

    @powered
    def fsync(self, path, datasync, fh):
        self.file(path).sync()

    @powered
    def unlink(self, path):
        os.unlink(self.backing + path)
        self.files.pop(path, None)

    @powered
    def rename(self, old, new):
        os.rename(self.backing + old, self.backing + new)
        if old in self.files:
            self.files[new] = self.files.pop(old)
            self.files[new].path = self.backing + new

    def cut(self, seed):
        dice = random.Random(seed)
        for file in self.files.values():
            file.sync(keeps=lambda: seed % 2 == 1 and dice.random() < 0.5)
        self.is_dead = True
        raise mfusepy.FuseOSError(errno.EIO)


if __name__ == "__main__":
    mfusepy.FUSE(ForgetfulDisk(sys.argv[2]), sys.argv[1], foreground=True, nothreads=True)
