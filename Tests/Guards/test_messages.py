# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every sentence a page, a letter or a refusal says has its German in the catalogue."""

import functools
import json
import re

import pytest
from swift_words import closing, literals
from tree import ROOT, files

CATALOGUE = "Messages/de.po"
# Terminal and API description speak English, as do the demo's people and the style guide.
# What is wrong with a catalogue is told to those who write one.
UNTRANSLATED = {
    "Bench", "Demo", "Mainstay", "Messages.swift", "OpenAPI.swift", "PortableObject.swift",
    "Storage", "StyleGuide",
}
DECLARED = re.compile(r"\b(?:func\s+(\w+)|(init))(?:<[^>]*>)?\s*\(")
TYPE = re.compile(r"\b(?:struct|enum|class|actor|extension)\s+(?:\w+\.)*(\w+)")
PARAMETER = re.compile(r"(\w+)(?:\s+\w+)?\s*:\s*Phrase\??(?=\s*(?:[,=)]|$))")
# What takes a phrase without saying so at its declaration: tuples and generated initializers.
MORE_LABELS = {"say", "phrase"}
SAYING = re.compile(r"(?:->\s*(\w+)\??|\b(?:var|let)\s+\w+\s*:\s*(\w+)\??)\s*(\{|=)")
# Lists of pairs, like a way back or a key and what it does, hold words that begin like a sentence.
PAIRED = re.compile(r"[A-Z“(][^/]*$")
KEYS = {"Ctrl ⏎", "Esc"}
# These take phrases in one place and plain text in many.
ALSO_TEXT = {"number", "text"}
NEVER = {"DispatchQueue", "Logger", "Verb", "say"}
STATEMENT_END = re.compile(r"(?<![?:=,(\[])[ ]*\n(?!\s*(?:[?:.+]|\x01))|\Z")
PLACE = re.compile(r"\{\d+[:}]")


def sources():
    return [path for path in files("Sources/*.swift") if not UNTRANSLATED & set(path.parts)]


@functools.cache
def code(path):
    return (ROOT / path).read_text(encoding="utf-8")


def masked(text):
    """The code with its literals and comments blanked, so that brackets can be counted."""
    out = list(text)
    for word in literals(text):
        out[word.start : word.end] = "\1" + " " * (word.end - word.start - 1)
    return re.sub(r"//[^\n]*", lambda note: " " * len(note[0]), "".join(out))


def pieces(text):
    """The parts between commas that stand in no brackets."""
    depth, start = 0, 0
    for at, mark in enumerate(text):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def reach(path, plain, at):
    """Where a declaration can be called from: its file, its room or everywhere."""
    line = plain[plain.rfind("\n", 0, at) + 1 : at]
    if "private" in line:
        return str(path)
    return "" if "package" in line else "/".join(path.parts[:2])


