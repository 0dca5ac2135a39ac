"""The room's pages for workers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures import queries as measures
from yarrow.measures.making import SHEET
from yarrow.measures.models import FormVersion
from yarrow.measures.reading import form_of
from yarrow.measures.saying import language_name
from yarrow.staff.models import Project
from yarrow.surveys import asked, links, queries, rules
from yarrow.surveys.models import LINK, PAPER, TABLET, Survey
from yarrow.vault.actors import Actor


def how_words(how: str) -> str:
    """The way a sheet came."""
    return {LINK: _("By link"), TABLET: _("On a tablet"), PAPER: _("On paper")}[how]


def state_of(survey: Survey, at: datetime) -> tuple[str, str]:
    """(words, kind of tag)."""
    today = at.astimezone(survey.project.zone).date()
    if survey.is_open(today):
        return _("Open"), "done"
    return (_("Closed"), "") if survey.is_over(today) else (_("Not open yet"), "due")


def list_page(by: Actor, project: Project, at: datetime) -> dict[str, Any]:
    """Surveys and, for those who keep them, forms to begin with."""
    rows = list(queries.surveys_in(project))
    for row in rows:
        row.project = project
    return {
        "lines": [(row, *state_of(row, at)) for row in rows],
        "versions": measures.in_use(project).exclude(form__url__startswith=SHEET)
        if rules.can_keep(by)
        else [],
        "can_keep": rules.can_keep(by),
    }


def choices_of(version: FormVersion) -> dict[str, Any]:
    """What an opening form offers."""
    form = form_of(version)
    return {
        "languages": [(tag, language_name(tag)) for tag in version.languages],
        "groups": [
            (item.link_id, str(item.text.in_(form.language))) for item in rules.grouping_questions(form)
        ],
    }


def languages_of(survey: Survey) -> list[tuple[str, str]]:
    """(tag, name) of the survey's languages."""
    return [(tag, language_name(tag)) for tag in survey.languages]


def survey_page(by: Actor, survey: Survey, whole: Callable[[str], str], at: datetime) -> dict[str, Any]:
    """One survey. `whole`: a path as an address with its host."""
    came = queries.came_in(survey)
    form = asked.form_asked(survey)
    words, kind = state_of(survey, at)
    return {
        "survey": survey,
        "state": words,
        "kind": kind,
        "link": whole(links.address(survey)),
        "tablet_path": links.address(survey, is_tablet=True),
        "n_sheets": sum(one.n for one in came),
        "came": [(how_words(one.how), one.n) for one in came],
        "groups": [asked.words_of(survey, key, form.language) for key in survey.groups],
        "languages": [name for _tag, name in languages_of(survey)],
        "can_keep": rules.can_keep(by),
        "can_count": by.role in rules.COUNTERS,
        "can_read": rules.can_read(by, survey.project),
        "is_over": survey.is_over(at.astimezone(survey.project.zone).date()),
        "is_open": kind == "done",
        "can_type": by.role in rules.COLLECTORS,
    }
