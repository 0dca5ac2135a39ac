"""How a person's rows of this room are told to them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.justice import lists
from yarrow.justice.models import (
    Appointment,
    AppointmentContact,
    Away,
    CheckItem,
    ComplianceNote,
    Order,
    OrderMove,
    PickUp,
    Visit,
)
from yarrow.justice.showing import place_in_words
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, tell, tell_acts


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    for model, telling in TOLD.items():
        tell(model, telling)


def coded(name: str) -> Callable[[Any], dict[str, str]]:
    """The words for each code of list `name`."""
    return lambda project: dict(lists.choices(name))


def place(row: Any, value: dict[str, str]) -> str:
    """Which court, station or prison."""
    named = Agency.objects.filter(project=row.project_id).values_list("pk", "name")
    return place_in_words(value, {str(key): name for key, name in named})


def reason(row: Any, value: dict[str, str]) -> str:
    """Why one was missed, and how that was judged."""
    said = [lists.label("reasons", value["code"]), lists.label("judged", value["judged"])]
    return "; ".join([*said, lists.label("judges", value["by"])] if value["by"] else said)


def stands(row: Any, value: str) -> str:
    """How one thing of the checklist stands."""
    return lists.label("check_states", value)


ROWS = {"id": INNER, "project": INNER, "person": INNER}
BY_ROLE, WRITTEN, IN_WORDS = _("Who, by their role"), _("Written down"), _("In words")
WHICH_ORDER, WHICH_AWAY = _("Of which order (its number above)"), _("Of which time (its number above)")
FOLLOWS = _("Who keeps in touch, by their role")
ADDED = {"added_at": WRITTEN, "added_by": BY_ROLE}
ROLES: dict[str, Any] = {
    name: roles_by_worker for name in ("added_by", "worker", "settled_by", "changed_by", "sent_by")
}


def _roles(*names: str) -> dict[str, Any]:
    return {name: ROLES[name] for name in names}


TOLD: dict[Any, Telling] = {
    Order: Telling(
        part="did",
        label=_("What a court or the police asked of you"),
        fields={"kind": _("What"), "ordered_by": _("Who ordered it"), "reference": _("Its number")}
        | {"given_on": _("Given on"), "until_on": _("Until"), "n_planned": _("How many appointments")}
        | {"conditions": _("What it asks"), "state": _("How it stands"), "since_on": _("Since")}
        | {"light": _("Staying in touch lightly"), "light_on": _("Said on"), "worker": FOLLOWS, **ADDED},
        left_out={**ROWS, "version": INNER},
        values={"kind": coded("order_kinds"), "state": coded("order_states"), "light": coded("light")}
        | _roles("worker", "added_by"),
        spoken={"ordered_by": place},
    ),
    OrderMove: Telling(
        part="did",
        label=_("How an order went"),
        fields={"order": WHICH_ORDER, "happened_on": _("Day"), "act": _("What happened"), "words": IN_WORDS}
        | {"moved_at": WRITTEN, "moved_by": BY_ROLE},
        left_out={**ROWS, "n": INNER, "was": INNER, "state": INNER},
        values={"act": coded("order_acts"), "moved_by": roles_by_worker},
    ),
    Appointment: Telling(
        part="did",
        label=_("Appointments of an order"),
        fields={"order": WHICH_ORDER, "planned_on": _("Day"), "time_words": _("When and where")}
        | {
            "state": _("How it stands"),
            "reason": _("Why it was missed, and who judged it"),
            "words": IN_WORDS,
        }
        | {"settled_at": _("Said on"), "settled_by": _("Who said so, by their role"), **ADDED},
        left_out={**ROWS, "moved_to": INNER},
        values={"state": coded("appointment_states"), **_roles("settled_by", "added_by")},
        spoken={"reason": reason},
    ),
    AppointmentContact: Telling(
        part="did",
        label=_("Contacts that were an appointment of an order"),
        fields={"appointment": _("Which appointment (its number above)")}
        | {"contact": _("Which contact (its number above)"), **ADDED},
        left_out=ROWS,
        values=_roles("added_by"),
    ),
    ComplianceNote: Telling(
        part="did",
        label=_("Notes that went to whoever gave an order"),
        fields={"order": WHICH_ORDER, "share": _("What it said (its number above)")}
        | {"with_reasons": _("With why you missed appointments"), "sent_at": _("When"), "sent_by": BY_ROLE},
        left_out=ROWS,
        values=_roles("sent_by"),
    ),
    Away: Telling(
        part="did",
        label=_("Time in prison"),
        fields={"prison": _("Where"), "number": _("Your number there"), "since_on": _("Since")}
        | {"expected_on": _("To leave on"), "time_words": _("When and where"), "left_on": _("Left on")}
        | {"state": _("How it stands"), "words": IN_WORDS, "worker": FOLLOWS, **ADDED},
        left_out={**ROWS, "version": INNER},
        values={"state": coded("away_states"), **_roles("worker", "added_by")},
        spoken={"prison": place},
    ),
    Visit: Telling(
        part="did",
        label=_("Who came to see you there"),
        fields={"away": WHICH_AWAY, "visited_on": _("Day"), "words": IN_WORDS}
        | {"contact": _("Which contact (its number above)"), "visited_by": BY_ROLE, "added_at": WRITTEN},
        left_out=ROWS,
        values={"visited_by": roles_by_worker},
    ),
    PickUp: Telling(
        part="did",
        label=_("Who was to be at the gate"),
        fields={"away": WHICH_AWAY, "planned_on": _("Day"), "worker": BY_ROLE, "where": _("Where and when")}
        | {"state": _("How it stands"), "words": IN_WORDS, "settled_at": _("Said on")}
        | {"settled_by": _("Who said so, by their role"), **ADDED},
        left_out=ROWS,
        values={"state": coded("pick_up_states"), **_roles("worker", "settled_by", "added_by")},
    ),
    CheckItem: Telling(
        part="did",
        label=_("What was to be ready for the day of leaving"),
        fields={"away": WHICH_AWAY, "item": _("What"), "stands": _("How it stands"), "words": IN_WORDS}
        | {"changed_at": WRITTEN, "changed_by": BY_ROLE},
        left_out=ROWS,
        values={"item": coded("checklist"), **_roles("changed_by")},
        spoken={"stands": stands},
    ),
}
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "justice.show_justice": _("looked at orders and time in prison"),
    "justice.show_order": _("looked at an order"),
    "justice.show_away": _("looked at time in prison"),
    "justice.show_note": _("looked at what a note to a court would say"),
    "justice.print_note": _("looked at or printed a note to a court"),
    "justice.list_round": _("saw the name in the list of visits"),
    "justice.list_ahead": _("saw the name in the list of appointments"),
    "justice.add_order": _("wrote down an order"),
    "justice.change_order": _("put right what an order says"),
    "justice.begin_order": _("wrote down that an order has begun"),
    "justice.complete_order": _("wrote down that an order is completed"),
    "justice.breach_order": _("wrote down that a court says an order is breached"),
    "justice.end_order": _("wrote down that an order ended otherwise"),
    "justice.reopen_order": _("opened an order again"),
    "justice.agree_light_contact": _("wrote down whether they want to stay in touch lightly"),
    "justice.plan_appointment": _("planned an appointment of an order"),
    "justice.keep_appointment": _("wrote down that an appointment was kept"),
    "justice.miss_appointment": _("wrote down that an appointment was missed"),
    "justice.move_appointment": _("moved an appointment of an order"),
    "justice.put_back_appointment": _("put back a slip about an appointment"),
    "justice.mark_contact": _("said which contact an appointment was"),
    "justice.send_note": _("sent a note to whoever gave an order"),
    "justice.add_away": _("wrote down time in prison"),
    "justice.expect_leaving": _("wrote down the day of leaving prison"),
    "justice.leave_away": _("wrote down that they left prison"),
    "justice.close_away": _("ended what was written about time in prison"),
    "justice.put_back_away": _("put back a slip about time in prison"),
    "justice.follow_away": _("keeps in touch with them in prison"),
    "justice.hand_over": _("gave a colleague an order, keeping in touch in prison, or being at the gate"),
    "justice.note_visit": _("wrote down a visit in prison"),
    "justice.plan_pick_up": _("planned to be at the gate"),
    "justice.do_pick_up": _("wrote down that somebody was at the gate"),
    "justice.miss_pick_up": _("wrote down that nobody was at the gate"),
    "justice.call_off_pick_up": _("called off being at the gate"),
    "justice.set_check": _("wrote down what is ready for the day of leaving"),
}
