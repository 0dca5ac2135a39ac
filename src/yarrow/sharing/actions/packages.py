"""Facts behind a link: making a package, opening it with its token, the partner's answer, ending it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods.refusals import Refusal
from yarrow.people.actions.rows import begin, entered_before
from yarrow.people.models import Person
from yarrow.sharing import links, lists, rules
from yarrow.sharing.actions import filing
from yarrow.sharing.actions.filing import Attached, Fetched
from yarrow.sharing.actions.shares import Fact, record_share
from yarrow.sharing.errors import CannotBe, NoPackage, WrongCode, WrongStep
from yarrow.sharing.models import Answer, Package, PackageLink, Proposal, Share
from yarrow.staff.models import Project
from yarrow.vault import fence, sealing, trail
from yarrow.vault.actors import Actor

LONGEST = timedelta(days=30)
MOST_OPENINGS, MOST_WRONG, MOST_ANSWERS = 20, 5, 20
PARTNER = Actor.system("partner")


@dataclass(frozen=True)
class Made:
    """A package, with the token and code that are shown once and kept nowhere."""

    package: Package
    token: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Unpacked:
    """What a partner sees: code of the fact → what it says; `kind`: of its file, "" where it has none."""

    package: Package
    said: dict[str, str] = field(repr=False)
    kind: str = ""


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
    entry_id: UUID | None = None,
) -> Made:
    """Share these facts through a link that lives for so many days and openings. Raises what `record_share` raises.

    `file`: goes with them; facts of `lists.about_files` say what it is about and what it is called.
    """
    filing.check_fits(facts, file)
    if not 1 <= days <= LONGEST.days or not 1 <= openings <= MOST_OPENINGS:
        raise CannotBe(_("Choose up to 30 days and up to 20 openings."), field="days")
    begin(person, project, by)
    if entered_before(Share, person, entry_id) is not None:
        raise WrongStep(_("This was shared already. The link was shown once; make a new one if it is lost."))
    told: dict[str, Any] = {"project": project, "by": by, "at": at}
    share = record_share(
        person=person,
        agency=agency,
        purpose=purpose,
        facts=facts,
        how="package",
        proposal=proposal,
        entry_id=entry_id,
        **told,
    )
    token, code = links.new_token(), links.new_code()
    package = Package(project=project, person=person, share=share, made_by=by.id, made_at=at)
    package.until, package.most_openings = at + timedelta(days=days), openings
    said = sealing.pack({fact.code: fact.says for fact in facts})
    package.content = sealing.seal(links.key_of(token), said, _place(package))
    package.code = links.mark_of_code(token, code)
    package.save(force_insert=True)
    if file is not None:
        filing.keep(package, file, token, by, at)
    PackageLink.objects.create(project=project, package=package, mark=links.mark_of(token))
    return Made(package, token, code)


def open_package(*, token: str, code: str, at: datetime) -> Unpacked:
    """What the package says, if it lives and what it rests on still stands; one opening, on the trail.

    Raises NoPackage, the same for what never was, is over, was taken back or was tried too often; WrongCode.
    Not one transaction with its refusals: a wrong code is counted.
    """
    link = PackageLink.objects.filter(mark=links.mark_of(token)).first()
    if link is None:
        raise NoPackage()
    with fence.around(link.project_id):
        return _opened(link, token, code, at)


def fetch_file(*, token: str, code: str, at: datetime) -> Fetched:
    """The file of a package, on the trail; as often as the package may be opened. Raises NoPackage, WrongCode."""
    link = PackageLink.objects.filter(mark=links.mark_of(token)).first()
    if link is None:
        raise NoPackage()
    with fence.around(link.project_id):
        with transaction.atomic():
            package = _standing(link, at, is_to_open=False)
            is_right = links.is_code(token, code, package.code)
            if is_right:
                return filing.fetched(package, token, PARTNER, at)
            _count_wrong(package, at)
        raise WrongCode()


def answer_package(*, token: str, code: str, answer: str, reason: str, at: datetime) -> Answer:
    """What the partner says came of it. It can be said again: the last holds. Raises NoPackage, WrongCode, CannotBe."""
    link = PackageLink.objects.filter(mark=links.mark_of(token)).first()
    if link is None:
        raise NoPackage()
    reasons = lists.codes("reasons") if answer == "refused" else {""}
    if answer not in lists.codes("answers") or reason not in reasons:
        raise CannotBe(_("Choose one of the answers."), field="answer")
    with fence.around(link.project_id):
        return _answered(link, token, code, answer, reason, at)


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


def _opened(link: PackageLink, token: str, code: str, at: datetime) -> Unpacked:
    with transaction.atomic():
        package = _standing(link, at)
        is_right = links.is_code(token, code, package.code)
        if is_right:
            package.n_openings += 1
            package.save(update_fields=["n_openings"])
            told: dict[str, Any] = {
                "subject": package.person_id,
                "at": at,
                "fields": ["sharing.package.content"],
            }
            trail.note(link.project_id, by=PARTNER, act="sharing.open_package", **told)
        else:
            _count_wrong(package, at)
    if not is_right:
        raise WrongCode()
    packed = sealing.open_sealed(links.key_of(token), bytes(package.content), _place(package))
    return Unpacked(package, sealing.unpack(packed), filing.kind_of(package))


def _answered(link: PackageLink, token: str, code: str, answer: str, reason: str, at: datetime) -> Answer:
    with transaction.atomic():
        package = _standing(link, at, is_to_open=False)
        is_right = links.is_code(token, code, package.code)
        if not is_right:
            _count_wrong(package, at)
        elif package.answers.count() >= MOST_ANSWERS:
            raise NoPackage()
        else:
            row = Answer(project_id=link.project_id, person=package.person, package=package, said_at=at)
            row.answer, row.reason = answer, reason
            row.save(force_insert=True)
            told: dict[str, Any] = {"subject": package.person_id, "at": at, "reason": answer}
            trail.note(link.project_id, by=PARTNER, act="sharing.answer_package", **told)
            return row
    raise WrongCode()


def _standing(link: PackageLink, at: datetime, *, is_to_open: bool = True) -> Package:
    """The package, held with the person's row, if it lives and its ground still stands at this instant."""
    packages = Package.objects.select_related("person__project", "share__agency")
    package = packages.get(pk=link.package_id)
    try:
        rules.held(package.person)
        package.refresh_from_db(fields=["n_openings", "n_wrong", "ended_at"])
        share = package.share
        if share.proposal_id is None:
            asked = {
                "agency": share.agency,
                "purpose": share.purpose,
                "categories": share.categories,
                "at": at,
            }
            rules.may_share(person=package.person, **asked)
    except Refusal:
        raise NoPackage() from None
    is_live = package.is_live(at) if is_to_open else package.ended_at is None and at < package.until
    if not is_live:
        raise NoPackage()
    return package


def _count_wrong(package: Package, at: datetime) -> None:
    """After five wrong codes nobody opens it any more."""
    package.n_wrong += 1
    if package.n_wrong >= MOST_WRONG:
        package.ended_at = at
    package.save(update_fields=["n_wrong", "ended_at"])
    told: dict[str, Any] = {"subject": package.person_id, "at": at}
    trail.note(package.project_id, by=PARTNER, act="sharing.try_package", **told)


def _place(package: Package) -> bytes:
    """What the ciphertext is bound to, so that it opens in no other row."""
    return sealing.bound_to("yarrow package", package.project_id, package.pk)
