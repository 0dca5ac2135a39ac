"""What stood in the boxes of a form that was answered without a signal, read as the page would read it here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yarrow.measures import queries, scoring
from yarrow.measures.models import FormVersion
from yarrow.measures.questions import Boxes, page_boxes, passed_by, place_of, read_page
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Value
from yarrow.methods.refusals import Refusal
from yarrow.staff.models import Project
from yarrow.ui.sentences import translated

Payload = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What stood in the boxes, as answers; `wrong`: box of a question → why it can't be taken."""

    given: Mapping[str, tuple[Value, ...]] = field(repr=False)
    wrong: Mapping[str, str]
    asked: frozenset[str]
    dropped: list[str]


SAID = ("occasion", "answered_by", "how", "language", "agreed", "answered_at")


def is_form(payload: Payload) -> bool:
    """Whether it is shaped as a device writes it: a flag is no word, a list no text, and nothing is missing."""
    who, said, boxes = (payload.get(name) for name in ("who", "said", "boxes"))
    return (
        isinstance(who, dict)
        and isinstance(said, dict)
        and isinstance(boxes, dict)
        and all(isinstance(payload.get(name), str) for name in ("version", "filling", "written_by"))
        and all(type(payload.get(name)) is bool for name in ("asks_contact", "is_finished"))
        and all(isinstance(who.get(name, ""), str) for name in ("person", "name"))
        and type(who.get("is_new", False)) is bool
        and all(isinstance(said.get(name), str) for name in SAID)
        and type(said.get("n_sent")) is int
        and all(isinstance(texts, list) and _are_texts(texts) for texts in boxes.values())
    )


def _are_texts(texts: list[Any]) -> bool:
    return all(isinstance(text, str) for text in texts)


def read_boxes(version: FormVersion, payload: Payload) -> Read:
    """What was typed, read as the page would read it here."""
    form, language = form_of(version), payload["said"]["language"]
    typed: Boxes = payload["boxes"]
    asked = frozenset(one.key for one in place_of(form, {}, is_whole=True).steps)
    given, wrong = read_page(form, {}, typed, asked, language, version.project.zone)
    wrong = {key: translated(says) for key, says in wrong.items()} | scoring.problems(version, given)
    return Read(given, wrong, asked, passed_by(typed, asked, given))


def wrong_boxes(project: Project, payload: Payload) -> list[tuple[str, str, str]] | None:
    """(box, question, what was typed) of each box of an answer that can't be taken; None where it is no filled form."""
    if not is_form(payload):
        return None
    try:
        return _wrong(queries.version_in(project, UUID(payload["version"])), payload)
    except (Refusal, ValueError):
        return None


def _wrong(version: FormVersion, payload: Payload) -> list[tuple[str, str, str]]:
    read, form = read_boxes(version, payload), form_of(version)
    language = payload["said"]["language"]
    found = []
    for key in read.wrong:
        words = str(form.by_id[key].text.in_(language))
        boxes = page_boxes(payload["boxes"], frozenset({key}))
        found += [(name, words, text) for name, texts in boxes.items() for text in texts]
    return found


def why_not(version: FormVersion, read: Read) -> str:
    """One sentence for each answer that can't be taken, with its question."""
    by_id = form_of(version).by_id
    return " ".join(f"“{by_id[key].text}”: {why}" for key, why in read.wrong.items())
