"""What pages about partners' guests show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yarrow.agencies.models import Agency
from yarrow.people import purposes
from yarrow.sharing import lists, rules
from yarrow.sharing.actions import Unpacked
from yarrow.sharing.models import Answer, Guest, GuestKey, Package, Parting, Share
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import GUEST
from yarrow.ui.sorting import by_name
from yarrow.vault.actors import Actor

# For how long a guest sees that something was, once it can't be opened any more.
SHOWN_AFTER = timedelta(days=30)
MOST_SHOWN = 100


@dataclass(frozen=True)
class SentShown:
    """One thing that was sent to a guest. `state`: open, ended (taken back), over.

    can_answer   what comes of it can still be said, also when it was opened as often as it may be
    """

    package: Package
    purpose: str
    state: str
    answer: str
    can_answer: bool


@dataclass(frozen=True)
class SentTo:
    """A guest's page: for which agency, what was sent, and on which days something of somebody erased was."""

    guest: Guest
    sent: list[SentShown]
    partings: list[Parting]


def sent_to(by: Actor, project: Project, at: datetime) -> SentTo:
    """Everything sent to this guest for their agency, the latest first. Raises GuestIsOver."""
    guest = rules.guest_of(by, project, at)
    keys = GuestKey.objects.filter(project=project, guest=guest, package__share__agency=guest.agency_id)
    packages = Package.objects.filter(guest_key__in=keys, until__gt=at - SHOWN_AFTER).select_related("share")
    rows = list(packages.order_by("-made_at")[:MOST_SHOWN])
    taken_back = set(
        Share.objects.taken_back().filter(package__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    said: dict[UUID, str] = {}
    for row in Answer.objects.filter(package__in=[row.pk for row in rows]):
        said.setdefault(row.package_id, lists.label("answers", row.answer))
    told = Parting.objects.filter(project=project, agency=guest.agency_id, how="guest")
    return SentTo(
        guest=guest,
        sent=[_shown(row, taken_back, said.get(row.pk, ""), at) for row in rows],
        partings=list(told.filter(erased_at__gt=at - SHOWN_AFTER)),
    )


def _shown(row: Package, taken_back: set[UUID], answer: str, at: datetime) -> SentShown:
    state = "ended" if row.share_id in taken_back else "open" if row.is_live(at) else "over"
    purpose = purposes.purpose_of(row.share.purpose).name if row.share.purpose else ""
    can_answer = state != "ended" and row.ended_at is None and at < row.until
    return SentShown(row, purpose, state, answer, can_answer)


def file_called(found: Unpacked) -> str:
    """What its file is called, as the partner reads it; "" where there is none."""
    about = lists.about_files() & set(found.said)
    return found.said[min(about)] if about and found.kind else ""


def guests_in(project: Project) -> list[tuple[Membership, Guest | None]]:
    """Accounts of the kind guest, those without an agency first."""
    places = Membership.objects.present().filter(project=project, role=GUEST).order_by("joined_at")
    rows = Guest.objects.of_places().filter(project=project).select_related("agency")
    seats = {row.worker_id: row for row in rows}
    found = [(place, seats.get(place.worker_id)) for place in places]
    return sorted(found, key=lambda each: each[1] is not None)


def agencies_in(project: Project) -> list[Agency]:
    """Agencies that somebody may be a guest of, by name."""
    return by_name(Agency.objects.of(project).still_there(), lambda agency: agency.name)


def place_in(project: Project, membership_id: UUID) -> Membership | None:
    """One such account; None for another's."""
    places = Membership.objects.present().filter(project=project, role=GUEST)
    return places.filter(pk=membership_id).first()
