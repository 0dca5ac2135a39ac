"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency, Service
from yarrow.referrals import lists
from yarrow.referrals.models import (
    Concern,
    ConcernStep,
    Journey,
    Move,
    PathwayVersion,
    Preparation,
    Referral,
    Signpost,
    StayStatus,
    StepTaken,
)
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, listed

# The words for each code of a list.
coded = listed(lists.choices)


def _needs(project: Any) -> dict[str, str]:
    return dict(directory.choices("needs"))


def _agencies(project: Any) -> dict[Any, str]:
    return dict(Agency.objects.of(project).values_list("pk", "name"))


def _services(project: Any) -> dict[Any, str]:
    return dict(Service.objects.of(project).values_list("pk", "name"))


def _pathways(project: Any) -> dict[Any, str]:
    return {row.pk: row.pathway.name for row in PathwayVersion.objects.filter(project=project)}


def _steps(project: Any) -> dict[Any, Any]:
    rows = PathwayVersion.objects.filter(project=project)
    return {step.code: step.label for row in rows for step in row.pathway.steps}


def _acts(project: Any) -> dict[str, str]:
    return {item.code: lists.done_label(item.code) for item in lists.items("acts")}


def _results(project: Any) -> dict[Any, Any]:
    return {"going": _("Going on"), **dict(lists.choices("results"))}


