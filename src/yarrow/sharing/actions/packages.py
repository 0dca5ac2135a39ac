"""Facts behind a link: making a package, opening it with its token, the partner's answer, ending it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import begin, entered_before
from yarrow.people.models import Person
from yarrow.sharing import links, rules
from yarrow.sharing.actions import filing
from yarrow.sharing.actions.filing import Attached
from yarrow.sharing.actions.handing import hand_to
from yarrow.sharing.actions.shares import Fact, record_share
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Guest, Package, PackageLink, Proposal, Share
from yarrow.staff.models import Project
from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor

LONGEST = timedelta(days=30)
MOST_OPENINGS = 20


@dataclass(frozen=True)
class Made:
    """A package, with the token and code that are shown once and kept nowhere."""

    package: Package
    token: str = field(repr=False)
    code: str = field(repr=False)


@transaction.atomic
def make_package(
    *,
    person: Person,
    agency: Agency,
    purpose: str,
    facts: Sequence[Fact],
    days: int,
    openings: int,
    project: Project,
    by: Actor,
    at: datetime,
    proposal: Proposal | None = None,
    file: Attached | None = None,
    guest: Guest | None = None,
    entry_id: UUID | None = None,
) -> Made:
    """Share these facts through a link that lives for so many days and openings. Raises what `record_share` raises.

    `guest`: there is no link; it opens with this guest's account, and with nothing else. The same form twice is once.

    `file`: goes with them; facts of `lists.about_files` say what it is about and what it is called.
    """
    filing.check_fits(facts, file)
    if not 1 <= days <= LONGEST.days or not 1 <= openings <= MOST_OPENINGS:
        raise CannotBe(_("Choose up to 30 days and up to 20 openings."), field="days")
    begin(person, project, by)
    known = entered_before(Share, person, entry_id)
    if known is not None and guest is not None and known.how == "guest":
        return Made(known.package, "", "")
    if known is not None:
        raise WrongStep(_("This was shared already. The link was shown once; make a new one if it is lost."))
    told: dict[str, Any] = {"project": project, "by": by, "at": at}
    share = record_share(
        person=person,
        agency=agency,
        purpose=purpose,
        facts=facts,
        how="guest" if guest else "package",
        proposal=proposal,
        entry_id=entry_id,
        **told,
    )
    token, code = links.new_token(), links.new_code()
    package = Package(project=project, person=person, share=share, made_by=by.id, made_at=at)
    package.until, package.most_openings = at + timedelta(days=days), openings
    said = sealing.pack({fact.code: fact.says for fact in facts})
    package.content = sealing.seal(links.key_of(token), said, place_of(package))
    package.code = links.mark_of_code(token, code)
    package.save(force_insert=True)
    if file is not None:
        filing.keep(package, file, token, by, at)
    if guest is not None:
        hand_to(guest, package, token, at)
        return Made(package, "", "")
    PackageLink.objects.create(project=project, package=package, mark=links.mark_of(token))
    return Made(package, token, code)


@transaction.atomic
def end_package(*, package: Package, project: Project, by: Actor, at: datetime) -> Package:
    """Nobody opens it from now on. Twice is once. Raises NotHere, NotForYou, Erased."""
    rules.check_may_share(by, project)
    begin(package.person, project, by)
    now = Package.objects.get(pk=package.pk)
    if now.ended_at is None:
        now.ended_at = at
        now.save(update_fields=["ended_at"])
        trail.note(project.id, by=by, act="sharing.end_package", subject=now.person_id, at=at)
    return now


def place_of(package: Package) -> bytes:
    """What the ciphertext is bound to, so that it opens in no other row."""
    return sealing.bound_to("yarrow package", package.project_id, package.pk)
