"""Lists that the pages of this room show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.staff import rules
from yarrow.staff.models import Invitation, Membership, Project, Worker
from yarrow.staff.roles import (
    ADVISER,
    ALL_COMPARTMENTS,
    COMPARTMENT_LABELS,
    COMPARTMENTS,
    INCIDENT,
    ROLES,
    WORKERS,
    role_label,
)
from yarrow.staff.states import ACTIVE, WAITING
from yarrow.ui.sorting import by_name, name_key
from yarrow.vault import compartments, rekeying
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared, Rows
from yarrow.vault.rekeying import KeyState


@dataclass(frozen=True)
class KeyLine:
    """One compartment on a worker's page: whether they hold it, and who could grant it."""

    name: str
    label: str
    is_held: bool
    can_grant: bool
    hint: str
    who_could: str


@dataclass(frozen=True)
class StateLine:
    """One key in force, whether the reader holds it, and who does where they don't."""

    state: KeyState
    label: str
    is_mine: bool
    who: str


@dataclass(frozen=True)
class RoleLine:
    """One role as it is in a project: the keys it comes with, and those withheld here."""

    role: str
    label: str
    holds: list[str]
    withheld: list[str]


@dataclass(frozen=True)
class HolderLine:
    """One compartment of a project and the workers who hold it."""

    name: str
    label: str
    holders: list[str]


def project_of_code(code: str) -> Project | None:
    """The project with this code; None when there is none."""
    return Project.objects.filter(code=code).first()


def project_codes() -> dict[UUID, str]:
    """Code of every project by id, for commands about what the vault keeps."""
    return dict(Project.objects.values_list("id", "code"))


def holder_names(ids: set[UUID]) -> list[str]:
    """Names of the workers whose keys these are."""
    return by_name(Worker.objects.filter(holder_id__in=ids).values_list("name", flat=True))


def places_of(worker: Worker) -> list[Membership]:
    """The projects a worker belongs to."""
    return by_name(Membership.objects.of(worker), lambda place: place.project.name)


def workers_of(project: Project) -> list[Membership]:
    """Everyone who works here, those who wait for keys first."""
    places = Membership.objects.present().filter(project=project).select_related("project")
    return sorted(places, key=lambda place: (not place.is_waiting, name_key(place.worker.name)))


def workers_with_keys(project: Project) -> list[Worker]:
    """Workers with keys who meet people here, by name."""
    places = Membership.objects.filter(project=project, state=ACTIVE, role__in=WORKERS)
    return by_name((place.worker for place in places.select_related("worker")), lambda worker: worker.name)


def in_order(places: Iterable[Membership]) -> list[Membership]:
    """Places by the names of their workers."""
    return by_name(places, lambda place: place.worker.name)


_waiters_in = Prepared(
    lambda project_id: Membership.objects.filter(project=project_id, state=WAITING).select_related(
        "worker", "project"
    )
)


def waiters_in(project: Project) -> Rows:
    """Everyone who waits for keys here, in no order; still to be read."""
    return _waiters_in(project.pk)


def leavers_of(project: Project) -> list[Membership]:
    """Everyone who worked here once."""
    return list(Membership.objects.left().filter(project=project).order_by("-left_at"))


def open_invitations(project: Project) -> list[Invitation]:
    """Invitations that wait to be used."""
    return list(Invitation.objects.open_in(project))


def place_in(project: Project, membership_id: UUID) -> Membership | None:
    """One place of this project, or None for another project's."""
    places = Membership.objects.select_related("worker", "project")
    return places.filter(project=project, id=membership_id).first()


def place_of(project: Project, worker: Worker) -> Membership | None:
    """This worker's place in the project."""
    return Membership.objects.of(worker).filter(project=project).first()


def place_at(project: Project, email: str) -> Membership | None:
    """The place of whoever works here under this address."""
    places = Membership.objects.present().select_related("project")
    return places.filter(project=project, worker__email=email.strip().lower()).first()


def key_lines(membership: Membership, by: Actor) -> list[KeyLine]:
    """The keys of a worker's role, for the pages that grant them and wait for them."""
    project, lines = membership.project, []
    holding = compartments.holders(project.id)
    held = {name for name, those in holding.items() if membership.worker.holder_id in those}
    names = rules.names_of_holders(project.id, holding)
    for name in project.compartments_for(membership.role, named=True):
        mine = by.holds(project.id, name) and (by.role != ADVISER or rules.can_hand_on(by, [name]))
        holders = names.get(name, [])
        lines.append(
            KeyLine(
                name=name,
                label=str(COMPARTMENT_LABELS[name]),
                is_held=name in held,
                can_grant=mine and name not in held,
                hint="" if mine or name in held else rules.who_could_grant(project.id, name, names),
                who_could=", ".join(holders) or _("Nobody yet: it opens with a recovery envelope"),
            )
        )
    return lines


def may_read_reports(project: Project) -> list[tuple[Membership, bool]]:
    """Workers whose role may hold the key to incident reports, and whether each does. Two queries."""
    holding = compartments.holders(project.id).get(INCIDENT, set())
    places = [
        place for place in workers_of(project) if INCIDENT in project.compartments_for(place.role, named=True)
    ]
    return [(place, place.worker.holder_id in holding) for place in places]


def key_states(project: Project, place: Membership) -> list[StateLine]:
    """The keys of a project as the page about them shows them, in the order of roles.py."""
    held, names = place.held, rules.names_of_holders(project.id)
    lines = []
    for state in sorted(rekeying.states(project.id), key=lambda each: ALL_COMPARTMENTS.index(each.name)):
        mine = state.name in held
        who = "" if mine else rules.who_could_grant(project.id, state.name, names)
        lines.append(StateLine(state, str(COMPARTMENT_LABELS[state.name]), mine, who))
    return lines


def key_state(project: Project, place: Membership, name: str) -> StateLine:
    """One of them."""
    return next(line for line in key_states(project, place) if line.state.name == name)


def role_lines(project: Project) -> list[RoleLine]:
    """Every role with its keys in this project."""
    lines = []
    for role in ROLES:
        holds = project.compartments_for(role)
        withheld = [name for name in COMPARTMENTS[role] if name not in holds]
        lines.append(
            RoleLine(
                role,
                role_label(role),
                [str(COMPARTMENT_LABELS[name]) for name in holds],
                [str(COMPARTMENT_LABELS[name]) for name in withheld],
            )
        )
    return lines


def holder_lines(project: Project) -> list[HolderLine]:
    """Who holds which key of a project."""
    names = rules.names_of_holders(project.id)
    return [HolderLine(name, str(COMPARTMENT_LABELS[name]), names.get(name, [])) for name in ALL_COMPARTMENTS]


def is_first_run() -> bool:
    """Whether this installation has no project yet."""
    return not Project.objects.exists()


def works_somewhere(email: str) -> bool:
    """Whether an address has an account with a place in some project here."""
    return Membership.objects.present().filter(worker__email=email.strip().lower()).exists()


def roles_by_worker(project: Project) -> dict[UUID, str]:
    """The words for each worker's role in a project, those who left included: who it was, without a name."""
    places = Membership.objects.filter(project=project).values_list("worker_id", "role")
    return {worker_id: role_label(role) for worker_id, role in places}


def writer_in(project: Project, said: str) -> UUID | None:
    """Who wrote an entry, as it says, if they work or worked in this project; None for "" and for anybody else.

    What a tablet seals can name any id, and an id shows a name.
    """
    if not said:
        return None
    worker_id = UUID(said)
    return worker_id if Membership.objects.filter(project=project, worker_id=worker_id).exists() else None
