"""Wording for measures that is nobody's: each question and answer says its own place."""

from yarrow.measures import catalogue
from yarrow.methods.forms import Chosen


def worded(pack_id, language="en", **changes):
    """A Questionnaire whose questions have the slots' ids, in the order of the pack."""
    pack = catalogue.packs()[pack_id]
    items = [_item(slot, language) for slot in pack.slots]
    return {
        "resourceType": "Questionnaire",
        "url": f"urn:test:{pack_id}",
        "title": f"Invented {pack.short}",
        "status": "active",
        "language": language,
        "item": items,
        **changes,
    }


def _item(slot, language):
    item = {"linkId": slot.id, "text": f"Question {slot.id} ({language})"}
    if not slot.choices:
        return {**item, "type": "integer"}
    options = [
        {"valueCoding": {"code": f"a{n}", "display": f"Answer {n} ({language})"}}
        for n, _choice in enumerate(slot.choices)
    ]
    return {**item, "type": "choice", "answerOption": options}


def chosen(version, places):
    """Link id → the chosen answer: slot number (from 1) → place in the row (from 0)."""
    slots = [slot.id for slot in catalogue.packs()[version.form.pack].slots]
    return {version.slots[slots[n - 1]]: (Chosen(f"a{place}"),) for n, place in places.items()}
