"""Releases: proposed with their figures frozen, published, and taken back. Nothing in one is ever edited."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.evaluation import distances, onward, reporting, rules, states, surveying
from yarrow.evaluation.activity import kept_in
from yarrow.evaluation.errors import CannotBe
from yarrow.evaluation.models import Grant, Release, ReleasedCell
from yarrow.evaluation.models.releases import GRANT
from yarrow.evaluation.releasing import OF_MEETINGS, Prepared, Wanted, prepare, prepare_return
from yarrow.methods.activity import Period
from yarrow.methods.disclosure import RULE
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


def propose_release(*, project: Project, by: Actor, at: datetime, wanted: Wanted) -> Release:
    """Freeze the figures of a table as they would leave; raises what the gate or the rules say against it.

    Counted before the transaction, so that nobody waits for it; `publish_release` looks at the ledger again.
    """
    rules.check_may_propose(by)
    rules.check_cut(wanted.period, kept_in(project, at.astimezone(project.zone).date()))
    rules.check_not_too_soon(_release(project, wanted))
    return _keep(project, by, at, _release(project, wanted), prepare(project, wanted))


def propose_return(*, project: Project, by: Actor, at: datetime, grant: Grant, cut_on: date) -> Release:
    """Freeze the lines of a grant from its beginning to one of its cuts, as they would leave."""
    rules.check_may_propose(by)
    rules.check_same_project(project, grant)
    kept = kept_in(project, at.astimezone(project.zone).date())
    lines = list(grant.lines.filter(retired_at=None))
    if cut_on.isoformat() not in grant.cuts_on or not lines:
        raise CannotBe(_("Choose one of the days of this grant, and give it a line first."), field="cut_on")
    period = Period(min(max(grant.from_on, kept.from_on.replace(day=1)), cut_on), cut_on)
    rules.check_cut(period, kept)
    release = _release(project, Wanted(period, (), GRANT))
    release.grant = grant
    rules.check_not_too_soon(release)
    return _keep(project, by, at, release, prepare_return(project, period, lines))


def propose_survey(*, project: Project, by: Actor, at: datetime, wanted: surveying.WantedSurvey) -> Release:
    """Freeze the figures of a survey that is over, as they would leave."""
    rules.check_may_propose(by)
    release = surveying.release_of(project, wanted)
    rules.check_not_too_soon(release)
    return _keep(project, by, at, release, surveying.prepare_survey(project, wanted))


def propose_distance(
    *, project: Project, by: Actor, at: datetime, wanted: distances.WantedDistance
) -> Release:
    """Freeze how far people came, or what they need, of whole months that are over, as it would leave."""
    rules.check_may_propose(by)
    rules.check_cut(wanted.period, kept_in(project, at.astimezone(project.zone).date()))
    release = distances.release_of(project, wanted)
    rules.check_not_too_soon(release)
    return _keep(project, by, at, release, distances.prepare_distance(project, wanted))


def propose_referrals(
    *, project: Project, by: Actor, at: datetime, wanted: onward.WantedReferrals
) -> Release:
    """Freeze what referrals of whole months that are over came to by the last day, as it would leave."""
    rules.check_may_propose(by)
    rules.check_cut(wanted.period, kept_in(project, at.astimezone(project.zone).date()))
    release = onward.release_of(project, wanted)
    rules.check_not_too_soon(release)
    return _keep(project, by, at, release, onward.prepare_referrals(project, wanted))


def propose_reports(*, project: Project, by: Actor, at: datetime, wanted: reporting.WantedReports) -> Release:
    """Freeze the reports of whole months that are over and what came of them by the last day, as it would leave."""
    rules.check_may_propose(by)
    rules.check_cut(wanted.period, kept_in(project, at.astimezone(project.zone).date()))
    release = reporting.release_of(project, wanted)
    rules.check_not_too_soon(release)
    return _keep(project, by, at, release, reporting.prepare_reports(project, wanted))


@transaction.atomic
def publish_release(*, project: Project, by: Actor, at: datetime, release: Release) -> Release:
    """Let it leave. A published release of the same table and months gives way to it."""
    rules.check_may_publish(by)
    release = _locked(project, release)
    after = rules.check_step(release, "publish_release")
    rules.check_up_to_date(release)
    rules.check_not_too_soon(release)
    before = rules.same_table(release).filter(
        from_on=release.from_on, to_on=release.to_on, state=states.PUBLISHED
    )
    for other in before:
        _end(other, "supersede", by, at)
    release.state, release.published_at, release.published_by = after, at, by.id
    release.save()
    trail.note(project.id, by=by, act="evaluation.publish_release", at=at, subject=release.id)
    return release


@transaction.atomic
def withdraw_release(*, project: Project, by: Actor, at: datetime, release: Release, reason: str) -> Release:
    """Take a published release back, with a reason from the list. Its figures stay in the ledger."""
    rules.check_may_publish(by)
    if reason not in states.REASONS:
        raise CannotBe(_("Say why it is withdrawn."), field="reason")
    release = _locked(project, release)
    release.reason = reason
    _end(release, "withdraw_release", by, at)
    trail.note(project.id, by=by, act="evaluation.withdraw_release", at=at, subject=release.id, reason=reason)
    return release


@transaction.atomic
def drop_release(*, project: Project, by: Actor, at: datetime, release: Release) -> Release:
    """Drop a proposal: it never leaves, and counts for nothing."""
    rules.check_may_propose(by)
    release = _locked(project, release)
    _end(release, "drop_release", by, at)
    trail.note(project.id, by=by, act="evaluation.drop_release", at=at, subject=release.id)
    return release


def _release(project: Project, wanted: Wanted) -> Release:
    return Release(
        project=project,
        counts=wanted.counts,
        from_on=wanted.period.from_on,
        to_on=wanted.period.to_on,
        asked_by=list(wanted.by),
        where=[list(pair) for pair in wanted.where],
        rule=RULE,
    )


@transaction.atomic
def _keep(project: Project, by: Actor, at: datetime, release: Release, prepared: Prepared) -> Release:
    proposal = prepared.proposal
    # Held so that two proposals of one moment get two numbers.
    trail.hold(project.id)
    highest = Release.objects.of(project).aggregate(n=Max("number"))["n"] or 0
    release.number, release.cut_at, release.proposed_by = highest + 1, at, by.id
    release.by, release.words = list(prepared.rows_by), dict(prepared.words)
    release.middle = prepared.middle if release.counts in OF_MEETINGS else None
    release.save(force_insert=True)
    ReleasedCell.objects.bulk_create(
        ReleasedCell(
            release=release,
            position=position,
            row=list(cell[0]),
            measure=cell[1],
            from_on=place.period.from_on,
            to_on=place.period.to_on,
            where=[list(pair) for pair in place.where],
            n=proposal.gated.shown[cell].n,
            why=proposal.gated.shown[cell].why,
        )
        for position, (cell, place) in enumerate(proposal.places.items())
    )
    trail.note(project.id, by=by, act="evaluation.propose_release", at=at, subject=release.id)
    return release


def _locked(project: Project, release: Release) -> Release:
    """The release as it stands now, held until the transaction ends; publishing waits in line for the ledger."""
    rules.check_same_project(project, release)
    trail.hold(project.id)
    return Release.objects.select_for_update().get(id=release.id)


def _end(release: Release, act: str, by: Actor, at: datetime) -> None:
    release.state = rules.check_step(release, act)
    release.ended_at, release.ended_by = at, by.id
    release.save()
