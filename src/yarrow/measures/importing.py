"""Wording that is brought in: read, every defect told at once, matched with a measure's questions, compared with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures.errors import NotAForm
from yarrow.measures.rows import row_of
from yarrow.methods.forms import Defects, Form, Item, read_form
from yarrow.methods.packs import Fidelity, Pack, compare_wording, fingerprint
from yarrow.methods.sentences import to_say
from yarrow.ui.sentences import translated

LARGEST = 1_000_000
NOT_ASKED = to_say(
    "“{item}” is kept and not asked: its answers are in “{list}”, which the file doesn't contain. To ask it, bring the "
    "form again with that list inside."
)


@dataclass(frozen=True)
class Brought:
    """A form that can be kept. `slots`: slot → link id; `open_slots`: those that nobody has matched yet.

    to_look_at   sentences about rows whose weights don't say which answer is which, and questions that are not asked
    """

    raw: dict[str, Any]
    form: Form
    pack: Pack | None
    slots: Mapping[str, str]
    open_slots: tuple[str, ...]
    fidelity: Mapping[str, Fidelity]
    to_look_at: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what was brought, however its members were ordered."""
        return digest_of(self.raw)

    @property
    def languages(self) -> list[str]:
        """Every language that the form is in, its own first."""
        return [self.form.language, *self.form.translations]


def digest_of(raw: Mapping[str, Any]) -> str:
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def bring(text: str, pack: Pack | None, chosen: Mapping[str, str] | None = None) -> Brought:
    """Read what was typed or uploaded. `chosen`: slot → link id where somebody said which is which.

    Raises NotAForm with everything that is wrong; nothing is kept then.
    """
    raw = _json(text)
    try:
        form = read_form(raw)
    except Defects as found:
        raise NotAForm([(one.link_id, translated(one.says)) for one in found.defects]) from None
    if pack is None:
        return Brought(raw, form, None, {}, (), {}, _not_asked(form))
    slots = _slots(form, pack, chosen or {})
    defects = [
        defect for slot, link_id in slots.items() for defect in _against(pack, slot, form.by_id[link_id])
    ]
    if defects:
        raise NotAForm(defects)
    left = tuple(slot.id for slot in pack.slots if slot.is_scored and slot.id not in slots)
    fidelity = {} if left else {tag: _compared(form, pack, slots, tag) for tag in _tags(form)}
    return Brought(
        raw, form, pack, slots, left, fidelity, (*_to_look_at(pack, form, slots), *_not_asked(form))
    )


def _tags(form: Form) -> list[str]:
    return [form.language, *form.translations]


def _json(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise NotAForm([("", _("The file is too large for a form. Bring one of less than a megabyte."))])
    try:
        raw = json.loads(text.removeprefix("\ufeff"))
        encoded = json.dumps(raw, allow_nan=False, ensure_ascii=False).encode()
    except RecursionError:
        raise NotAForm([("", _("The file is nested too deeply to be a form."))]) from None
    except json.JSONDecodeError as wrong:
        said = _("Line %(line)s is not JSON. Save the file as JSON and bring it again.") % {
            "line": wrong.lineno
        }
        raise NotAForm([("", said)]) from None
    except ValueError:
        raise NotAForm([("", _("The file holds a sign or a number that no form has."))]) from None
    if b"\\u0000" in encoded:
        raise NotAForm([("", _("The file holds a sign that no writing has (NUL). Take it out."))])
    if not isinstance(raw, dict):
        raise NotAForm([("", _("The file is JSON, but no Questionnaire. Bring one."))])
    return raw


def _slots(form: Form, pack: Pack, chosen: Mapping[str, str]) -> dict[str, str]:
    """Which question is which: as somebody said, by the same id, by the same words; never by its number."""
    questions = {item.link_id: item for item in form.questions()}
    by_mark = {
        mark: place
        for official in pack.official.values()
        for place, marks in official.marks.items()
        for mark in marks
        if "=" not in place
    }
    by_words = {
        by_mark[mark]: link_id
        for link_id, item in questions.items()
        for mark in (fingerprint(text) for _tag, text in item.text.texts)
        if mark in by_mark
    }
    found: dict[str, str] = {}
    for slot in pack.slots:
        said = chosen.get(slot.id) or (slot.id if slot.id in questions else by_words.get(slot.id, ""))
        if said in questions and said not in found.values():
            found[slot.id] = said
    return found


def _against(pack: Pack, slot_id: str, item: Item) -> list[tuple[str, str]]:
    """What keeps this question from being the measure's: answers that don't lie on its row, or another kind."""
    slot = pack.slot(slot_id)
    said = {"topic": slot.topic, "short": pack.short}
    if item.repeats:
        return [
            (item.link_id, _("“%(topic)s” of %(short)s has one answer; here several can be chosen.") % said)
        ]
    if slot.choices or item.options:
        row = row_of(pack, slot_id, item)
        return [] if row.values else [(item.link_id, translated(row.reason))]
    if item.kind != "integer":
        words = _("“%(topic)s” of %(short)s is answered with a whole number from %(from)s to %(to)s.")
        return [(item.link_id, words % {**said, "from": slot.minimum, "to": slot.maximum})]
    return []


def _to_look_at(pack: Pack, form: Form, slots: Mapping[str, str]) -> tuple[str, ...]:
    """Where only the order of the answers speaks, so that somebody has to look."""
    rows = [
        row_of(pack, slot_id, form.by_id[link_id])
        for slot_id, link_id in slots.items()
        if form.by_id[link_id].options
    ]
    return tuple(dict.fromkeys(row.reason for row in rows if not row.is_sure and row.reason))


def _not_asked(form: Form) -> tuple[str, ...]:
    return tuple(NOT_ASKED.format(item=one.link_id, list=one.value_set) for one in form.not_asked())


def _compared(form: Form, pack: Pack, slots: Mapping[str, str], tag: str) -> Fidelity:
    """The wording in one language beside the measure's own."""
    wording: dict[str, str] = {}
    for slot_id, link_id in slots.items():
        item, slot = form.by_id[link_id], pack.slot(slot_id)
        wording[slot_id] = dict(item.text.texts).get(tag, "")
        for choice, option in zip(slot.choices, item.options, strict=False):
            wording[f"{slot_id}={choice.value}"] = dict(option.display.texts).get(tag, "")
    return compare_wording(pack, wording, tag if tag in pack.official else tag.partition("-")[0])
