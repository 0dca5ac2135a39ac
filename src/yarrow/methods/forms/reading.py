"""Reads a FHIR R4 Questionnaire into a form, or says everything that is wrong with it."""

from collections.abc import Mapping
from typing import Any

from yarrow.methods.forms.defects import Defect, Defects
from yarrow.methods.forms.members import item_members
from yarrow.methods.forms.options import Contained
from yarrow.methods.forms.placed import Placed, Whole
from yarrow.methods.forms.plain import copied, trouble
from yarrow.methods.forms.rules import RULES
from yarrow.methods.forms.shapes import Form, Item
from yarrow.methods.forms.taking import THE_FILE, Taking
from yarrow.methods.sentences import to_say

MOST_LEVELS, MOST_ITEMS = 10, 2_000
NOT_A_FORM = to_say(
    "The file is not a FHIR Questionnaire. Bring one whose “resourceType” is “Questionnaire”."
)
TOO_MANY_LEVELS = to_say("“{item}” lies more than {most} groups deep. Move it further out.")
TOO_MANY_ITEMS = to_say("The form has more than {most} items. Make several forms of it.")


def read_form(questionnaire: object, *, language: str = "en", to_ask: bool = True) -> Form:
    """The form of a Questionnaire; `language` is that of a file that names none. Raises Defects, all at once.

    With `to_ask=False`, any FHIR R4 is read, to be kept and handed on; `lint` says what stands in the way of asking it.
    """
    form, defects = _read(questionnaire, language)
    if form is None or any(to_ask or defect.is_fhir for defect in defects):
        raise Defects(defects)
    return form


def lint(questionnaire: object, *, language: str = "en") -> tuple[Defect, ...]:
    """Everything that is wrong with a Questionnaire: wrong shapes, then rule by rule; nothing for a good one."""
    return _read(questionnaire, language)[1]


def _read(questionnaire: object, language: str) -> tuple[Form | None, tuple[Defect, ...]]:
    said = trouble(questionnaire)
    if not said and not (
        isinstance(questionnaire, dict) and questionnaire.get("resourceType") == "Questionnaire"
    ):
        said = NOT_A_FORM
    if said:
        return None, (Defect("", "not-a-form", said),)
    raw = copied(questionnaire)
    taking = Taking()
    taking.language = taking.text(raw, "language", THE_FILE) or language
    building = _Building(taking, raw)
    items = building.items(raw, "", 1)
    if building.stopped:
        return None, tuple(building.stopped[:1])
    placed = tuple(one for one in building.placed if one is not None)
    whole = Whole(raw, taking.language, taking.words(raw, "title", THE_FILE), placed)
    form = _form(taking, whole, items)
    return form, (*taking.defects, *(defect for rule in RULES.values() for defect in rule.defects(whole)))


def _form(taking: Taking, whole: Whole, items: tuple[Item, ...]) -> Form:
    said = {
        name: taking.text(whole.raw, name, THE_FILE) for name in ("url", "version", "status", "copyright")
    }
    return Form(
        **said,
        title=whole.title,
        language=whole.language,
        items=items,
        translations=tuple(sorted(whole.languages - {whole.language})),
        source=whole.raw,
    )


class _Building:
    """Makes the items of one file: `placed` in the order of the page, `stopped` when there are too many."""

    def __init__(self, taking: Taking, questionnaire: Mapping[str, Any]) -> None:
        self.taking = taking
        self.contained = Contained(questionnaire)
        self.placed: list[Placed | None] = []
        self.stopped: list[Defect] = []

    def items(self, raw: Mapping[str, Any], place: str, level: int) -> tuple[Item, ...]:
        """The items directly inside `raw`, with theirs."""
        where = _called(raw, place) if place else THE_FILE
        given = self.taking.many(raw, "item", where)
        if given and level > MOST_LEVELS:
            says = TOO_MANY_LEVELS.format(item=where, most=MOST_LEVELS)
            self.stopped.append(Defect(where, "too-deep", says))
        elif len(self.placed) + len(given) > MOST_ITEMS:
            self.stopped.append(Defect("", "too-many-items", TOO_MANY_ITEMS.format(most=MOST_ITEMS)))
        if self.stopped:
            return ()
        before = f"{place}." if place else ""
        return tuple(self._item(one, f"{before}{n}", level) for n, one in enumerate(given, start=1))

    def _item(self, raw: Mapping[str, Any], place: str, level: int) -> Item:
        where = _called(raw, place)
        spot = len(self.placed)
        self.placed.append(None)
        members = item_members(self.taking, raw, self.contained, where)
        item = Item(**members, items=self.items(raw, place, level + 1), source=raw)
        self.placed[spot] = Placed(item, place, spot, len(self.placed))
        return item


def _called(raw: Mapping[str, Any], place: str) -> str:
    """The link id of an item, else its place."""
    link_id = raw.get("linkId")
    return link_id.strip() if isinstance(link_id, str) and link_id.strip() else f"no. {place}"
