"""A paper as a tagged PDF (PDF/UA-1), set by Typst: headings, a table with header cells, a picture with words."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yarrow.evaluation.errors import NoFont
from yarrow.evaluation.outputs.drawing import as_drawing
from yarrow.evaluation.paper import Paper, shown

LAYOUT = Path(__file__).parent / "release.typ"
# What Typst says of a letter that its fonts lack.
NO_GLYPH = "could not be displayed with font"


def as_pdf(paper: Paper) -> bytes:
    """The bytes of the PDF. The words go in as data, so none of them is taken for layout. Raises NoFont."""
    picture = paper.picture
    said = {
        "lang": (get_language() or "en").partition("-")[0],
        "title": paper.title,
        "project": paper.project,
        "finding": paper.finding,
        "heads": [*paper.heads, *paper.measures],
        "n_names": len(paper.heads),
        "rows": [[*line.names, *(str(shown(n)) for n in line.figures)] for line in paper.lines],
        "margins": [line.is_margin for line in paper.lines],
        "caveats": list(paper.caveats),
        "definitions": [list(pair) for pair in paper.definitions],
        "source": paper.source,
        "drawing": as_drawing(picture.svg) if picture else "",
        "legend": legend(paper),
        "described": paper.described if picture else "",
    }
    try:
        return _set(said, own_fonts_only=True)
    except typst.TypstError as problem:
        if NO_GLYPH not in str(problem):
            raise
    # Thai, Chinese, or such letters in a name: the fonts of the machine, where it has them.
    try:
        return _set(said, own_fonts_only=False)
    except typst.TypstError as problem:
        if NO_GLYPH not in str(problem):
            raise
        raise NoFont(
            _(
                "This server has no font for the letters of this paper. Download it as XLSX or CSV, or in English."
            )
        ) from None


def _set(said: dict[str, Any], *, own_fonts_only: bool) -> bytes:
    made = typst.compile(
        LAYOUT,
        format="pdf",
        root=LAYOUT.parent,
        ignore_system_fonts=own_fonts_only,
        sys_inputs={"paper": json.dumps(said)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError("one document is one file")
    return made


def legend(paper: Paper) -> list[str]:
    """Which pattern is which column."""
    patterns = (_("solid"), _("striped"), _("dotted"), _("crossed"), _("barred"))
    return [f"{patterns[n % len(patterns)]}: {paper.measures[i]}" for n, i in enumerate(paper.drawn)]
