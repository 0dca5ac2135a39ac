"""The pages around a filling: the list with what can be begun, the circumstances, the calm page."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yarrow.measures import catalogue, queries, rules, scoring
from yarrow.measures.asking import ALL, AT
from yarrow.measures.forms import BeginForm
from yarrow.measures.models import Filling, FormVersion
from yarrow.measures.saying import direction, language_name
from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.staff.models import Project
from yarrow.ui.sentences import EASY
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


def list_page(by: Actor, person: Person) -> dict[str, Any]:
    """What a person answered, and the forms that can be begun."""
    fillings, versions = queries.fillings_of(person), queries.in_use(person.project)
    terms = catalogue.Terms(person.project)
    at_once.read(fillings, versions, terms)
    with reading(by, person.project_id, act="measures.list_fillings") as page:
        called = open_each(page, [person], "identity.called")
    return {
        "person": person,
        "called": called[person.id].value or "",
        "fillings": list(fillings),
        "versions": [one for one in versions if terms.may_ask(one.form.pack)],
        "can_ask": rules.can_ask(by, person.project),
        "can_keep": rules.can_keep_forms(by),
    }


class Start:
    """The page on which a filling begins."""

    def __init__(self, project: Project, version: FormVersion, typed: Any) -> None:
        self.project, self.version = project, version
        self.asks_danger = scoring.asks_danger(version)
        response = queries.response_in(project) if self.asks_danger else None
        self.lead = response.lead if response else None
        self.deputy = response.deputy if response else None
        languages = [(tag, language_name(tag)) for tag in version.languages]
        self.form = BeginForm(typed, languages=languages, told=self._told())

    def _told(self) -> str:
        """The names of those who would be told; "" where nobody is named, and then it is not asked."""
        if self.lead is None:
            return ""
        if self.deputy is None:
            return self.lead.name
        return _("%(lead)s and %(deputy)s") % {"lead": self.lead.name, "deputy": self.deputy.name}

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        is_unstaffed = self.asks_danger and self.lead is None
        return {
            "form": self.form,
            "version": self.version,
            "asks_danger": self.asks_danger,
            "told": self._told(),
            "is_unstaffed": is_unstaffed,
            "instead": self._instead() if is_unstaffed else None,
        }

    def _instead(self) -> FormVersion | None:
        """The same measure without its question about harm, if it is in use here."""
        pack = catalogue.WITHOUT_DANGER.get(self.version.form.pack, "")
        return queries.in_use(self.project).filter(form__pack=pack).first() if pack else None


def calm_page(project: Project, filling: Filling, query: Any) -> dict[str, Any]:
    """The routes, whether somebody was asked for, and the way back to where the form stood."""
    address = project.url("measures:fill", filling.person_id, filling.id)
    kept = _kept(query)
    return {
        "filling": filling,
        "routes": queries.routes_in(project),
        "was_asked": query.get("asked") == "1",
        "back_url": f"{address}?{urlencode(kept, doseq=True)}" if kept else address,
        "kept": [(name, value) for name, values in kept.items() for value in values],
        "is_bare": filling.how == "device",
        "language_tag": filling.language,
        "direction": direction(filling.language),
    }


def calm_url(project: Project, filling: Filling, query: Any, *, was_asked: bool) -> str:
    """The address of the calm page."""
    said = {**_kept(query), **({"asked": "1"} if was_asked else {})}
    return (
        f"{project.url('measures:show_routes', filling.person_id, filling.id)}?{urlencode(said, doseq=True)}"
    )


def _kept(query: Any) -> dict[str, list[str]]:
    return {name: query.getlist(name) for name in (AT, ALL, "~more", EASY) if query.getlist(name)}
