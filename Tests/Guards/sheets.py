# SPDX-License-Identifier: AGPL-3.0-or-later
"""The style sheets as rules: what each selects, in which layer, and what it declares."""

import re
from collections import namedtuple

import tinycss2
from tree import ROOT, files

Rule = namedtuple("Rule", "file line layer selectors declarations")
SHEETS = files("Public/css/*.css", "Public/css/**/*.css")
SEPARATE = {"media", "container", "supports", "starting-style", "layer"}


def rules(path):
    """Every style rule of a sheet, nested ones written out."""
    nodes = tinycss2.parse_stylesheet(
        (ROOT / path).read_text(), skip_comments=True, skip_whitespace=True
    )
    yield from walk(path, nodes, None, None)


def walk(path, nodes, layer, parents):
    for node in nodes:
        assert node.type != "error", f"{path}:{node.source_line}: {node.message}"
        if node.type == "qualified-rule":
            yield from rule(path, node, layer, parents)
        elif node.type == "at-rule" and node.at_keyword in SEPARATE and node.content is not None:
            inner = tinycss2.serialize(node.prelude).strip() if node.at_keyword == "layer" else layer
            yield from walk(path, contents(node), inner, parents)


def rule(path, node, layer, parents):
    selectors = split(tinycss2.serialize(node.prelude))
    if parents:
        selectors = [join(parent, one) for parent in parents for one in selectors]
    inside = contents(node)
    declarations = [part for part in inside if part.type == "declaration"]
    yield Rule(path, node.source_line, layer, selectors, declarations)
    rest = [part for part in inside if part.type != "declaration"]
    yield from walk(path, rest, layer, selectors)


def contents(node):
    return tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)


def join(parent, selector):
    return selector.replace("&", parent) if "&" in selector else f"{parent} {selector}"


def split(text):
    """At its commas outside brackets."""
    parts, depth, start = [], 0, 0
    for at, mark in enumerate(text):
        depth += (mark in "([") - (mark in ")]")
        if mark == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, text[start:]]]


ATOM = re.compile(
    r"""(?P<argued>::?[\w-]+)\(|(?P<element>::[\w-]+)|(?P<pseudo>:[\w-]+)
    |(?P<attribute>\[[^\]]*\])|(?P<cls>\.[\w-]+)|(?P<id>\#[\w-]+)|(?P<type>[a-zA-Z][\w-]*)""",
    re.VERBOSE,
)


def specificity(selector):
    """Ids, classes and elements of a selector, as browsers weigh them."""
    total, at = [0, 0, 0], 0
    while found := ATOM.search(selector, at):
        at = found.end()
        if found["argued"]:
            end = closing(selector, at)
            weight = argued(found["argued"], selector[at:end])
            at = end + 1
        elif found["id"]:
            weight = (1, 0, 0)
        elif found["pseudo"] or found["attribute"] or found["cls"]:
            weight = (0, 1, 0)
        else:
            weight = (0, 0, 1)
        total = [one + other for one, other in zip(total, weight)]
    return tuple(total)


def argued(name, inside):
    if name == ":where":
        return (0, 0, 0)
    if name in (":is", ":not", ":has"):
        return max(specificity(one) for one in split(inside))
    return (0, 0, 1) if name.startswith("::") else (0, 1, 0)


def closing(text, at):
    depth = 1
    while depth:
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return at - 1


def classes(selector):
    """The classes a selector names, also inside :where() and its kin."""
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\[[^\]]*\]", "", selector)))
