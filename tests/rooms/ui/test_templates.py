"""Every template of every room keeps the promises of the strict content policy and of the forms."""

import re
from pathlib import Path

import pytest

import yarrow

TEMPLATES = sorted(Path(yarrow.__file__).parent.glob("*/templates/**/*.html"))
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\b(?:src=|type="application/json"))""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)
OFF = re.compile(r"""\bautocomplete\s*=\s*["']off["']""")


def offences(text: str) -> list[str]:
    """What of `text` a strict page may not carry."""
    found = [match.group() for pattern in (INLINE, ELSEWHERE) for match in pattern.finditer(text)]
    return found + [form for form in FORM.findall(text) if not OFF.search(form)]


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_keeps_to_the_policy(path):
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<a onclick="x()">',
        "<script>x()</script>",
        '<a href="javascript:x()">',
        '<img src="https://example.org/x.png">',
        '<link href="//example.org/x.css">',
        '<form method="post">',
    ],
)
def test_a_planted_offence_is_found(planted):
    assert offences(planted)


@pytest.mark.parametrize(
    "fine", ['<form autocomplete="off">', '<script src="/static/x.js"></script>', "<p>on = off</p>"]
)
def test_what_is_fine_is_let_be(fine):
    assert offences(fine) == []
