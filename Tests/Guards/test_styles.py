# SPDX-License-Identifier: AGPL-3.0-or-later
"""The style sheets keep to themselves what is theirs: tokens, layers, weight and size."""

import gzip
import re

import pytest
import tinycss2
from sheets import SHEETS, classes, rules, specificity
from tree import ROOT, files, text

LAYERS = ["tokens", "reset", "base", "layout", "parts", "rooms", "print"]
DRAWN = files("Sources/Web/**/*.swift", "Sources/Web/*.swift", "Sources/*/*.swift", "Public/js/*.js")
WRITTEN = re.compile(r"""class=\\?"([^"\\]*)\\?"|classList\.add\("([^"]+)"\)""")
CHOSEN = re.compile(r"""attribute: "class", ([^)]*)\)""")
# Words a browser's own style keeps in its forced colours, and what is no colour of ours.
SYSTEM_COLOURS = {"CanvasText", "currentColor", "transparent", "none", "inherit"}
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|lab|lch|oklab|oklch|color)\(")
RAW_LENGTH = re.compile(r"(?<![\w.-])-?(?:\d*\.)?\d+(?:px|rem|pt|mm|cm|in)\b")
# Named colours would slip past the pattern above.
NAMED = re.compile(r"(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|orange|yellow|navy|silver)(?![\w-])")


def value(declaration):
    return tinycss2.serialize(declaration.value)


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_colours_and_lengths_stand_in_the_tokens(sheet):
    if sheet.name == "tokens.css":
        return
    for rule in rules(sheet):
        for declaration in rule.declarations:
            raw = value(declaration)
            where = f"{sheet}:{declaration.source_line}: {declaration.name}: {raw}"
            assert not RAW_COLOUR.search(raw), where
            assert not NAMED.search(raw), where
            assert not RAW_LENGTH.search(raw), where


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_every_variable_is_a_token_or_the_parts_own(sheet):
    tokens = {d.name for rule in rules(ROOT / "Public/css/tokens.css") for d in rule.declarations}
    own = {d.name for rule in rules(sheet) for d in rule.declarations if d.name.startswith("--")}
    own |= {"--tone"} if sheet.name == "print.css" else set()
    for rule in rules(sheet):
        for declaration in rule.declarations:
            for name in re.findall(r"var\((--[\w-]+)", value(declaration)):
                assert name in tokens | own, f"{sheet}:{declaration.source_line}: {name}"


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_no_selector_weighs_more_than_two_classes(sheet):
    heavy = [
        f"{sheet}:{rule.line}: {selector} {specificity(selector)}"
        for rule in rules(sheet)
        for selector in rule.selectors
        if specificity(selector) > (0, 2, 0)
    ]
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_a_sheet_keeps_to_the_layer_of_its_place(sheet):
    parts = sheet.relative_to("Public/css").parts
    layer = parts[0] if len(parts) > 1 else sheet.stem
    assert layer in LAYERS
    for rule in rules(sheet):
        assert rule.layer == layer, f"{sheet}:{rule.line} lies in {rule.layer}"


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_boxes_are_measured_in_reading_direction(sheet):
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right|top|bottom|width|height)$"
        r"|(?:min|max)-(?:width|height)"
    )
    for rule in rules(sheet):
        for declaration in rule.declarations:
            assert not physical.match(declaration.name), f"{sheet}:{declaration.source_line}"


def drawn_classes():
    """Each class that code writes, with a file that does."""
    found = {}
    for path in DRAWN:
        source = text(path)
        names = [" ".join(groups) for groups in WRITTEN.findall(source)]
        names += [name for chosen in CHOSEN.findall(source) for name in re.findall(r'"([^"]*)"', chosen)]
        for name in " ".join(names).split():
            found.setdefault(name, path)
    return found


def styled_classes():
    return {
        name: f"{sheet}:{rule.line}"
        for sheet in SHEETS
        for rule in rules(sheet)
        for selector in rule.selectors
        for name in classes(selector)
    }


def test_every_class_that_is_drawn_has_a_rule():
    styled = styled_classes()
    assert {name: str(path) for name, path in drawn_classes().items() if name not in styled} == {}


def test_every_rule_has_a_class_that_is_drawn():
    drawn = drawn_classes()
    assert {name: place for name, place in styled_classes().items() if name not in drawn} == {}


def weight(*patterns):
    joined = b"\n".join((ROOT / path).read_bytes() for path in files(*patterns))
    return len(gzip.compress(joined, 9))


def test_the_style_sheets_weigh_at_most_16_kb():
    assert weight("Public/css/*.css", "Public/css/**/*.css") <= 16 * 1024


def test_the_scripts_weigh_at_most_12_kb():
    assert weight("Public/js/*.js") <= 12 * 1024


@pytest.mark.parametrize("script", files("Public/js/*.js"), ids=str)
def test_a_script_makes_no_code_and_no_markup_from_text(script):
    assert not re.search(
        r"\beval\(|new Function\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|javascript:",
        text(script),
    )
