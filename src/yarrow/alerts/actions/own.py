"""What members do on their own pages, without any worker's key: a phrase, what reaches them, when they are silent."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yarrow.alerts import codes, phrases, rules, stays, ways
from yarrow.alerts.actions.vouching import checked_settings, held, own_copy
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.models import Member, MemberCode, Stay
from yarrow.alerts.stays import Here
from yarrow.alerts.underway import take_back
from yarrow.alerts.ways import Way
from yarrow.contacts.models import Zone
from yarrow.staff.models import Project
from yarrow.vault import blind, trail
from yarrow.vault.actors import Actor

LONGEST_PAUSE = timedelta(days=366)
# Members have no account; what they do stands on the trail under this name.
MEMBER = Actor.system("member")


def choose_phrase(*, code: str, phrase: str, project: Project, by: Actor, at: datetime) -> Here:
    """With a worker's code they take a phrase, and are here. The code is used up; another phrase and stay end.

    Raises CannotBe for a code that is not good, and for a phrase that is weak or another's.
    """
    phrases.check(phrase)
    if codes.found(project, code, at) is None:
        raise no_code()
    key = phrases.key_from(phrase, project.id)
    try:
        with transaction.atomic():
            # The code is used up only if they are here.
            return stays.begin(_with_key(code, key, project, by, at), key.private, at)
    except IntegrityError:
        raise CannotBe(_("Take another phrase, please."), field="phrase") from None


def enter(*, phrase: str, project: Project, at: datetime) -> Here | None:
    """Who has this phrase is here; None for nobody. It costs the same either way."""
    key = phrases.key_from(phrase, project.id)
    with transaction.atomic():
        # Whoever puts them out, or takes another phrase, waits for us and ends this stay, or we find nobody.
        rows = Member.objects.select_for_update(of=("self",)).filter(project=project, mark=key.mark)
        row = rows.filter(left_on=None).first()
        return None if row is None else stays.begin(row, key.private, at)


@transaction.atomic
def change_ways(*, here: Here, said: Iterable[Way], project: Project, by: Actor, at: datetime) -> Member:
    """What reaches them from now on; what was on its way is planned anew. Raises CannotBe, NotHere."""
    row = held(here.member, project)
    rules.check_is_in(row)
    listed = tuple({way.folded: way for way in said}.values())
    if len(listed) > ways.MOST:
        raise CannotBe(_("These are too many ways."))
    known = here.own_ways()
    row.own = own_copy(row, listed)
    row.key, row.envelope = blind.seal(project.id, "identity", row.pk, ways.packed(listed))
    _saved(row, project, by, at, "alerts.change_own_ways")
    if known is None or set(known) != set(listed):
        # A code that was handed out has the ways of before in it.
        MemberCode.objects.filter(member=row).update(wrapped=b"")
        take_back(row, by, at, [way.channel for way in listed])
    return row


@transaction.atomic
def change_choices(
    *,
    here: Here,
    zones: Iterable[Zone],
    settings: Iterable[str],
    language: str,
    quiet_days: Iterable[int],
    quiet_until: date | None,
    project: Project,
    by: Actor,
    at: datetime,
) -> Member:
    """Where, about what, in which language and on which days. Raises CannotBe, NotHere."""
    row, listed = held(here.member, project), list(zones)
    rules.check_is_in(row)
    rules.check_here(project, *listed)
    today = at.astimezone(project.zone).date()
    if quiet_until is not None and not today < quiet_until <= today + LONGEST_PAUSE:
        raise CannotBe(_("Choose a day that comes, within a year."), field="quiet_until")
    days = sorted(set(quiet_days))
    if any(not 0 <= day <= 6 for day in days) or len(days) == 7:
        raise CannotBe(_("Leave one day free, or pause."), field="quiet_days")
    is_other_silence = (row.quiet_days, row.quiet_until) != (days, quiet_until)
    row.settings, row.language = checked_settings(settings), language
    row.quiet_days, row.quiet_until = days, quiet_until
    row.zones.set(listed)
    _saved(row, project, by, at, "alerts.change_own_choices")
    if is_other_silence:
        take_back(row, by, at, None)
    return row


def no_code() -> CannotBe:
    return CannotBe(_("This code is not good, or not any more. Ask the project for a new one."), field="code")


def _with_key(code: str, key: phrases.Key, project: Project, by: Actor, at: datetime) -> Member:
    trail.hold(project.id)
    found = codes.found(project, code, at)
    if found is None:
        raise no_code()
    row, listed = held(found.member, project), codes.ways_under(found, code)
    row.mark, row.public_key = key.mark, key.public
    row.own = None if listed is None else own_copy(row, listed)
    row.version += 1
    row.save()
    Stay.objects.filter(member=row).delete()
    MemberCode.objects.filter(member=row).delete()
    trail.note(project.id, by=by, act="alerts.choose_phrase", at=at, subject=row.pk)
    return row


def _saved(row: Member, project: Project, by: Actor, at: datetime, act: str) -> None:
    row.version += 1
    row.save()
    trail.note(project.id, by=by, act=act, at=at, subject=row.pk)
