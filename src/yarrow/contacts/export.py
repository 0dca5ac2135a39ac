"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.contacts import kinds
from yarrow.contacts.codes import ListName, label
from yarrow.contacts.models import Contact, ContactDone, ContactSupply, ContactVersion, FollowUp, Zone
from yarrow.contacts.rules import MISTAKES
from yarrow.vault.telling import INNER, WORKER, Telling, tell


def ready() -> None:
    """Say it; called once as the room starts."""
    tell(Contact, CONTACT)
    tell(ContactSupply, SUPPLY)
    tell(ContactDone, DONE)
    tell(ContactVersion, VERSION)
    tell(FollowUp, FOLLOW_UP)


def coded(name: ListName) -> Any:
    """A code of list `name` in words."""
    return lambda project, value: label(name, value) if value else ""


def _zone(project: Any, value: Any) -> str:
    zone = Zone.objects.filter(project=project, pk=value).first()
    return zone.label if zone else ""


def _supply(project: Any, value: Any) -> str:
    return kinds.labels(project, "supplies").get(value, str(value))


def _done(project: Any, value: Any) -> str:
    return kinds.labels(project, "done").get(value, str(value))


def _state(project: Any, value: Any) -> str:
    return str(dict(Contact._meta.get_field("state").choices or ()).get(value, value))


def _mistake(project: Any, value: Any) -> str:
    return str(MISTAKES.get(value, value))


OF_ALL = _("The same for everyone: it is about people who are not known.")
DIGEST = _("A check number that notices when the same form comes twice.")

CONTACT = Telling(
    part="did",
    label=_("Times we met"),
    fields={"happened_on": _("Day"), "met_at": _("Time"), "kind": _("How"), "zone": _("Area")}
    | {"minutes": _("Minutes"), "language": _("Language"), "language_how": _("How we talked")}
    | {"language_unmet": _("We had no common language"), "seemed": _("How you seemed")}
    | {"note": _("Note"), "recorded_at": _("Written down"), "state": _("Whether it stands")}
    | {"void_reason": _("Why it was removed")},
    left_out={"id": INNER, "project": INNER, "entry_id": INNER, "digest": DIGEST, "text_digest": DIGEST}
    | {"session": INNER, "person": INNER, "n_people": OF_ALL, "gender_seen": OF_ALL, "recorded_by": WORKER}
    | {"version": INNER, "split_from": INNER, "batch_id": _("Which spreadsheet of ours it came from.")},
    values={"kind": coded("kinds"), "zone": _zone, "language_how": coded("language_how")}
    | {"seemed": coded("seemed"), "state": _state, "void_reason": _mistake},
)
SUPPLY = Telling(
    part="did",
    label=_("What we gave you"),
    fields={"kind": _("What"), "n": _("How many")},
    left_out={"id": INNER, "contact": INNER},
    values={"kind": _supply},
)
DONE = Telling(
    part="did",
    label=_("What we did with you"),
    fields={"kind": _("What")},
    left_out={"id": INNER, "contact": INNER},
    values={"kind": _done},
)
VERSION = Telling(
    part="did",
    label=_("How we had written it down before"),
    fields={"changed_at": _("Changed"), "met_at": _("Time"), "language": _("Language"), "note": _("Note")},
    left_out={"id": INNER, "contact": INNER, "n": INNER, "changed_by": WORKER, "act": INNER}
    | {"stood": _("Plain facts of the meeting before it was put right; how they stand now is told.")},
)
FOLLOW_UP = Telling(
    part="did",
    label=_("What we said we would do"),
    fields={"due_on": _("By"), "what": _("What"), "created_at": _("Written down"), "done_at": _("Done")},
    left_out={"id": INNER, "project": INNER, "contact": INNER, "person": INNER}
    | {"created_by": WORKER, "done_by": WORKER},
)
