"""A partner opens a package, takes its file, answers: what never was, is over, late or used up is one answer.

Whoever has the token and the code is the one it was for. Where the person took back what they had agreed to, or was
erased, they are told that, and nothing else: it is how a recipient of a link hears of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.methods.sharing import Why
from yarrow.sharing import links, lists, partings, rules
from yarrow.sharing.actions import filing
from yarrow.sharing.actions.filing import Fetched
from yarrow.sharing.actions.packages import place_of
from yarrow.sharing.actions.recalls import seen_ended
from yarrow.sharing.errors import CannotBe, Ended, NoPackage, NotAgreed, WrongCode
from yarrow.sharing.models import Answer, Package, PackageLink
from yarrow.vault import fence, sealing, trail
from yarrow.vault.actors import Actor

MOST_WRONG, MOST_ANSWERS = 5, 20
PARTNER = Actor.system("partner")
TAKEN_BACK = (Why.WITHDRAWN, Why.REFUSED)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Unpacked:
    """What a partner sees: code of the fact → what it says; `kind`: of its file, "" where it has none."""

    package: Package
    said: dict[str, str] = field(repr=False)
    kind: str = ""


def open_package(*, token: str, code: str, at: datetime) -> Unpacked:
    """What the package says, if it lives and what it rests on still stands; one opening, on the trail.

    Raises NoPackage, the same for what never was, is over, late, used up or was tried too often; WrongCode; Ended
    where it was taken back. Not one transaction with its refusals: a wrong code is counted.
    """
    return _at_door(token, code, at, lambda package: opened(package, token, PARTNER, at), is_to_open=True)


def fetch_file(*, token: str, code: str, at: datetime) -> Fetched:
    """The file of a package, on the trail; as often as the package may be opened. Raises the same."""
    return _at_door(token, code, at, lambda package: filing.fetched(package, token, PARTNER, at))


def answer_package(*, token: str, code: str, answer: str, reason: str, at: datetime) -> Answer:
    """What the partner says came of it. It can be said again: the last holds. Raises the same, and CannotBe."""
    return _at_door(token, code, at, lambda package: answered(package, answer, reason, PARTNER, at))


def opened(package: Package, token: str, by: Actor, at: datetime) -> Unpacked:
    """What it says; one opening of so many, on the trail. The package is held by the caller. Raises NoPackage."""
    if not package.is_live(at):
        raise NoPackage()
    package.n_openings += 1
    package.save(update_fields=["n_openings"])
    _note("sharing.open_package", package, by, at, fields=["sharing.package.content"])
    packed = sealing.open_sealed(links.key_of(token), bytes(package.content), place_of(package))
    return Unpacked(package, sealing.unpack(packed), filing.kind_of(package))


def answered(package: Package, answer: str, reason: str, by: Actor, at: datetime) -> Answer:
    """What a partner says, on the trail. The package is held by the caller. Raises CannotBe, NoPackage."""
    reasons = lists.codes("reasons") if answer == "refused" else {""}
    if answer not in lists.codes("answers") or reason not in reasons:
        raise CannotBe(_("Choose one of the answers."), field="answer")
    if package.answers.count() >= MOST_ANSWERS:
        raise NoPackage()
    row = Answer(project_id=package.project_id, person=package.person, package=package, said_at=at)
    row.answer, row.reason = answer, reason
    row.save(force_insert=True)
    _note("sharing.answer_package", package, by, at, reason=answer)
    return row


def held(package_id: Any, at: datetime) -> tuple[Package, Refusal | None]:
    """(the package, held with the person's row; Ended where it was taken back). Raises NoPackage where it is over."""
    packages = Package.objects.select_related("person__project", "share__agency", "share__proposal")
    package = packages.filter(pk=package_id).first()
    if package is None:
        # Erased since it was found.
        raise NoPackage()
    share = package.share
    try:
        rules.held(package.person)
        package.refresh_from_db(fields=["n_openings", "n_wrong", "ended_at"])
        if package.ended_at is not None or at >= package.until:
            raise NoPackage()
        if share.proposal_id is None:
            told: dict[str, Any] = {"purpose": share.purpose, "categories": share.categories, "at": at}
            rules.may_share(person=package.person, agency=share.agency, **told)
    except NotAgreed as refused:
        if refused.why in TAKEN_BACK:
            return package, Ended()
        raise NoPackage() from None
    except Refusal:
        raise NoPackage() from None
    return package, None


def _at_door(
    token: str, code: str, at: datetime, act: Callable[[Package], Found], *, is_to_open: bool = False
) -> Found:
    """Let in whoever has both. Of what has ended nobody learns without the code, and not whether a code is right."""
    link = PackageLink.objects.filter(mark=links.mark_of(token)).first()
    if link is None:
        raise NoPackage()
    with fence.around(link.project_id):
        if link.parting_id is not None:
            raise partings.at_door(link.pk, token, code, at)
        with transaction.atomic():
            package, refusal = held(link.package_id, at)
            if is_to_open and refusal is None and not package.is_live(at):
                raise NoPackage()
            if not links.is_code(token, code, package.code):
                _count_wrong(package, at)
                refusal = WrongCode() if refusal is None else NoPackage()
            elif refusal is None:
                return act(package)
            else:
                seen_ended(package, PARTNER, at)
        raise refusal


def _count_wrong(package: Package, at: datetime) -> None:
    """After five wrong codes nobody opens it any more."""
    package.n_wrong += 1
    if package.n_wrong >= MOST_WRONG:
        package.ended_at = at
    package.save(update_fields=["n_wrong", "ended_at"])
    _note("sharing.try_package", package, PARTNER, at)


def _note(act: str, package: Package, by: Actor, at: datetime, **told: Any) -> None:
    trail.note(package.project_id, by=by, act=act, subject=package.person_id, at=at, **told)
