# SPDX-License-Identifier: AGPL-3.0-or-later
"""The string literals of Swift sources, as the patterns the message catalogue knows."""

import re

OPENING = re.compile(r'(#*)("""|")')
NEXT = re.compile(r'//|/\*|#*"')
PLAIN = re.compile(r'[^"\\]+|["\\]')
SHORT = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


class Literal:
    """One literal: where it stands, its pattern and the codes interpolated in it."""

    def __init__(self, start, end, parts, codes):
        self.start, self.end, self.parts, self.codes = start, end, parts, codes

    @property
    def pattern(self):
        """`Reply to {1}` for `"Reply to \\(name)"`."""
        out, places = "", 0
        for part in self.parts:
            if isinstance(part, str):
                out += part
            else:
                places += 1
                out += "{" + str(places) + counted(part[0]) + "}"
        return out


def counted(code):
    """`:# ticket|# tickets` for what counts, else nothing."""
    if not code.lstrip().startswith("count:"):
        return ""
    one, many = literals(code)[-2:]
    return f":{one.pattern}|{many.pattern}"


def literals(code):
    """The literals of this code, without those inside their interpolations."""
    found, at = [], 0
    while mark := NEXT.search(code, at):
        at = mark.start()
        if mark[0] == "//":
            at = ending(code, "\n", at)
        elif mark[0] == "/*":
            at = ending(code, "*/", at)
        else:
            found.append(literal(code, at))
            at = found[-1].end
    return found


def ending(code, mark, at):
    place = code.find(mark, at)
    return len(code) if place < 0 else place + len(mark)


def literal(code, start):
    hashes, quote = OPENING.match(code, start).groups()
    escape, close = "\\" + hashes, quote + hashes
    at, parts, codes = start + len(hashes + quote), [""], []
    while at < len(code) and not code.startswith(close, at):
        if not code.startswith(escape, at):
            plain = PLAIN.match(code, at)
            parts[-1] += plain[0]
            at = plain.end()
        elif code[at + len(escape)] == "(":
            first = at + len(escape) + 1
            at = closing(code, first)
            parts += [(code[first : at - 1],), ""]
            codes.append((first, at - 1))
        else:
            said, at = escaped(code, at + len(escape))
            parts[-1] += said
    parts = unindented(parts) if len(quote) == 3 else parts
    return Literal(start, at + len(close), parts, codes)


def closing(code, at):
    """Behind the parenthesis that closes the one before `at`."""
    depth = 1
    while depth and at < len(code):
        if OPENING.match(code, at):
            at = literal(code, at).end
            continue
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        at += 1
    return at


def escaped(code, at):
    scalar = re.compile(r"u\{([0-9a-fA-F]+)\}").match(code, at)
    if scalar:
        return chr(int(scalar[1], 16)), scalar.end()
    if code[at] == "\n":
        return "\0", at  # the line goes on: taken out together with its end
    return SHORT.get(code[at], code[at]), at + 1


def unindented(parts):
    """A literal of several lines without its indentation and its first and last line end."""
    indent = "\n" + re.search(r"[ \t]*$", parts[-1])[0]
    whole = [part.replace(indent, "\n") if isinstance(part, str) else part for part in parts]
    whole[0] = whole[0].lstrip(" \t").removeprefix("\n")
    whole[-1] = re.sub(r"\n[ \t]*$", "", whole[-1])
    return [part.replace("\0\n", "") if isinstance(part, str) else part for part in whole]
