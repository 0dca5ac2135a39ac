"""A home-made form as a co-ordinator types it: a title, and a question on each line with how it is answered.

How was this for you? [good; all right; not good]
Did you feel safe? [yes/no]
How much did it help? [0-10]
Anything else?
"""

import re
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from yarrow.measures.errors import CannotBe
from yarrow.methods.packs import Pack, Slot

MOST_LINES = 200
MOST_ANSWERS = 30
LINE = re.compile(r"^(?P<text>.*?)\s*(?:[\[［【](?P<answers>[^\[\]［］【】]*)[\]］】])?\s*$")
# The marks between answers as Arabic and Chinese keyboards give them.
MARKS = str.maketrans({"；": ";", "؛": ";", "：": ":"})
SCALE = re.compile(r"^(\d{1,3})\s*[-–]\s*(\d{1,3})$")
YES_NO = {"yes/no", "yes / no"}
# What the address of an answer sheet begins with.
SHEET = "urn:yarrow:sheet:"
NUMBER, MANY = "number", "several:"


def questionnaire_of(title: str, lines: str, language: str) -> dict[str, Any]:
    """A Questionnaire of what was typed. Raises CannotBe at the line that can't be read."""
    asked = [line.strip() for line in lines.splitlines() if line.strip()]
    if not title.strip():
        raise CannotBe(_("Give the form a title."), field="title")
    if not asked:
        raise CannotBe(_("Write at least one question."), field="lines")
    if len(asked) > MOST_LINES:
        raise CannotBe(_("More than 200 questions are too many to be asked anybody."), field="lines")
    return {
        "resourceType": "Questionnaire",
        "url": f"urn:uuid:{uuid4()}",
        "status": "active",
        "language": language,
        "title": title.strip()[:200],
        "item": [_item(n, line) for n, line in enumerate(asked, start=1)],
    }


def _item(n: int, line: str) -> dict[str, Any]:
    found = LINE.match(line)
    text = found["text"].strip() if found else ""
    if found is None or not text:
        raise CannotBe(_("Line %(n)s has no question: “%(line)s”.") % {"n": n, "line": line}, field="lines")
    item: dict[str, Any] = {"linkId": f"q{n}", "text": text}
    return {**item, **_answers(n, (found["answers"] or "").translate(MARKS).strip())}


def _answers(n: int, said: str) -> dict[str, Any]:
    if not said:
        return {"type": "text"}
    if said.casefold() in YES_NO:
        return {"type": "boolean"}
    if said.casefold() == NUMBER:
        return {"type": "integer"}
    scale = SCALE.match(said)
    if scale:
        return _scale(n, int(scale[1]), int(scale[2]))
    several = said.casefold().startswith(MANY)
    words = [word.strip() for word in said[len(MANY) if several else 0 :].split(";") if word.strip()]
    if not 2 <= len(words) <= MOST_ANSWERS or len(set(words)) < len(words):
        raise CannotBe(
            _("Line %s: write two to thirty different answers with semicolons between them.") % n,
            field="lines",
        )
    options = [{"valueCoding": {"code": str(k), "display": word}} for k, word in enumerate(words, start=1)]
    return {"type": "choice", "answerOption": options, **({"repeats": True} if several else {})}


def _scale(n: int, low: int, high: int) -> dict[str, Any]:
    if not low < high <= low + 20:
        raise CannotBe(_("Line %s: a scale goes up, by twenty at most.") % n, field="lines")
    return {"type": "choice", "answerOption": [{"valueInteger": value} for value in range(low, high + 1)]}


def answer_sheet_of(pack: Pack, language: str) -> dict[str, Any]:
    """A sheet beside a paper copy: numbers and our own topics, never the questions themselves."""
    return {
        "resourceType": "Questionnaire",
        "url": f"{SHEET}{pack.id}",
        "version": pack.version,
        "status": "active",
        "language": language,
        "title": f"{pack.short}: answers from paper",
        "copyright": pack.licence.holder,
        "item": [_sheet_item(n, slot) for n, slot in enumerate(pack.slots, start=1)],
    }


def _sheet_item(n: int, slot: Slot) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": slot.id, "text": f"{n} ({slot.topic})"}
    if not slot.choices:
        return {**item, "type": "integer"}
    options = [
        {"valueCoding": {"code": str(one.value), "display": f"{one.value} {one.means}".strip()}}
        for one in slot.choices
    ]
    return {**item, "type": "choice", "answerOption": options}
