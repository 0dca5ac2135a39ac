"""The figures of a survey as those inside see them: true, each with what it is out of, by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.methods.surveys import EVERYBODY, NO_GROUP, Count, Question, count, groups_of
from yarrow.surveys import asked, queries, rules
from yarrow.surveys.models import Survey
from yarrow.surveys.sheets import WORDS
from yarrow.ui.charts import Picture, Series, picture
from yarrow.ui.tables import Column, Table
from yarrow.vault import blind
from yarrow.vault.actors import Actor

MOST_DRAWN = 12


@dataclass(frozen=True)
class Shown:
    """One question: what was found, a picture, its table."""

    words: str
    finding: str
    picture: Picture | None
    table: Table
    is_few: bool
    several: bool


def results_page(by: Actor, survey: Survey, wanted: str) -> dict[str, Any]:
    """Every question, by the grouping question that was asked for (one of the survey's, or none)."""
    language = asked.readers_language(survey)
    grouping = asked.grouping(survey, wanted)
    sheets = [sheet.choices for sheet in queries.sheets_of(survey)]
    groups = groups_of(sheets, grouping)
    labels = {
        code: asked.code_words(survey, grouping.key if grouping else "", code, language) for code in groups
    }
    shown = [
        _shown(survey, n, one, {code: count(one, rows) for code, rows in groups.items()}, labels)
        for n, one in enumerate(asked.questions_of(survey))
    ]
    return {
        "survey": survey,
        "n_sheets": len(sheets),
        "finding": _finding(survey, len(sheets)),
        "questions": shown,
        "groupings": [(key, asked.words_of(survey, key, language)) for key in survey.groups],
        "by": grouping.key if grouping else "",
        "can_read": rules.can_read(by, survey.project),
    }


def _finding(survey: Survey, n: int) -> str:
    said = ngettext("%(n)s person sent answers.", "%(n)s people sent answers.", n) % {"n": n}
    return said if n else _("Nobody has sent answers yet.")


def _shown(survey: Survey, n: int, one: Question, counts: dict[str, Count], labels: dict[str, str]) -> Shown:
    language = asked.readers_language(survey)
    words = asked.words_of(survey, one.key, language)
    codes = {code: asked.code_words(survey, one.key, code, language) for code in one.codes}
    whole = counts[EVERYBODY]
    finding = _sentence(whole, codes)
    names = list(labels)
    drawn = [name for name in names if name != NO_GROUP] if len(names) > 1 else names
    return Shown(
        words=words,
        finding=finding,
        picture=_picture(f"q-{n}", words, finding, codes, {labels[name]: counts[name] for name in drawn})
        if whole.answered and set(codes) != {WORDS}
        else None,
        table=_table(words, codes, [(labels[name], counts[name]) for name in names]),
        is_few=whole.answered > 0 and any(counts[name].is_few for name in names),
        several=one.several,
    )


def _sentence(whole: Count, codes: dict[str, str]) -> str:
    """Of how many, what most of them said."""
    if not whole.answered:
        return _("Nobody answered it.")
    n = max(whole.chosen.values())
    most = [codes[code] for code, chosen in whole.chosen.items() if chosen == n]
    about = {"n": n, "of": whole.answered, "what": "”, “".join(most)}
    if len(most) > 1:
        return _("Equally often: “%(what)s”, each %(n)s of %(of)s who answered.") % about
    return _("Most of all: “%(what)s”, %(n)s of %(of)s who answered.") % about


def _picture(
    name: str, title: str, describe: str, codes: dict[str, str], counts: dict[str, Count]
) -> Picture | None:
    """Of those who answered in each group, how many percent; a group in which nobody did has no bar."""
    if len(codes) > MOST_DRAWN:
        return None
    series = [
        Series(label, [None if one.share(code) is None else round(one.share(code) or 0) for code in codes])
        for label, one in counts.items()
    ]
    return picture(
        name,
        title=_("%s: percent of those who answered") % title,
        describe=describe,
        labels=list(codes.values()),
        series=series,
        first_column=_("Answer"),
    )


def _table(words: str, codes: dict[str, str], counts: Sequence[tuple[str, Count]]) -> Table:
    rows: list[list[object]] = [
        [label, *(one.chosen[code] for _name, one in counts)] for code, label in codes.items()
    ]
    rows += [
        [_("Answered"), *(one.answered for _name, one in counts)],
        [_("Passed over"), *(one.skipped for _name, one in counts)],
        [_("Not asked"), *(one.not_asked for _name, one in counts)],
    ]
    columns = [Column(_("Answer")), *(Column(name, is_number=True) for name, _one in counts)]
    return Table(caption=words, columns=columns, rows=rows)


def words_page(by: Actor, survey: Survey, at: datetime) -> dict[str, Any]:
    """What people wrote, by question, in no order. Raises NotAllowed, NoGrant, Locked."""
    rules.check_may_read(by, survey.project)
    language = asked.readers_language(survey)
    opened: list[tuple[UUID, Any]] = blind.read(
        queries.written_in(survey),
        survey.project_id,
        "notes",
        by=by,
        act="surveys.show_words",
        at=at,
        subject=survey.id,
    )
    found: dict[str, list[str]] = {}
    for _row, words in opened:
        for key, said in words.items():
            found.setdefault(key, []).extend(said)
    every = asked.form_asked(survey).by_id
    return {
        "survey": survey,
        "lines": [
            (asked.words_of(survey, key, language), sorted(found[key], key=str.casefold))
            for key in every
            if key in found
        ],
    }
