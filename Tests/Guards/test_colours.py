# SPDX-License-Identifier: AGPL-3.0-or-later
"""The colours can be read and told apart, in both themes, by everybody."""

import itertools
import re

import pytest
from coloraide import Color as Base
from coloraide.filters.cvd import Deutan, Protan, Tritan
from tree import ROOT

TOKENS = (ROOT / "Public/css/tokens.css").read_text()
STATES = ["running", "risk", "late", "paused", "met"]
THEMES = {"light": 0, "dark": 1}
# What stands on paper and its contrast in light and in dark, as the design computed it.
DESIGNED = {
    "ink": (16.1, 15.5), "ink-2": (9.0, 10.6), "ink-3": (5.9, 6.9), "accent": (7.5, 9.4),
    "focus": (5.6, 8.6), "edge": (3.85, 4.32), "running": (9.1, 6.5), "risk": (6.0, 12.4),
    "late": (10.6, 5.9), "paused": (5.7, 8.3), "met": (5.2, 13.0),
}


class Color(Base):
    """Colours with the three deficiencies."""


Color.register([Protan(), Deutan(), Tritan()], overwrite=True)


def pair(name):
    """The two sides of a token's light-dark()."""
    inside = re.search(rf"--{name}: light-dark\((.*)\);", TOKENS).group(1)
    depth = 0
    for at, mark in enumerate(inside):
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth == 0:
            return inside[:at].strip(), inside[at + 1:].strip()
    raise AssertionError(f"{name} has one side only")


def color(name, theme):
    written = pair(name)[THEMES[theme]]
    mixed = re.fullmatch(
        r"color-mix\(in oklab, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)", written
    )
    if mixed:
        over, share, under = mixed.groups()
        return color(under, theme).mix(color(over, theme), int(share) / 100, space="oklab")
    return Color(written)


def contrast(one, other):
    return one.clone().fit("srgb").contrast(other.clone().fit("srgb"), method="wcag21")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", DESIGNED)
def test_a_colour_has_the_contrast_it_was_designed_with(name, theme):
    designed = DESIGNED[name][THEMES[theme]]
    assert contrast(color(name, theme), color("paper", theme)) == pytest.approx(designed, abs=0.06)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", [*STATES, "accent"])
def test_words_can_be_read_on_their_own_tint(state, theme):
    assert contrast(color(state, theme), color(f"{state}-tint", theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("word", ["ink", "ink-2", "ink-3", "accent"])
@pytest.mark.parametrize("ground", ["surface", "accent-tint", *[f"{state}-tint" for state in STATES]])
def test_words_can_be_read_wherever_they_stand(word, ground, theme):
    assert contrast(color(word, theme), color(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_a_button_s_word_can_be_read(theme):
    assert contrast(color("paper", theme), color("accent", theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("name", ["edge", "focus"])
def test_edges_and_focus_can_be_seen(name, ground, theme):
    assert contrast(color(name, theme), color(ground, theme)) >= 3


@pytest.mark.parametrize(("theme", "least"), [("light", 13.3), ("dark", 14.9)])
@pytest.mark.parametrize("sight", [None, "protan", "deutan", "tritan"])
def test_two_states_can_be_told_apart(sight, theme, least):
    """Deficiencies as Machado, Oliveira and Fernandes (2009) simulate them, in full severity."""
    seen = {state: color(state, theme).fit("srgb") for state in STATES}
    if sight:
        seen = {
            state: one.filter(sight, 1, method="machado").clip("srgb")
            for state, one in seen.items()
        }
    for one, other in itertools.combinations(STATES, 2):
        difference = seen[one].delta_e(seen[other], method="2000")
        assert difference >= least, f"{one} and {other}: {difference:.1f}"