def owner(plain, at):
    """The type whose braces are around a place."""
    depth = 0
    for here in range(at - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(plain[here], 0)
        if depth < 0:
            return "".join([kind[1] for kind in TYPE.finditer(plain, 0, here)][-1:])
    return ""


@functools.cache
def takers():
    """Which arguments are phrases, by reach: labels, and names of calls with a position."""
    found = set()
    for path in sources():
        plain = masked(code(path))
        for call in DECLARED.finditer(plain):
            within = reach(path, plain, call.start())
            name, leading = call[1] or owner(plain, call.start()), 0
            parameters = list(pieces(plain[call.end() : closing(plain, call.end()) - 1]))
            for index, one in enumerate(parameters):
                parameter = PARAMETER.match(one.strip())
                if parameter and parameter[1] != "_":
                    found.add((within, parameter[1]))
                elif parameter:
                    found |= {(within, name, place) for place in range(leading, index + 1)}
                leading += "=" not in one
    return found


@functools.cache
def tuples():
    """Names of tuples that hold a phrase, with its position."""
    found = {}
    for path in sources():
        for name, inside in re.findall(r"typealias\s+(\w+)\s*=\s*\(([^)]*)\)", code(path)):
            for index, one in enumerate(pieces(inside)):
                if PARAMETER.match(one.strip()):
                    found[name] = index
    return found


def argument(plain, at):
    """The call around a place: its name, the argument's index and its text so far."""
    depth, index, start = 0, 0, None
    for here in range(at - 1, -1, -1):
        mark = plain[here]
        if mark in ")]}":
            depth += 1
        elif mark in "([{" and depth:
            depth -= 1
        elif mark in "([{":
            name = re.search(r"(\w*)\s*$", plain[:here])[1] if mark == "(" else mark
            return name, index, plain[here + 1 if start is None else start : at]
        elif mark == "," and not depth:
            index += 1
            start = here + 1 if start is None else start
    return "=", index, plain[0 if start is None else start : at]


def is_compared(plain, at):
    return re.search(r"(?:==|!=|~=|\bcase)\s*$", plain[:at]) is not None


def says(path, plain, at, word):
    """Whether the literal at this place is given to something that takes a phrase."""
    name, index, before = argument(plain, at)
    label = re.match(r"\s*(\w+)\s*:(?!:)", before)
    reaches = ("", "/".join(path.parts[:2]), str(path))
    if name in NEVER or word.pattern in KEYS:
        return False
    if label:
        return label[1] in MORE_LABELS or any((one, label[1]) in takers() for one in reaches)
    if name in ALSO_TEXT or not name:
        if not PAIRED.match(word.pattern):
            return False
    return not name or any((one, name, index) in takers() for one in reaches)


def bodies(plain):
    """Where phrases are made: bodies of functions and initial values, with the tuple's place."""
    for found in SAYING.finditer(plain):
        kind = found[1] or found[2]
        if kind != "Phrase" and kind not in tuples():
            continue
        end = found.end()
        if found[3] == "{":
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(plain[end], 0)
                end += 1
        else:
            end = STATEMENT_END.search(plain, end).end()
        yield found.end(), end, tuples().get(kind)


def makes(plain, at, saying):
    """Whether the literal at this place is the value, or in its place of the tuple."""
    name, index, _ = argument(plain, at)
    for first, last, place in saying:
        if not first <= at < last:
            continue
        if name in ("{", "=") if place is None else (name, index) == ("", place):
            return True
    return False


def phrases(path, text):
    plain = masked(text)
    saying = list(bodies(plain))
    for word in literals(text):
        at = word.start
        if not is_compared(plain, at) and (says(path, plain, at, word) or makes(plain, at, saying)):
            yield word.pattern
        for first, last in word.codes:
            yield from phrases(path, text[first:last])


@functools.cache
def said():
    """Each pattern with the first file that says it; what has no words needs no translation."""
    found = {}
    for path in sources():
        for pattern in phrases(path, code(path)):
            if re.search(r"[^\W\d_]{2}", PLACE.sub("", pattern)) and "</" not in pattern:
                found.setdefault(pattern, str(path))
    return found


def written(text):
    """Each literal of the code, said or not."""
    for word in literals(text):
        yield word.pattern
        for first, last in word.codes:
            yield from written(text[first:last])


@functools.cache
def german():
    """The catalogue's entries in their order, each sentence on one line; the header is none."""
    entries, lines = [], (ROOT / CATALOGUE).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("msgid "):
            entries.append([json.loads(line[6:]), ""])
        elif line.startswith("msgstr "):
            entries[-1][1] = json.loads(line[7:])
        elif line.startswith('"'):
            entries[-1][1] += json.loads(line)
    return entries[1:]


def places(pattern):
    return sorted(re.findall(r"\{(\d+)(:[^|}]*\|[^}]*)?\}", pattern))


def test_what_is_said_has_its_german():
    known = {english for english, sentence in german() if sentence}
    missing = [f"{path}: {pattern}" for pattern, path in said().items() if pattern not in known]
    assert missing == []


def test_nothing_is_translated_that_nobody_says():
    ours = {pattern for path in sources() for pattern in written(code(path))}
    assert [english for english, _ in german() if english not in ours] == []


def test_no_sentence_stands_twice():
    once = [english for english, _ in german()]
    assert [english for english in set(once) if once.count(english) > 1] == []


@pytest.mark.parametrize(("english", "sentence"), german())
def test_a_translation_keeps_the_places_and_what_counts(english, sentence):
    ours, theirs = places(english), places(sentence)
    assert [place for place, _ in ours] == [place for place, _ in theirs]
    assert [bool(forms) for _, forms in ours] == [bool(forms) for _, forms in theirs]
