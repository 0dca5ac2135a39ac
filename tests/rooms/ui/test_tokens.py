"""The colours of both themes keep their contrast wherever they meet."""

import json
from pathlib import Path

import pytest

import yarrow.ui

TOKENS = json.loads((Path(yarrow.ui.__file__).parent / "tokens.json").read_text(encoding="utf-8"))
TEXT, BORDER = 4.5, 3.0
GROUNDS = ("paper", "panel")
WORDS_ON_GROUNDS = ("ink", "muted", "sage", "sage-deep", "gold", "plum", "rust", "rust-deep")
WORDS_ON_WASHES = [
    ("sage", "sage-wash"),
    ("gold", "gold-wash"),
    ("plum", "plum-wash"),
    ("rust", "rust-wash"),
    ("on-fill", "sage-fill"),
    ("on-fill", "sage-fill-hover"),
    ("on-fill", "rust-fill"),
    ("on-fill", "rust-fill-hover"),
    ("focus-text", "focus"),
    *(("ink", f"{name}-wash") for name in ("sage", "gold", "plum", "rust")),
    *(("muted", f"{name}-wash") for name in ("sage", "gold", "plum", "rust")),
]
# What the design fixes; a change of these is a change of the design.
DESIGN = {
    "day": [
        "#faf7f2",
        "#ffffff",
        "#1f2a30",
        "#55636a",
        "#2f5d4a",
        "#8a5a00",
        "#5b3a5e",
        "#a3301c",
        "#748087",
    ],
    "night": [
        "#0e1214",
        "#161c1f",
        "#d9cfbf",
        "#a39a8b",
        "#8fbfa5",
        "#e0b15a",
        "#c7a3c9",
        "#f08a73",
        "#6b767b",
    ],
}
DESIGN_NAMES = ("paper", "panel", "ink", "muted", "sage", "gold", "plum", "rust", "line")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_ratio_of_known_pairs():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("word", WORDS_ON_GROUNDS)
def test_words_reach_four_and_a_half_on_every_ground(theme, ground, word):
    assert ratio(TOKENS[theme][word], TOKENS[theme][ground]) >= TEXT


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("word", "wash"), WORDS_ON_WASHES)
def test_words_reach_four_and_a_half_on_washes_and_fills(theme, word, wash):
    assert ratio(TOKENS[theme][word], TOKENS[theme][wash]) >= TEXT


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", ["line", "focus", "sage", "rust", "gold", "plum"])
def test_borders_of_controls_reach_three(theme, ground, edge):
    assert ratio(TOKENS[theme][edge], TOKENS[theme][ground]) >= BORDER


@pytest.mark.parametrize("theme", ["day", "night"])
def test_tokens_are_those_of_the_design(theme):
    assert [TOKENS[theme][name] for name in DESIGN_NAMES] == DESIGN[theme]


def test_both_themes_name_the_same_tokens():
    assert list(TOKENS["day"]) == list(TOKENS["night"])


def test_night_lights_no_large_surface():
    for name in (
        "paper",
        "panel",
        "sunk",
        "sage-fill",
        "rust-fill",
        "sage-wash",
        "gold-wash",
        "plum-wash",
        "rust-wash",
    ):
        assert luminance(TOKENS["night"][name]) < 0.08, name
