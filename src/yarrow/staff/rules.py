"""Who may do what to whom. `check_*` raises a Refusal with a reason, `can_*` answers."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.staff import states
from yarrow.staff.errors import CantGrant, NotAllowed, NotLive, TooFewHolders, WrongStep
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import ADVISER, ADVISERS_OWN, COMPARTMENT_LABELS, KEEPERS
from yarrow.ui.sorting import by_name
from yarrow.vault import compartments, recovery
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant

EXPORTERS = ("manager",)
# Roles that may make a new key, each of those that they hold.
REKEYERS = ("coordinator", "manager", "adviser")
FEWEST = compartments.FEWEST_HOLDERS
# Keys without which the project's everyday records would be lost.
EVERYDAY = ("identity", "notes")


def check_is_live(project: Project) -> None:
    """People and contacts are recorded only once two holders and a proven envelope stand behind them."""
    if not project.is_live:
        raise NotLive(_("This project is still being set up. Finish the set-up list, then go live."))


def can_record(project: Project) -> bool:
    return project.is_live


def check_keeps_workers(by: Actor) -> None:
    """Managers, co-ordinators and administrators look after the list of workers; set-up does too."""
    if by.role not in (*KEEPERS, "system"):
        raise NotAllowed(_("Ask a manager or co-ordinator to do this."))


def check_hands_on(by: Actor, names: Collection[str]) -> None:
    """Who looks after workers grants keys; an adviser hands on those that advisers alone hold."""
    if not can_hand_on(by, names):
        check_keeps_workers(by)


def can_hand_on(by: Actor, names: Collection[str]) -> bool:
    """Whether these are keys that an adviser hands on."""
    return by.role == ADVISER and set(names) <= ADVISERS_OWN


def check_may_export(by: Actor, project: Project, compartments: Collection[str]) -> None:
    """The manager takes a project's records along, and opens only what they hold keys to. Raises NoGrant, Locked."""
    if by.role not in EXPORTERS:
        raise NotAllowed(_("Ask the manager: taking everything along is theirs to do."))
    for name in sorted(compartments):
        if not by.key.holds(project.id, name):
            raise NoGrant(name)


def check_may_rekey(by: Actor) -> None:
    """Co-ordinators, managers and advisers make new keys; whether they hold the old one, the vault checks."""
    if by.role not in REKEYERS:
        raise NotAllowed(_("Ask a manager, co-ordinator or adviser: making a new key is theirs to do."))


def can_export(by: Actor) -> bool:
    return by.role in EXPORTERS


def can_keep_workers(by: Actor) -> bool:
    return by.role in KEEPERS


def check_step(membership: Membership, event: str) -> str:
    """The next state, or WrongStep."""
    after = states.after(membership.state, event)
    if after is None:
        raise WrongStep(_("%(name)s has already left this project.") % {"name": membership.worker.name})
    return after


def check_may_grant(membership: Membership, names: Collection[str], by: Actor) -> None:
    """Only compartments of the role, and only those the granter holds."""
    if not names:
        raise CantGrant(_("Choose at least one key."), field="compartments")
    beyond = set(names) - set(membership.project.compartments_for(membership.role, named=True))
    if beyond:
        raise CantGrant(
            _("The role %(role)s never holds: %(keys)s.")
            % {
                "role": membership.role_label,
                "keys": ", ".join(by_name(str(COMPARTMENT_LABELS[name]) for name in beyond)),
            },
            field="compartments",
        )
    for name in names:
        if not by.key.holds(membership.project_id, name):
            raise CantGrant(who_could_grant(membership.project_id, name), field="compartments")


def can_grant(membership: Membership, names: Collection[str], by: Actor) -> bool:
    try:
        check_may_grant(membership, names, by)
    except Refusal:
        return False
    return True


