"""What never stands in templates and scripts that pages load; and what every room says of itself."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE, files, plant

FRONTEND = ROOT / "frontend"
TEMPLATE_FAULTS = {
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    # A script of ours is loaded by address; a data block is no script.
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I),
    "request elsewhere": re.compile(
        r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I
    ),
    "unfilled form": re.compile(r"<form\b(?![^>]*autocomplete=)", re.I),
}
SCRIPT_FAULTS = {
    "kept on the device": re.compile(r"\b(?:localStorage|sessionStorage)\b"),
    "cookie": re.compile(r"document\.cookie"),
    "built from text": re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=|document\.write\("),
    "request elsewhere": re.compile(r"fetch\(\s*[\"'`](?:https?:)?//"),
}


def found_in(top: Path, pattern: str, faults: dict[str, re.Pattern[str]]) -> list[str]:
    """`file:line what` for each match."""
    found = []
    for path in files(top, pattern):
        text = path.read_text(encoding="utf-8")
        for what, wanted in faults.items():
            for match in wanted.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(top).as_posix()}:{line} {what}")
    return found


def template_faults(top: Path) -> list[str]:
    """Nothing inline, nothing from elsewhere, no form that a shared device fills in."""
    return found_in(top, "*.html", TEMPLATE_FAULTS)


def script_faults(top: Path) -> list[str]:
    """Nothing readable stays on a device; no text becomes code."""
    return found_in(top, "*.js", SCRIPT_FAULTS)


def readme_faults(room: Path, text: str) -> list[str]:
    """What is wrong with one README."""
    lines = [line for line in text.splitlines() if line.strip()]
    shape = lines[0] == f"# {room.name}" and 4 <= len(lines) <= 7
    silent = [word for word in ("Words:", "Walk:") if word not in text.replace("*", "")]
    gone = [name for name in re.findall(r"`([a-z_/]+\.py)`", text) if not (room / name).exists()]
    found = [] if shape else [f"{room.name}/README.md: a heading with the room's name and about five lines"]
    found += [f"{room.name}/README.md says nothing under {word}" for word in silent]
    return found + [f"{room.name}/README.md names {name}, which is not there" for name in gone]


def room_faults(top: Path) -> list[str]:
    """Each room opens with a README of about five lines: what it is, its words, its walk; drawers it names exist."""
    found = []
    for room in sorted(path.parent for path in top.glob("*/apps.py")):
        readme = room / "README.md"
        if readme.exists():
            found += readme_faults(room, readme.read_text(encoding="utf-8"))
        else:
            found.append(f"{room.name} has no README.md")
    return found


Rule = Callable[[Path], list[str]]
PLANTED: list[tuple[Rule, str, str]] = [
    (template_faults, "a.html", '<p style="color: red">'),
    (template_faults, "a.html", "<style>p {}</style>"),
    (template_faults, "a.html", '<a href="#" onclick="go()">'),
    (template_faults, "a.html", '<a href="javascript:go()">'),
    (template_faults, "a.html", "<script>go()</script>"),
    (template_faults, "a.html", '<script nonce="x">go()</script>'),
    (template_faults, "a.html", '<img src="https://elsewhere.example/a.png">'),
    (template_faults, "a.html", '<link rel="icon" href="//elsewhere.example/a.png">'),
    (template_faults, "a.html", '<form method="post">'),
    (script_faults, "a.js", "localStorage.x = 1"),
    (script_faults, "a.js", "window.sessionStorage.setItem('a', 1)"),
    (script_faults, "a.js", "element.innerHTML = name"),
    (script_faults, "a.js", "fetch('https://elsewhere.example')"),
    (script_faults, "a.js", "document.cookie = 'a'"),
]
ROOM = "# people\nWho they are.\nWords: person.\nWalk: `models.py`.\n"
ROOMS_PLANTED = {
    "no readme": None,
    "wrong heading": ROOM.replace("# people", "# persons"),
    "too short": "# people\nWords: x. Walk: y.\n",
    "no walk": ROOM.replace("Walk:", "Then:"),
    "names what is not there": ROOM.replace("models.py", "nowhere.py"),
}


def test_templates_keep_the_rule() -> None:
    found = template_faults(SOURCE)
    assert not found, "\n".join(found)


def test_scripts_keep_the_rule() -> None:
    found = script_faults(FRONTEND) + script_faults(SOURCE)
    assert not found, "\n".join(found)


def test_rooms_say_what_they_are() -> None:
    found = room_faults(SOURCE)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED, ids=lambda value: str(value)[:30])
def test_pages_planted_fault_is_found(rule: Rule, name: str, text: str, tmp_path: Path) -> None:
    assert len(rule(plant(tmp_path, name, text))) == 1


def test_pages_what_is_allowed_is_left_alone(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "a.html",
        '<script src="{% static "a.js" %}"></script><script type="application/json">{}</script>',
    )
    plant(
        tmp_path,
        "b.html",
        '<form method="post" autocomplete="off"><a href="https://www.gov.uk/">elsewhere</a>',
    )
    plant(tmp_path, "c.js", "fetch('/p/small/'); element.textContent = name")
    assert template_faults(tmp_path) + script_faults(tmp_path) == []


@pytest.mark.parametrize("fault", ROOMS_PLANTED)
def test_rooms_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    plant(tmp_path, "people/apps.py", "")
    plant(tmp_path, "people/models.py", "")
    text = ROOMS_PLANTED[fault]
    if text is not None:
        plant(tmp_path, "people/README.md", text)
    assert len(room_faults(tmp_path)) == 1


def test_rooms_whole_readme_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "people/apps.py", "")
    plant(tmp_path, "people/models.py", "")
    assert room_faults(plant(tmp_path, "people/README.md", ROOM)) == []
