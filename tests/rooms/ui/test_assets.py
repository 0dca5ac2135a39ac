"""What pages load is light, asks nothing of others and does not look like the state."""

import gzip
import importlib.util
import re
from pathlib import Path

import pytest

import yarrow.ui

BUILT = Path(yarrow.ui.__file__).parent / "static" / "ui" / "built"
ROOT = Path(__file__).resolve().parents[3]
LIMIT = 60 * 1024


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("build_frontend", ROOT / "scripts" / "build_frontend.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(script):
    script.main([])
    return BUILT


def test_styles_and_behaviours_of_a_page_stay_light(built):
    weight = sum(len(gzip.compress((built / name).read_bytes(), 9)) for name in ("desk.css", "desk.js"))
    assert weight <= LIMIT, f"{weight} bytes gzipped"


def test_styles_load_no_font_and_no_picture_from_anywhere(built):
    css = (built / "desk.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|@font-face|url\((?!\"?data:)", css)
    assert "GDS Transport" not in css


def test_styles_keep_none_of_the_states_colours(built):
    css = (built / "desk.css").read_text(encoding="utf-8").lower()
    for colour in ("#1d70b8", "#0f7a52", "#00703c", "#ffdd00", "#0b0c0c", "#d4351c", "#ca3535"):
        assert colour not in css, colour


def test_styles_know_both_themes_and_those_who_ask_for_less_motion(built):
    css = (built / "desk.css").read_text(encoding="utf-8")
    for asked in (
        "prefers-color-scheme:dark",
        "prefers-reduced-motion",
        "forced-colors",
        "[data-theme=night]",
        "@media print",
    ):
        assert asked in css, asked


def test_behaviours_remember_nothing_on_the_phone(built):
    js = (built / "desk.js").read_text(encoding="utf-8")
    for place in ("localStorage", "sessionStorage", "document.cookie", "https://"):
        assert place not in js, place


def test_licences_of_what_we_ship_are_beside_it(built):
    said = (built / "licences.txt").read_text(encoding="utf-8")
    assert "govuk-frontend 6.6.0 (MIT)" in said
    assert "Permission is hereby granted" in said


def test_build_is_skipped_while_nothing_changed(built, script, capsys, monkeypatch):
    def never(*_args):
        raise AssertionError("built again")

    monkeypatch.setattr(script, "run", never)
    script.main([])
    assert "current" in capsys.readouterr().out


def test_build_notices_a_changed_file_and_a_lost_result(script, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "STAMP", tmp_path / "stamp")
    source = tmp_path / "a.scss"
    source.write_text("one")
    first = script.fingerprint([source])
    (tmp_path / "stamp").write_text(first)
    monkeypatch.setattr(script, "RESULTS", (tmp_path / "desk.css",))
    assert not script.is_current(first)
    (tmp_path / "desk.css").write_text("")
    assert script.is_current(first)
    source.write_text("two")
    assert not script.is_current(script.fingerprint([source]))


@pytest.mark.parametrize(
    ("said", "is_taken"), [("v20.1.0", True), ("v24.0.0", True), ("v18.20.0", False), ("", False)]
)
def test_build_takes_the_machine_s_node_only_when_new_enough(script, tmp_path, monkeypatch, said, is_taken):
    for name, words in (("node", said), ("npm", "")):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho {words}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert (script.machine_node() is not None) is is_taken


def test_build_falls_back_on_the_packaged_node(script):
    node, npm = script.packaged_node()
    assert Path(node).exists()
    assert Path(npm[1]).exists()


STYLES = ROOT / "frontend" / "styles"
SPACED = re.compile(r"^\s*(?:margin|padding|gap|column-gap|row-gap)[a-z-]*:([^;]*);", re.M)
SIZED = re.compile(r"^\s*font-size:\s*([\d.]+(?:rem|em|px|%))", re.M)


def odd_steps(scss):
    """Space that is no step of 5 px (a border's own pixel is), and sizes of words that are none of the four."""
    steps = [px for said in SPACED.findall(scss) for px in re.findall(r"(-?\d+)px", said)]
    sizes = SIZED.findall(scss)
    return [px for px in steps if int(px) % 5 and px != "-1"] + [
        size for size in sizes if size not in {"1rem", "1.1875rem", "1.5rem", "2rem", "16px"}
    ]


def test_space_goes_in_steps_of_five_and_words_have_four_sizes():
    found = {path.name: odd_steps(path.read_text(encoding="utf-8")) for path in STYLES.glob("*.scss")}
    found.pop("_govuk.scss")
    assert len(found) > 12 and not any(found.values()), found


def test_odd_steps_are_found():
    scss = ".a {\n  margin: -7px 10px;\n  padding-inline: 5px 12px;\n  gap: 0 15px;\n  font-size: 1.2em;\n}"
    assert odd_steps(scss) == ["-7", "12", "1.2em"]
