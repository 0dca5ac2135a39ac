"""Who may let figures leave, and when."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from yarrow.evaluation import states
from yarrow.evaluation.errors import NotAllowed, NotHere, WrongCut, WrongStep
from yarrow.evaluation.models import Grant, Release
from yarrow.evaluation.models.releases import ReleaseSet
from yarrow.methods.activity import Period
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

COUNTERS = ("coordinator", "manager", "evaluator")
PUBLISHERS = ("coordinator", "manager")
# Two releases of one table end at least so many months apart.
MONTHS_APART = 3


def can_publish(by: Actor) -> bool:
    """Whether this actor may let figures leave."""
    return by.role in PUBLISHERS


def check_may_propose(by: Actor) -> None:
    """Whoever sees the true figures may propose what of them leaves."""
    if by.role not in COUNTERS:
        raise NotAllowed(_("Your role does not include releases. Ask a manager if it should."))


def check_may_publish(by: Actor) -> None:
    """A manager or a co-ordinator answers for what leaves."""
    if not can_publish(by):
        raise NotAllowed(_("A manager or a co-ordinator publishes releases. Ask one of them."))


def check_may_keep_grants(by: Actor) -> None:
    """Grants are kept by those who answer for the returns."""
    if not can_publish(by):
        raise NotAllowed(_("A manager or a co-ordinator keeps the grants. Ask one of them."))


def check_same_project(project: Project, thing: Release | Grant) -> None:
    """A release or grant of another project is not there."""
    if thing.project_id != project.id:
        raise NotHere()


def check_step(release: Release, act: str) -> str:
    """The state that follows; WrongStep where there is no such step."""
    after = states.RELEASE_STATES[release.state].get(act)
    if after is None:
        raise WrongStep(
            _("This release is “%s”, so that can't be done with it.") % release.get_state_display()
        )
    return after


def check_cut(period: Period, kept: Period) -> None:
    """Whole months that are over, within the time of which there are records."""
    if period.from_on.day != 1:
        raise WrongCut(_("A release begins with the first day of a month."), field="from_on")
    # Asked before its next day is: the last day of all has none.
    if period.to_on >= kept.to_on:
        raise WrongCut(_("That month is not over yet. Choose one that is."), field="to_on")
    if (period.to_on + timedelta(days=1)).day != 1:
        raise WrongCut(_("A release ends with the last day of a month."), field="to_on")
    if period.from_on < kept.from_on.replace(day=1):
        first = f"{kept.from_on:%d %m %Y}"
        raise WrongCut(_("Records begin on %s. Begin with that month.") % first, field="from_on")


def check_not_too_soon(release: Release) -> None:
    """The same table ends a quarter after the last one of it, or on the same day (then it takes its place)."""
    for other in same_table(release).exclude(to_on=release.to_on):
        if abs(months_of(release.to_on) - months_of(other.to_on)) < MONTHS_APART:
            raise WrongCut(
                _(
                    "Release %(n)d of this table ends less than three months from this one. Choose other months."
                )
                % {"n": other.number},
                field="to_on",
            )


def check_up_to_date(release: Release) -> None:
    """Nothing else may have left since the figures were compared with what had."""
    since = Release.objects.of(release.project).was_out().filter(published_at__gt=release.cut_at)
    if since.exists():
        raise WrongStep(
            _("Another release was published since this one was proposed. Drop it and propose it again.")
        )


def same_table(release: Release) -> ReleaseSet:
    """Other releases of the same table that were out, whatever their period."""
    others = Release.objects.of(release.project).was_out().exclude(id=release.id)
    return others.filter(
        grant=release.grant, counts=release.counts, asked_by=release.asked_by, where=release.where
    )


def months_of(day: date) -> int:
    """Months since year 0, for distances."""
    return day.year * 12 + day.month
