"""What is kept of a drawn page holds nothing of a person, a request or a token (ADR 0147)."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "yarrow"
KEPT = re.compile(r"{% cache (?P<told>[^%]*) %}(?P<inside>.*?){% endcache %}", re.S)
# How long, a name, and then the names of all that the piece is made of.
TOLD = re.compile(r"3600 [a-z]+((?: [\w.|]+)+)")
INSIDE = re.compile(r"{{ *([\w.]+)|{% (?:if|for \w+ in|here) (?:not )?([\w.]+)|with \w+=([\w.]+)")
# Said by the loops and tags of a piece itself.
OWN = {"item", "speech", "nav_folded", "folded"}
NEVER = re.compile(r"csrf|request|nonce|messages|session|person|who\b|form\b|user|worker")


def faults(folder: Path) -> list[str]:
    """Pieces that hold, or are told apart by, what is somebody's; or that say what they are not told apart by."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        for kept in KEPT.finditer(path.read_text(encoding="utf-8")):
            told = TOLD.fullmatch(kept["told"])
            names = {name.partition(".")[0].partition("|")[0] for name in (told[1].split() if told else [])}
            said = {next(filter(None, each)).partition(".")[0] for each in INSIDE.findall(kept["inside"])}
            if not told or NEVER.search(kept[0]) or said - names - OWN:
                found.append(f"{path.name}: {kept['told']} {sorted(said - names - OWN)}")
    return found


def test_pieces_that_are_kept_are_the_same_for_everybody() -> None:
    assert len([each for path in SOURCE.rglob("*.html") for each in KEPT.findall(path.read_text())]) >= 4
    assert faults(SOURCE) == []


@pytest.mark.parametrize(
    "piece",
    [
        "{% cache 3600 foot LANGUAGE_CODE %}{% csrf_token %}{% endcache %}",
        "{% cache 3600 foot LANGUAGE_CODE %}{{ request.path }}{% endcache %}",
        "{% cache 3600 top LANGUAGE_CODE %}<p>{{ project.name }}</p>{% endcache %}",
        "{% cache 3600 line LANGUAGE_CODE line %}{{ line.who }}{% endcache %}",
        "{% cache 3600 list %}<p>{% endcache %}",
    ],
)
def test_planted_piece_is_found(tmp_path: Path, piece: str) -> None:
    (tmp_path / "planted.html").write_text(piece, encoding="utf-8")
    assert len(faults(tmp_path)) == 1
