"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.contacts import kinds
from yarrow.contacts.codes import choices
from yarrow.contacts.models import (
    Contact,
    ContactDone,
    ContactSupply,
    ContactVersion,
    FollowUp,
    FollowUpStep,
    GivenOn,
    ImportBatch,
    ImportSecret,
    LastMet,
    RememberedColumns,
    Session,
    SessionWorker,
    Zone,
)
from yarrow.contacts.models.contacts import STATE_CHOICES
from yarrow.contacts.rules import MISTAKES
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, listed, tell, tell_acts

# The words for each code of a list.
coded = listed(choices)


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    tell(Contact, CONTACT)
    tell(ContactSupply, SUPPLY)
    tell(ContactDone, DONE)
    tell(ContactVersion, VERSION)
    tell(FollowUp, FOLLOW_UP)
    tell(FollowUpStep, STEP)
    tell(Session, SESSION)
    tell(SessionWorker, SESSION_WORKER)
    for model in (ImportBatch, ImportSecret, RememberedColumns):
        tell(model, Telling(part="more", label=model.__name__, stays=IMPORTS))
    tell(LastMet, LAST_MET)
    tell(GivenOn, Telling(part="more", label=GivenOn.__name__, stays=WORKED_OUT))


WORKED_OUT = _("It is worked out from the contacts.")
LAST_MET = Telling(
    part="did",
    label=_("Last met"),
    fields={"last_met_on": _("Day")},
    left_out={"usual": WORKED_OUT, "late_on": WORKED_OUT},
    stays=WORKED_OUT,
)


def _zones(project: Any) -> dict[Any, str]:
    return dict(Zone.objects.filter(project=project).values_list("id", "label"))


def _supplies(project: Any) -> dict[str, str]:
    return kinds.labels(project, "supplies")


def _done(project: Any) -> dict[str, str]:
    return kinds.labels(project, "done")


MEETING = _("Which time we met (its number above)")
BY_ROLE = _("Who, by their role")
IMPORTS = _("How files were brought in here: worth nothing elsewhere.")
SESSION = Telling(part="more", label=_("Sessions"), values={"created_by": roles_by_worker})
SESSION_WORKER = Telling(part="more", label=_("Workers on a session"), values={"worker": roles_by_worker})
OF_ALL = _("The same for everyone: it is about people who are not known.")
DIGEST = _("A check number that notices when the same form comes twice.")

CONTACT = Telling(
    part="did",
    label=_("Times we met"),
    fields={"happened_on": _("Day"), "met_at": _("Time"), "kind": _("How"), "zone": _("Area")}
    | {"minutes": _("Minutes"), "language": _("Language"), "language_how": _("How we talked")}
    | {"language_unmet": _("We had no common language"), "seemed": _("How you seemed")}
    | {"note": _("Note"), "recorded_at": _("Written down"), "recorded_by": BY_ROLE}
    | {"state": _("Whether it stands")}
    | {"void_reason": _("Why it was removed")},
    left_out={"id": INNER, "project": INNER, "entry_id": INNER, "digest": DIGEST, "text_digest": DIGEST}
    | {"session": INNER, "person": INNER, "n_people": OF_ALL, "gender_seen": OF_ALL, "version": INNER}
    | {"split_from": INNER, "batch_id": _("Which spreadsheet of ours it came from.")},
    values={"kind": coded("kinds"), "zone": _zones, "language_how": coded("language_how")}
    | {"seemed": coded("seemed"), "state": lambda project: dict(STATE_CHOICES)}
    | {
        "void_reason": lambda project: MISTAKES,
        "recorded_by": roles_by_worker,
        "gender_seen": coded("seen_gender"),
    },
)
SUPPLY = Telling(
    part="did",
    label=_("What we gave you"),
    fields={"contact": MEETING, "kind": _("What"), "n": _("How many")},
    left_out={"id": INNER},
    values={"kind": _supplies},
)
DONE = Telling(
    part="did",
    label=_("What we did with you"),
    fields={"contact": MEETING, "kind": _("What")},
    left_out={"id": INNER},
    values={"kind": _done},
)
VERSION = Telling(
    part="did",
    label=_("How we had written it down before"),
    fields={"contact": MEETING, "changed_at": _("Changed"), "changed_by": BY_ROLE, "met_at": _("Time")}
    | {"language": _("Language"), "note": _("Note"), "stood": _("The rest, in the computer's words")},
    left_out={"id": INNER, "n": INNER, "act": INNER},
    values={"changed_by": roles_by_worker},
)
FOLLOW_UP = Telling(
    part="did",
    label=_("What we said we would do"),
    fields={
        "contact": MEETING,
        "due_on": _("By"),
        "what": _("What"),
        "created_at": _("Written down"),
        "done_at": _("Done"),
    }
    | {"created_by": _("Written down by"), "done_by": _("Done by")}
    | {"worker": _("Whose it is, by their role"), "result": _("What came of it")},
    left_out={"id": INNER, "project": INNER, "person": INNER},
    values={"created_by": roles_by_worker, "done_by": roles_by_worker}
    | {"worker": roles_by_worker, "result": coded("follow_up_results")},
)
STEP = Telling(
    part="did",
    label=_("What became of it on the way"),
    fields={"follow_up": _("Which one (its number above)"), "at": _("When"), "by": BY_ROLE}
    | {
        "due_on": _("Was to be done by"),
        "worker": _("Whose it was, by their role"),
        "act": _("What happened"),
    },
    left_out={"id": INNER},
    values={"by": roles_by_worker, "worker": roles_by_worker},
)
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "contacts.record_contact": _("wrote down a contact"),
    "contacts.record_contacts": _("wrote down contacts"),
    "contacts.correct_contact": _("put a contact right"),
    "contacts.void_contact": _("removed a contact"),
    "contacts.link_contact": _("said whom a contact was with"),
    "contacts.move_contact": _("said that a contact was with somebody else"),
    "contacts.show_contact": _("looked at a contact"),
    "contacts.show_history": _("saw how a contact was written down before"),
    "contacts.open_note": _("let in a note that waited sealed"),
    "contacts.timeline": _("saw the contacts"),
    "contacts.show_session": _("saw the name in a session"),
    "contacts.find_contacts": _("saw the name in a list of contacts"),
    "contacts.shift_sheet": _("saw the name on a shift sheet"),
    "contacts.add_follow_up": _("wrote down something to do"),
    "contacts.list_follow_ups": _("saw the name in a list of what is to be done"),
    "contacts.show_follow_up": _("looked at something to do"),
    "contacts.complete_follow_up": _("did what was to be done"),
    "contacts.reschedule_follow_up": _("put off what was to be done"),
    "contacts.hand_over_follow_up": _("gave what was to be done to somebody else"),
}
