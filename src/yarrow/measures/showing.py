"""What the pages about forms and measures show."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures import carrying, catalogue, ours, queries, rules, scoring
from yarrow.measures.catalogue import Entry
from yarrow.measures.models import FormVersion
from yarrow.measures.reading import form_of
from yarrow.measures.saying import language_name
from yarrow.methods.forms import Item
from yarrow.methods.packs import Pack
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

DANGER = "danger:"


@dataclass(frozen=True)
class MeasureLine:
    """One measure of the list: what may be done with it, and whether its wording is here."""

    entry: Entry
    state: str
    kind: str
    is_here: bool


@dataclass(frozen=True)
class QuestionShown:
    """One question of a version as it is asked; `options` are (code, words, whether it asks for a safe response)."""

    key: str
    text: str
    topic: str
    kind: str
    options: list[tuple[str, str, bool]]
    depends: str


def forms_page(by: Actor, project: Project) -> dict[str, Any]:
    """The list of forms and measures."""
    lines = queries.forms_in(project)
    here = {line.form.pack for line in lines}
    taken = {line.form.url for line in lines}
    contexts = catalogue.contexts_of(project)
    found = catalogue.entries(contexts, catalogue.permitted_in(project))
    return {
        "lines": lines,
        "measures": [measure_line(one, one.pack.id in here) for one in found],
        "ours": [(code, ours.TITLES[code]) for code, raw in ours.forms().items() if raw["url"] not in taken],
        "has_contexts": bool(contexts),
        "can_keep": rules.can_keep_forms(by),
    }


def measure_line(entry: Entry, is_here: bool) -> MeasureLine:
    words = {
        "shown": (_("Its wording can be brought in"), "done"),
        "answer sheet": (_("Answer sheet only"), "due"),
        "hidden": (_("Not to be used here"), ""),
    }
    state, kind = words[entry.use.state]
    return MeasureLine(entry, _("Here") if is_here else state, "chosen" if is_here else kind, is_here)


def version_page(by: Actor, version: FormVersion) -> dict[str, Any]:
    """Everything about one version."""
    pack = scoring.pack_of(version)
    versions = list(queries.versions_of(version.form))
    return {
        "version": version,
        "versions": versions,
        "is_answered": any(getattr(one, "is_answered", False) for one in versions if one.pk == version.pk),
        "pack": pack,
        "questions": questions(version),
        "not_asked": [(str(one.text), one.value_set) for one in form_of(version).not_asked()],
        "languages": [language_name(tag) for tag in version.languages],
        "fidelity": [
            (language_name(tag), fidelity_in_words(pack, said["says"], said["items"]), said["traps"])
            for tag, said in version.fidelity.items()
        ],
        "copyright": form_of(version).copyright,
        "asks_danger": scoring.asks_danger(version),
        "can_keep": rules.can_keep_forms(by),
        "carrying": version.form.is_carried and carrying.is_carried(version),
    }


def questions(version: FormVersion) -> list[QuestionShown]:
    """Every question of a version, in its own language."""
    form, pack = form_of(version), scoring.pack_of(version)
    topics = {link: pack.slot(slot).topic for slot, link in version.slots.items()} if pack else {}
    return [
        _question(version, item, topics.get(item.link_id, "")) for item in form.questions() if not item.hidden
    ]


def _question(version: FormVersion, item: Item, topic: str) -> QuestionShown:
    marked = version.dangers.get(item.link_id, ())
    return QuestionShown(
        key=item.link_id,
        text=str(item.text),
        topic=topic,
        kind=kind_in_words(item),
        options=[(one.code, str(one.display), one.code in marked) for one in item.options],
        depends=_("Asked only after certain answers.") if item.conditions else "",
    )


def questions_to_mark(version: FormVersion) -> list[QuestionShown]:
    """Those whose answers can be marked: chosen from a list."""
    return [one for one in questions(version) if one.options]


def marked(typed: Any) -> Mapping[str, list[str]]:
    """Link id → the answers that were ticked on the page of `questions_to_mark`."""
    return {name.removeprefix(DANGER): typed.getlist(name) for name in typed if name.startswith(DANGER)}


def kind_in_words(item: Item) -> str:
    """How a question is answered."""
    if item.is_chosen:
        return _("several answers") if item.repeats else _("one answer")
    return {
        "boolean": _("yes or no"),
        "integer": _("a whole number"),
        "decimal": _("a number"),
        "date": _("a day"),
        "dateTime": _("a day and a time"),
        "time": _("a time"),
    }.get(item.kind, _("in their own words"))


def fidelity_in_words(pack: Pack | None, state: str, differing: Iterable[str]) -> str:
    """How a wording compares with the measure's own."""
    if state == "verbatim":
        return _("Word for word as published.")
    if state == "differs" and pack is not None:
        topics = ", ".join(f"{pack.slot(slot).topic} ({slot})" for slot in differing)
        return (
            _("Differs from what was published at: %s") % topics
            if topics
            else _("Differs from what was published.")
        )
    return _("Nobody could compare this wording: no published one is known here in this language.")


def questionnaire_text(version: FormVersion) -> str:
    """The Questionnaire as it came, in JSON."""
    return json.dumps(version.questionnaire, ensure_ascii=False, indent=1)
