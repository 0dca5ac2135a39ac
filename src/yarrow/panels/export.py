"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.panels.models import Item, Meeting, PanelAction, Telling
from yarrow.sharing.export import said_in_words
from yarrow.staff.queries import roles_by_worker
from yarrow.vault import telling
from yarrow.vault.telling import INNER


def ready() -> None:
    """Say it; called once as the room starts."""
    telling.tell_acts(TRAIL)
    for model, told in TOLD.items():
        telling.tell(model, told)


def _meetings(project: Any) -> dict[Any, str]:
    rows = Meeting.objects.filter(project=project).select_related("panel")
    return {row.pk: f"{row.panel.name}, {row.held_on:%d.%m.%Y}" for row in rows}


def _agencies(project: Any) -> dict[Any, str]:
    return dict(Agency.objects.of(project).values_list("pk", "name"))


ROWS = {"id": INNER, "project": INNER, "person": INNER}
BY_ROLE = _("Who, by their role")
TOLD: dict[Any, telling.Telling] = {
    Item: telling.Telling(
        part="did",
        label=_("Where several agencies talked about you"),
        fields={"meeting": _("Which meeting"), "added_at": _("Put forward"), "added_by": BY_ROLE}
        | {"wants": _("What you wanted from it"), "said": _("Names and ways to reach, at most")}
        | {"told": _("What else they might hear, at most"), "minutes": _("What was said")}
        | {"concern": _("From which worry (its number above)"), "taken_off_at": _("Taken off again")},
        left_out=ROWS,
        values={"meeting": _meetings, "added_by": roles_by_worker},
        spoken={"said": said_in_words, "told": said_in_words},
    ),
    Telling: telling.Telling(
        part="did",
        label=_("What an agency heard there"),
        fields={"item": _("At which meeting (its number above)"), "share": _("What (its number above)")},
        left_out=ROWS,
    ),
    PanelAction: telling.Telling(
        part="did",
        label=_("What somebody took on for you there"),
        fields={"item": _("At which meeting (its number above)"), "what": _("What")}
        | {"agency": _("Which agency does it"), "worker": _("Which of us does it, by their role")}
        | {"due_on": _("By when"), "done_on": _("Done")}
        | {"added_at": _("Written down"), "added_by": BY_ROLE},
        left_out=ROWS,
        values={"agency": _agencies, "worker": roles_by_worker, "added_by": roles_by_worker},
    ),
}
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "panels.put_forward": _("put you forward to a panel"),
    "panels.take_off": _("took you off a panel's agenda"),
    "panels.write_minutes": _("wrote minutes of a panel"),
    "panels.add_action": _("wrote down what somebody does after a panel"),
    "panels.finish_action": _("wrote down that it is done"),
    "panels.show_items": _("looked at who is on a panel's agenda"),
    "panels.show_actions": _("looked at what is to be done after panels"),
    "panels.list_worries": _("looked at whom to put forward to a panel"),
    "panels.open_to_put_forward": _("opened what stands about you to put you forward to a panel"),
    "panels.check_names": _("looked through names so that a forum names nobody"),
}
