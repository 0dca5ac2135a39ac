"""Surveys are opened, get a new link, and are closed; answers come in."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.measures.models import FormVersion
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Answers
from yarrow.methods.tokens import hashed, new_token
from yarrow.staff.models import Project
from yarrow.surveys import rules
from yarrow.surveys.errors import CannotBe
from yarrow.surveys.models import HOWS, PAPER, Response, Spent, Survey, SurveyLink
from yarrow.surveys.sheets import Sheet, sheet_of
from yarrow.vault import blind, trail
from yarrow.vault.actors import Actor

LONGEST_ABOUT = 1_000
RECEIPT = timedelta(days=2)


@transaction.atomic
def open_survey(
    *,
    version: FormVersion,
    opens_on: date,
    closes_on: date,
    languages: Sequence[str],
    about: Mapping[str, str],
    groups: Sequence[str] = (),
    says_name: bool = False,
    project: Project,
    by: Actor,
    at: datetime,
) -> Survey:
    """A survey with its first link. `about`: language → who asks and what happens with the answers."""
    rules.check_may_keep(by, project)
    rules.check_here(project, version)
    rules.check_days(opens_on, closes_on, at.astimezone(project.zone).date())
    rules.check_said(version, languages, about)
    rules.check_groups(form_of(version), groups)
    row = Survey.objects.create(
        project=project,
        form_version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        languages=list(languages),
        about={tag: about[tag].strip()[:LONGEST_ABOUT] for tag in languages},
        groups=list(groups),
        says_name=says_name,
        token=new_token(),
        opened_by=by.id,
        made_at=at,
    )
    SurveyLink.objects.create(project=project, survey=row, digest=hashed(row.token))
    trail.note(project.id, by=by, act="surveys.open_survey", at=at, subject=row.id)
    return row


@transaction.atomic
def renew_link(*, survey: Survey, project: Project, by: Actor, at: datetime) -> Survey:
    """A new link; the old one, and every poster with it, leads nowhere from now on."""
    row = _kept(survey, project, by)
    row.token = new_token()
    row.save(update_fields=["token"])
    SurveyLink.objects.filter(survey=row).update(digest=hashed(row.token))
    trail.note(project.id, by=by, act="surveys.renew_link", at=at, subject=row.id)
    return row


@transaction.atomic
def close_survey(*, survey: Survey, project: Project, by: Actor, at: datetime) -> Survey:
    """Nobody answers it any more; what came in stays. Closed twice is closed once."""
    row = _kept(survey, project, by)
    if row.closed_at is None:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        Spent.objects.filter(survey=row).delete()
        trail.note(project.id, by=by, act="surveys.close_survey", at=at, subject=row.id)
    return row


@transaction.atomic
def take_answers(
    *,
    survey: Survey,
    entry_id: UUID,
    answers: Answers,
    reached: Collection[str],
    how: str,
    language: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> bool:
    """Keep one anonymous answer sheet; False when this page's sheet was taken before.

    Nothing goes to the trail: its rows have an instant. `by` is nobody in particular, and is not kept.
    """
    rules.check_here(project, survey)
    today = at.astimezone(project.zone).date()
    rules.check_open(survey, today)
    _check_said(survey, how, language)
    if not spend(survey=survey, entry_id=entry_id, project=project, by=by, at=at):
        return False
    _keep(survey, sheet_of(form_of(survey.form_version), answers, reached), how, language, today)
    return True


@transaction.atomic
def type_answers(
    *,
    survey: Survey,
    entry_id: UUID,
    answers: Answers,
    language: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> bool:
    """A sheet of paper, typed in by a worker. The trail says that one was typed, not which row it became."""
    rules.check_may_collect(by)
    rules.check_here(project, survey)
    today = at.astimezone(project.zone).date()
    rules.check_takes_paper(survey, today)
    _check_said(survey, PAPER, language)
    if not spend(survey=survey, entry_id=entry_id, project=project, by=by, at=at):
        return False
    form = form_of(survey.form_version)
    _keep(survey, sheet_of(form, answers, set(form.by_id)), PAPER, language, today)
    trail.note(project.id, by=by, act="surveys.type_answers", at=at, subject=survey.id)
    return True


@transaction.atomic
def spend(*, survey: Survey, entry_id: UUID, project: Project, by: Actor, at: datetime) -> bool:
    """Use a page's own number up; False when it was used before. The receipt names no sheet and no time."""
    rules.check_here(project, survey)
    midnight = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    _row, is_new = Spent.objects.get_or_create(
        survey=survey,
        digest=digest_of(survey, entry_id),
        defaults={"project": project, "goes_at": midnight + RECEIPT},
    )
    return is_new


def digest_of(survey: Survey, entry_id: UUID) -> str:
    """What a receipt keeps of a page's own number."""
    return hashlib.sha256(survey.id.bytes + entry_id.bytes).hexdigest()


def _check_said(survey: Survey, how: str, language: str) -> None:
    if how not in HOWS or language not in survey.languages:
        raise CannotBe(_("These questions are not asked in this way. Begin again."))


def _keep(survey: Survey, sheet: Sheet, how: str, language: str, today: date) -> None:
    row = Response(
        project_id=survey.project_id,
        survey=survey,
        received_on=today,
        how=how,
        language=language,
        choices=sheet.choices,
    )
    if sheet.words:
        row.key, row.envelope = blind.seal(survey.project_id, "notes", row.id, sheet.words)
    row.save(force_insert=True)


def _kept(survey: Survey, project: Project, by: Actor) -> Survey:
    rules.check_may_keep(by, project)
    rules.check_here(project, survey)
    return Survey.objects.select_for_update().get(pk=survey.pk)