ROWS = {"id": INNER, "project": INNER, "person": INNER}
BY_ROLE = _("Who, by their role")
WRITTEN = _("Written down")
ADDED = {"added_at": WRITTEN, "added_by": BY_ROLE}
BY_ADDER: dict[str, Any] = {"added_by": roles_by_worker}
IN_WORDS = _("In words")
NOT_ON_PAPER = _(
    "This never leaves in a file: whoever finds it could use it against you. Ask, and we read it to you."
)
WHERE = {"agency": _("Where"), "service": _("Which service"), "need": _("What for")}
NAMED: dict[str, Any] = {"agency": _agencies, "service": _services, "need": _needs}
TOLD: dict[Any, Telling] = {
    Referral: Telling(
        part="did",
        label=_("Where we referred you"),
        fields={
            **WHERE,
            "route": _("How"),
            "words": _("What you wanted from it"),
            "state": _("How it stands"),
        }
        | {"offered_on": _("Offered on"), "since_on": _("Since"), "expected_on": _("To be heard of by")}
        | {
            "worker": _("Who follows it, by their role"),
            "share": _("What was sent (its number above)"),
            **ADDED,
        },
        left_out={**ROWS, "taken": INNER, "version": INNER},
        values={**NAMED, "route": coded("routes"), "state": coded("states"), "worker": roles_by_worker}
        | BY_ADDER,
    ),
    Move: Telling(
        part="did",
        label=_("How a referral went"),
        fields={
            "referral": _("Which one (its number above)"),
            "happened_on": _("Day"),
            "act": _("What happened"),
            "booked_on": _("Day of the appointment"),
        }
        | {"reason": _("Why"), "words": IN_WORDS, "moved_at": WRITTEN, "moved_by": BY_ROLE},
        left_out={**ROWS, "n": INNER, "was": INNER, "state": INNER, "list_version": INNER},
        values={"act": _acts, "reason": coded("reasons"), "moved_by": roles_by_worker},
    ),
    Preparation: Telling(
        part="did",
        label=_("What was needed to get there"),
        fields={"referral": _("For which one (its number above)"), "done_on": _("Day"), "kind": _("What")}
        | {"pence": _("What it cost, in pence"), "words": IN_WORDS, **ADDED},
        left_out=ROWS,
        values={"kind": coded("preparations"), **BY_ADDER},
    ),
    Signpost: Telling(
        part="did",
        label=_("Where we told you to go"),
        fields={**WHERE, "told_on": _("Day"), **ADDED},
        left_out=ROWS,
        values={**NAMED, **BY_ADDER},
    ),
    Journey: Telling(
        part="did",
        label=_("Pathways you set out on"),
        fields={"pathway": _("Which"), "began_on": _("From"), "ended_on": _("Until"), **ADDED},
        left_out=ROWS,
        values={"pathway": _pathways, **BY_ADDER},
    ),
    StepTaken: Telling(
        part="did",
        label=_("Steps of a pathway"),
        fields={
            "step": _("What"),
            "began_on": _("From"),
            "ended_on": _("Until"),
            "result": _("What came of it"),
        }
        | ADDED,
        left_out={**ROWS, "journey": INNER},
        values={
            "step": _steps,
            "result": _results,
        }
        | BY_ADDER,
    ),
}
TOLD |= {
    Concern: Telling(
        part="did",
        label=_("A worry that others control you"),
        fields={"raised_on": _("Day"), "wants": _("What you wanted"), "signs": _("What we saw or were told")}
        | {"words": IN_WORDS, "ended_on": _("Over since"), **ADDED},
        left_out=ROWS,
        values={"signs": coded("signs"), **BY_ADDER},
    ),
    ConcernStep: Telling(
        part="did",
        label=_("What was done about it"),
        fields={"done_on": _("Day"), "kind": _("What"), "words": IN_WORDS}
        | {"share": _("By which share it left (its number above)"), **ADDED},
        left_out={**ROWS, "concern": INNER},
        values={"kind": coded("concern_steps"), **BY_ADDER},
    ),
    StayStatus: Telling(
        part="did",
        label=_("Your papers to stay"),
        fields={"noted_on": _("Day"), **ADDED},
        left_out={**ROWS, "status": NOT_ON_PAPER, "words": NOT_ON_PAPER},
        values=BY_ADDER,
        stays=NOT_ON_PAPER,
    ),
}
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "referrals.show_referrals": _("looked at the referrals"),
    "referrals.show_referral": _("looked at a referral"),
    "referrals.list_open": _("saw the name in a list of referrals"),
    "referrals.send_referral": _("looked at what a referral would send"),
    "referrals.offer": _("offered a referral"),
    "referrals.signpost": _("said where to go"),
    "referrals.add_preparation": _("wrote down what was needed to get there"),
    "referrals.send": _("sent a referral"),
    "referrals.export_referral": _("took a referral along as a file"),
    "referrals.ask": _("asked how a referral stands"),
    "referrals.put_back": _("put back a slip about a referral"),
    "referrals.hand_over": _("gave a referral to a colleague to follow"),
    "referrals.agree": _("wrote down that a referral is agreed"),
    "referrals.receive": _("wrote down that a referral was received"),
    "referrals.accept": _("wrote down that a referral was accepted"),
    "referrals.wait": _("wrote down that a referral waits"),
    "referrals.book": _("wrote down an appointment"),
    "referrals.miss": _("wrote down that an appointment did not happen"),
    "referrals.accompany": _("wrote down that somebody went along"),
    "referrals.attend": _("wrote down that they went"),
    "referrals.engage": _("wrote down that it goes on there"),
    "referrals.complete": _("wrote down that a referral is completed"),
    "referrals.decline": _("wrote down that they decided against a referral"),
    "referrals.refuse": _("wrote down that a service refused"),
    "referrals.lose": _("wrote down that a referral was lost sight of"),
    "referrals.offer_again": _("offered a referral again"),
    "referrals.show_concerns": _("looked at a worry that others control you"),
    "referrals.raise_concern": _("wrote down a worry that others control you"),
    "referrals.add_concern_step": _("wrote down what was done about a worry"),
    "referrals.end_concern": _("wrote down that a worry is over"),
    "referrals.open_stay": _("opened what you said about your papers, to help with them"),
    "referrals.note_stay": _("wrote down what you said about your papers"),
    "referrals.share_stay": _("told one agency about your papers, as you asked"),
    "referrals.forget_stay": _("took away what was written about your papers"),
    "referrals.begin_journey": _("wrote down that a pathway began"),
    "referrals.take_step": _("wrote down a step of a pathway"),
    "referrals.end_step": _("wrote down what came of a step"),
    "referrals.end_journey": _("wrote down that a pathway ended"),
}
