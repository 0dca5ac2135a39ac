"""Anonymous answer sheets out, for evaluation: choices alone, under random ids, of surveys that are over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yarrow.methods.surveys import NO_GROUP, Question, Sheet
from yarrow.staff.models import Project
from yarrow.surveys import asked, queries
from yarrow.surveys.models import Survey


@dataclass(frozen=True)
class Surveyed:
    """A survey that is over. `words`: "" → its title, question → its words, "question=code" → the answer's.

    groups   questions by which figures may be shown
    """

    id: UUID
    opens_on: date
    closes_on: date
    questions: tuple[Question, ...]
    groups: tuple[str, ...]
    words: Mapping[str, str]
    sheets: Mapping[str, Sheet]


def over(project: Project, today: date) -> list[tuple[UUID, str]]:
    """(id, title) of every survey that nobody answers any more, the last one first. `today`: in the project's zone."""
    return [
        (row.id, f"{row.form_version.title}, {row.opens_on:%d.%m.%Y}–{row.closes_on:%d.%m.%Y}")
        for row in queries.surveys_in(project)
        if row.is_over(today)
    ]


def surveyed(project: Project, today: date, survey_id: UUID | None = None) -> list[Surveyed]:
    """Those surveys with their sheets, or one of them. None that is open: its figures still move."""
    ids = [one for one, _title in over(project, today) if survey_id in (None, one)]
    return [_surveyed(queries.survey_in(project, one)) for one in ids]


def _surveyed(row: Survey) -> Surveyed:
    questions = tuple(asked.questions_of(row))
    return Surveyed(
        id=row.id,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        questions=questions,
        groups=tuple(row.groups),
        words=_words(row, questions),
        sheets={str(sheet.id): sheet.choices for sheet in queries.sheets_of(row)},
    )


def _words(row: Survey, questions: tuple[Question, ...]) -> dict[str, str]:
    language = asked.form_asked(row).language
    found = {"": row.form_version.title}
    for one in questions:
        found[one.key] = asked.words_of(row, one.key, language)
        for code in (*one.codes, NO_GROUP):
            found[f"{one.key}={code}"] = asked.code_words(row, one.key, code, language)
    return found