def who_could_grant(project_id: UUID, compartment: str, names: Mapping[str, list[str]] | None = None) -> str:
    """A sentence naming the workers who hold a key that someone else wants to grant."""
    holders = (names_of_holders(project_id) if names is None else names).get(compartment)
    label = COMPARTMENT_LABELS[compartment]
    if not holders:
        return _("Nobody holds this key (%(key)s) yet. It opens with a recovery envelope.") % {"key": label}
    return _("You do not hold this key (%(key)s). Ask: %(who)s.") % {"key": label, "who": ", ".join(holders)}


def names_of_holders(
    project_id: UUID, holders: Mapping[str, set[UUID]] | None = None
) -> dict[str, list[str]]:
    """Display names of the workers who hold each compartment's key, sorted."""
    holders = compartments.holders(project_id) if holders is None else holders
    ids = {holder_id for those in holders.values() for holder_id in those}
    places = Membership.objects.filter(project_id=project_id, worker__holder_id__in=ids)
    names = dict(places.values_list("worker__holder_id", "worker__name"))
    return {
        name: by_name(names[holder_id] for holder_id in those if holder_id in names)
        for name, those in holders.items()
    }


def check_enough_remain(membership: Membership, losing: Collection[str] | None = None) -> None:
    """Whoever stops holding an everyday key must leave two holders behind (one while setting up).

    Of other keys the last holder may go only while the recovery envelope opens them. `losing`: all they hold, if None.
    """
    least = FEWEST if membership.project.is_live else 1
    everybody = compartments.holders(membership.project_id)
    for name in sorted(everybody if losing is None else losing):
        holders = everybody.get(name, set())
        if membership.worker.holder_id not in holders:
            continue
        if name not in EVERYDAY:
            _check_not_lost(membership, name, holders)
        elif len(holders) - 1 < least:
            raise TooFewHolders(
                _(
                    "%(name)s is one of only %(n)d who hold the key to %(key)s. "
                    "Invite someone else and grant it to them first."
                )
                % {"name": membership.worker.name, "n": len(holders), "key": name}
            )


def _check_not_lost(membership: Membership, name: str, holders: set[UUID]) -> None:
    """Somebody else, or the words on paper, must still open the key. Raises TooFewHolders."""
    if len(holders) == 1 and not recovery.opens(membership.project_id, name):
        raise TooFewHolders(
            _(
                "Only %(name)s holds the key to %(key)s, and the recovery envelope does not open it. "
                "Grant it to someone else or make a new envelope first."
            )
            % {"name": membership.worker.name, "key": name}
        )


def check_may_start_over(membership: Membership) -> None:
    """The worker has no place elsewhere, and what they hold can be granted anew. Raises NotAllowed, TooFewHolders."""
    if Membership.objects.of(membership.worker).exclude(id=membership.id).exists():
        raise NotAllowed(
            _(
                "%(name)s works in another project here too. Their place has to end there first, "
                "as all their keys hang on one account."
            )
            % {"name": membership.worker.name}
        )
    for name, holders in sorted(compartments.holders(membership.project_id).items()):
        if membership.worker.holder_id in holders:
            _check_not_lost(membership, name, holders)


def can_start_over(membership: Membership) -> bool:
    try:
        check_may_start_over(membership)
    except (NotAllowed, TooFewHolders):
        return False
    return True


def can_leave(membership: Membership) -> bool:
    try:
        check_enough_remain(membership)
    except TooFewHolders:
        return False
    return True


def has_enough_holders(project: Project) -> bool:
    """Whether every everyday key has two holders."""
    holders = compartments.holders(project.id)
    return all(len(holders.get(name, ())) >= FEWEST for name in EVERYDAY)


def missing_for_live(project: Project) -> list[str]:
    """What still stands between the project and its first record, in words; empty when ready."""
    missing, holders = [], compartments.holders(project.id)
    for name in EVERYDAY:
        if len(holders.get(name, ())) < FEWEST:
            missing.append(_("A second worker has to hold the key to %(key)s.") % {"key": name})
    envelope = recovery.current(project.id)
    if envelope is None:
        missing.append(_("Print the two recovery envelopes."))
    if envelope is None or envelope.proven_at is None:
        missing.append(_("Type the words back from paper, to prove that they work."))
    return missing
