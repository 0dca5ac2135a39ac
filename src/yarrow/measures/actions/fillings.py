"""A form is filled in: begun, saved page by page, finished, put right, or marked as entered in error."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.measures import catalogue, codes, rules, scoring, states
from yarrow.measures.actions.safe import raise_signal
from yarrow.measures.answers import Held
from yarrow.measures.errors import CannotBe, Meanwhile, NotHere
from yarrow.measures.models import Amendment, Filling, FormVersion, Score
from yarrow.measures.models.fillings import AGREED, DECLINED, NOT_ASKED
from yarrow.measures.reading import form_of
from yarrow.measures.sealed_answers import (
    Given,
    all_dropped,
    count_answers,
    differ,
    locked,
    note,
    opened,
    put,
    seal,
)
from yarrow.methods.forms import Answers, kept
from yarrow.people.actions.rows import begin
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@dataclass(frozen=True)
class Saved:
    """What saving came to. `is_dangerous`: an answer among those just given asks for the safe response."""

    filling: Filling
    answers: Answers = field(repr=False)
    is_dangerous: bool


@dataclass(frozen=True)
class Offline:
    """Answers taken without a signal: when they were given, when they came here, who asked (None: not known)."""

    answered_at: datetime
    received_at: datetime
    asked_by: UUID | None


@transaction.atomic
def begin_filling(
    *,
    person: Person,
    version: FormVersion,
    entry_id: UUID,
    occasion: str,
    answered_by: str,
    how: str,
    language: str,
    agreed: str = NOT_ASKED,
    answered_on: date | None = None,
    offline: Offline | None = None,
    project: Project,
    by: Actor,
    at: datetime,
) -> Filling:
    """Begin a form for a person. Sent twice it is begun once.

    `agreed`: whether a dangerous answer may be told to the lead; asked where the form has such questions.
    `offline`: it was answered on a device before, in a version and under terms that may be over since.
    """
    rules.check_may_ask(by, project)
    rules.check_here(project, version)
    begin(person, project, by)
    known = Filling.objects.filter(project=project, entry_id=entry_id).first()
    if known is not None:
        if known.person_id != person.pk:
            raise NotHere()
        return known
    version = _may_begin(version, project, offline)
    _check_said(version, occasion, answered_by, how, language, agreed)
    begun_at = offline.answered_at if offline else at
    row = Filling(
        project=project,
        person=person,
        form_version=version,
        entry_id=entry_id,
        occasion=occasion,
        answered_by=answered_by,
        how=how,
        language=language,
        asked_by=(offline.asked_by if offline else None) or by.id,
        begun_at=begun_at,
        received_at=offline.received_at if offline else None,
        changed_at=at,
        changed_by=by.id,
        answered_on=_day(begun_at, answered_on, project),
        agreed=agreed,
    )
    row.save(force_insert=True)
    note("begin_filling", row, by, at)
    return row


@transaction.atomic
def save_answers(
    *,
    filling: Filling,
    given: Given,
    asked: frozenset[str],
    seen: int,
    dropped: Iterable[str] = (),
    answered_at: datetime | None = None,
    project: Project,
    by: Actor,
    at: datetime,
) -> Saved:
    """Keep the answers of one page (`asked`: its questions) as a sealed draft.

    `dropped`: questions that something was typed for and that do not apply.
    `seen`: the version that the page was made from. Where somebody else saved meanwhile, answers to other questions go
    together; a question that both answered differently raises Meanwhile, and nothing of either is lost.
    `answered_at`: when they were given, if that was before; a signal counts from then.
    """
    row = _begun(filling, project, by, "save_answers")
    before = opened(row, by)
    if seen != row.version and differ(before.answers, given, asked):
        raise Meanwhile()
    after = put(row, before, given, asked)
    after = Held(after.answers, all_dropped(after, dropped))
    seal(row, after, by, at)
    row.save(update_fields=["answers", "version", "changed_at", "changed_by"])
    note("save_answers", row, by, at)
    return Saved(row, after.answers, _tell(row, before.answers, after.answers, by, at, answered_at or at))


@transaction.atomic
def speak_language(*, filling: Filling, language: str, project: Project, by: Actor, at: datetime) -> Filling:
    """Go on in another language of the form; every answer stays."""
    row = _begun(filling, project, by, "save_answers")
    rules.check_one_of(language, row.form_version.languages, _("Choose a language of this form."), "language")
    if row.language != language:
        row.language = language
        row.save(update_fields=["language"])
        note("speak_language", row, by, at)
    return row


@transaction.atomic
def finish_filling(*, filling: Filling, project: Project, by: Actor, at: datetime) -> Filling:
    """The answers stand, and are scored. Nothing has to be answered. Finished twice is finished once."""
    rules.check_may_ask(by, project)
    rules.check_here(project, filling)
    begin(filling.person, project, by)
    row = locked(filling)
    if row.is_finished:
        return row
    row.state = rules.check_step(row, "finish_filling")
    before = opened(row, by)
    form = form_of(row.form_version)
    answers, dropped = kept(form, before.answers)
    seal(row, Held(answers, all_dropped(before, dropped)), by, at)
    row.finished_at = at
    count_answers(row, answers)
    row.save()
    Score.objects.bulk_create(scoring.scores_of(row, answers, at, 1))
    note("finish_filling", row, by, at)
    return row


@transaction.atomic
def amend_answers(
    *,
    filling: Filling,
    given: Given,
    asked: frozenset[str],
    reason: str,
    seen: int,
    project: Project,
    by: Actor,
    at: datetime,
) -> Saved:
    """Put answers of a finished form right, with a reason. How they stood before is kept, and so are the scores."""
    row = _begun(filling, project, by, "amend_answers")
    rules.check_one_of(reason, codes.listed("amend_reasons"), _("Say why it is put right."), "reason")
    if seen != row.version:
        raise Meanwhile()
    before = opened(row, by)
    after = put(row, before, given, asked)
    if after == before:
        raise CannotBe(_("Nothing is different. Change an answer, or go back."))
    n = row.amendments.count() + 1
    kept_row = Amendment(
        project=project,
        person=row.person,
        filling=row,
        n=n,
        reason=reason,
        amended_by=by.id,
        amended_at=at,
    )
    kept_row.sealed.put("notes.answers", before.as_json(), by.unlocked)
    kept_row.save(force_insert=True)
    seal(row, after, by, at)
    count_answers(row, after.answers)
    row.save()
    Score.objects.bulk_create(scoring.scores_of(row, after.answers, at, n + 1))
    note("amend_answers", row, by, at, reason)
    return Saved(row, after.answers, _tell(row, before.answers, after.answers, by, at, at))


@transaction.atomic
def void_filling(*, filling: Filling, reason: str, project: Project, by: Actor, at: datetime) -> Filling:
    """It was entered in error: it stays, is shown as that, and counts nowhere. Said twice, the first one stands."""
    rules.check_may_ask(by, project)
    rules.check_here(project, filling)
    begin(filling.person, project, by)
    rules.check_one_of(reason, codes.listed("void_reasons"), _("Say why."), "reason")
    row = locked(filling)
    after = states.after(states.FILLING_STATES, row.state, "void_filling")
    if after is not None:
        row.state, row.void_reason = after, reason
        row.save(update_fields=["state", "void_reason"])
        note("void_filling", row, by, at, reason)
    return row


def _may_begin(version: FormVersion, project: Project, offline: Offline | None) -> FormVersion:
    """The version as it stands now. Raises CannotBe."""
    version = FormVersion.objects.select_related("form").get(pk=version.pk)
    if offline is None:
        rules.check_in_use(version)
        _check_terms(version, project)
    else:
        rules.check_was_in_use(version)
    return version


def _day(begun_at: datetime, said: date | None, project: Project) -> date:
    """The day that was said, else that on which it was begun. Raises CannotBe."""
    today = begun_at.astimezone(project.zone).date()
    if said is not None and said > today:
        raise CannotBe(_("That day has not come yet."), field="answered_on")
    return said or today


def _check_terms(version: FormVersion, project: Project) -> None:
    """A measure is asked only as long as its terms allow it here. Raises CannotBe."""
    pack = scoring.pack_of(version)
    use = catalogue.use_in(project, pack) if pack is not None else None
    if use is not None and use.state == catalogue.HIDDEN:
        raise CannotBe(use.reason)


def _check_said(
    version: FormVersion, occasion: str, answered_by: str, how: str, language: str, agreed: str
) -> None:
    said = (
        ("occasion", occasion, "occasions"),
        ("answered_by", answered_by, "answerers"),
        ("how", how, "hows"),
    )
    for name, code, listed in said:
        rules.check_one_of(code, codes.listed(listed), _("Choose one."), name)
    rules.check_one_of(language, version.languages, _("Choose a language of this form."), "language")
    rules.check_one_of(agreed, (NOT_ASKED, AGREED, DECLINED), _("Choose one."), "agreed")


def _begun(filling: Filling, project: Project, by: Actor, act: str) -> Filling:
    """The row as it stands now, held until the transaction ends."""
    rules.check_may_ask(by, project)
    rules.check_here(project, filling)
    begin(filling.person, project, by)
    row = locked(filling)
    rules.check_step(row, act)
    return row


def _tell(row: Filling, before: Answers, after: Answers, by: Actor, at: datetime, since: datetime) -> bool:
    """Whether an answer of this saving asks for a safe response; told to the lead only as the person agreed."""
    fresh = {key for key in scoring.dangerous(row.form_version, after) if before.get(key) != after.get(key)}
    if fresh:
        raise_signal(row, sorted(fresh), by, at, since)
    return bool(fresh)
