"""What a device keeps to ask forms without a signal: words, conditions, dangerous answers, where to turn; nobody.

A form is on it while the project wants that, it is in use, its terms allow it, and, where an answer may be dangerous,
somebody is named who would be told. This is decided each time that a device fetches the page, and said on it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from yarrow.measures import catalogue, queries, scoring
from yarrow.measures.forms import BeginForm
from yarrow.measures.models import FormVersion, SafeRoute
from yarrow.measures.questions import drawn, place_of
from yarrow.measures.reading import form_of
from yarrow.measures.saying import direction, interface_for, language_name
from yarrow.methods.forms import Chosen, Item, conditions_for_page
from yarrow.methods.forms.shapes import GROUP
from yarrow.staff.models import Project
from yarrow.vault import bell


@dataclass(frozen=True)
class Carried:
    """One form in one language, as a device asks it; `html`: its calm page and questions, all in that language."""

    version: FormVersion
    language: str
    name: str
    dangers: str
    html: str

    @property
    def asks_danger(self) -> bool:
        return self.dangers != "{}"


def page(project: Project, now: datetime) -> dict[str, Any]:
    """The page that a device keeps, the same for everybody."""
    routes = list(queries.routes_in(project))
    return {
        "carried": [
            _drawn(project, version, tag, routes) for version in carried(project) for tag in version.languages
        ],
        "begin": BeginForm(languages=(), told=""),
        "fetched_at": now,
        "keeps_both": True,
        "bell": bell.point_of(project.pk),
    }


def carried(project: Project) -> list[FormVersion]:
    """The versions that devices keep now, by title."""
    response, terms = queries.response_in(project), catalogue.Terms(project)
    is_staffed = response is not None and response.lead_id is not None
    in_use = {version.form.pack or str(version.pk): version for version in _whole(project)}
    found: dict[Any, FormVersion] = {}
    for version in in_use.values():
        if not version.form.is_carried:
            continue
        one: FormVersion | None = version
        if scoring.asks_danger(version) and not is_staffed:
            one = in_use.get(catalogue.WITHOUT_DANGER.get(version.form.pack, ""))
        if one is not None and terms.may_ask(one.form.pack) and not is_repeating(one):
            found[one.pk] = one
    return list(found.values())


def is_carried(version: FormVersion) -> bool:
    """Whether devices keep this very version now."""
    return version.pk in {one.pk for one in carried(version.project)}


def is_repeating(version: FormVersion) -> bool:
    """Whether a group of it is filled in several times, which the kept page can't do."""
    return any(item.kind == GROUP and item.repeats for item in form_of(version).by_id.values())


def dangers_of(version: FormVersion) -> dict[str, list[str]]:
    """Link id → what, sent by a box of the page, asks for a safe response; tried out answer by answer."""
    found = {}
    for item in form_of(version).questions():
        sent = [text for text, value in _answers_of(version, item) if _is_danger(version, item, value)]
        if sent:
            found[item.link_id] = sent
    return found


def _is_danger(version: FormVersion, item: Item, value: Any) -> bool:
    return bool(scoring.dangerous(version, {item.link_id: (value,)}))


def _answers_of(version: FormVersion, item: Item) -> Iterator[tuple[str, Any]]:
    """(text in the box, value) of every answer that can be tried: options, and the numbers of a measure's row."""
    for option in item.options:
        yield option.code, Chosen(option.code)
    pack = scoring.pack_of(version)
    slots = [slot for slot, link_id in version.slots.items() if link_id == item.link_id]
    if pack is not None and slots and not item.options:
        yield from ((str(n), n) for n in pack.slot(slots[0]).values)


def _whole(project: Project) -> list[FormVersion]:
    rows = FormVersion.objects.in_project(project).in_use()
    return list(rows.select_related("form").order_by("title"))


def _drawn(project: Project, version: FormVersion, tag: str, routes: list[SafeRoute]) -> Carried:
    form, interface = form_of(version), interface_for(tag)
    place = place_of(form, {}, is_whole=True)
    with override(interface):
        one = {
            "direction": direction(tag),
            "interface": get_language(),
            "questions": list(drawn(place, place.steps, {}, {}, tag)),
            "is_measure": bool(version.form.pack),
            "conditions": json.dumps(conditions_for_page(form, project.zone)),
        }
        html = render_to_string(
            "measures/carried_form.html", {"one": one, "routes": routes, "keeps_both": True}
        )
    return Carried(version, tag, language_name(tag), json.dumps(dangers_of(version)), html)
