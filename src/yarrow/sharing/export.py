"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.people import purposes
from yarrow.sharing import gateways, lists, states
from yarrow.sharing.models import (
    Agreement,
    Answer,
    Guest,
    GuestKey,
    Letter,
    LetterTemplate,
    Package,
    PackageFile,
    PackageLink,
    Proposal,
    Recall,
    Share,
)
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, listed

# The words for each code of a list.
coded = listed(lists.choices)


def agencies(project: Any) -> dict[Any, str]:
    """The name of each agency that something left to."""
    ids = {*Share.objects.filter(project=project).values_list("agency", flat=True)}
    ids |= {*Proposal.objects.filter(project=project).values_list("agency", flat=True)}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))


def templates(project: Any) -> dict[Any, str]:
    """What each letter is called."""
    return dict(LetterTemplate.objects.filter(project=project).values_list("pk", "name"))


def guests(project: Any) -> dict[Any, str]:
    """For which agency each guest is here: who they are is nobody else's business."""
    return dict(Guest.objects.filter(project=project).values_list("pk", "agency__name"))


def agreements(project: Any) -> dict[Any, str]:
    """The name of each agreement between agencies."""
    return dict(Agreement.objects.filter(project=project).values_list("pk", "name"))


def facts_in_words(row: Any, value: Any) -> str:
    """Which facts, by name."""
    codes = value["facts"] if isinstance(value, dict) else value
    return ", ".join(lists.label("facts", code) for code in codes)


def said_in_words(row: Any, value: dict[str, str]) -> str:
    """Each fact and what was said."""
    return "; ".join(f"{lists.label('facts', code)}: {text}" for code, text in value.items())


def gateway_in_words(row: Any, value: str) -> str:
    """The ground, and where the law says so."""
    return f"{gateways.label(value)} ({gateways.law(value)})"


def ground_in_words(row: Any, value: list[str]) -> str:
    """That the person agreed."""
    return _now("You agreed")


ROWS = {"id": INNER, "project": INNER, "person": INNER}
BY_ROLE = _("Who, by their role")
ABOUT = {"categories": lambda project: dict(purposes.choices("categories")), "agency": agencies}
TOLD = {
    Share: Telling(
        part="consents",
        label=_("What we told others"),
        fields={"shared_at": _("When"), "agency": _("Whom"), "recipient": _("What they are")}
        | {"purpose": _("What for"), "categories": _("What it is about"), "facts": _("What left")}
        | {"said": _("Names and ways to reach, as told"), "told": _("The rest, as told")}
        | {"consents": _("On what ground"), "proposal": _("Without your consent (its number below)")}
        | {
            "agreement": _("Under which agreement between agencies"),
            "how": _("How it reached them"),
            "shared_by": BY_ROLE,
            "approved_by": _("Who agreed, by their role"),
        },
        left_out={**ROWS, "ledger_n": INNER},
        values={
            "purpose": lambda project: {one.code: one.name for one in purposes.purposes()},
            "recipient": lambda project: dict(purposes.choices("recipients")),
            "agreement": agreements,
            "how": coded("hows"),
            "shared_by": roles_by_worker,
            "approved_by": roles_by_worker,
            **ABOUT,
        },
        spoken={"facts": facts_in_words, "said": said_in_words, "told": said_in_words}
        | {"consents": ground_in_words},
    ),
    Proposal: Telling(
        part="consents",
        label=_("What two of us wanted to tell without your consent"),
        fields={"proposed_at": _("When"), "agency": _("Whom"), "categories": _("What it is about")}
        | {
            "facts": _("What"),
            "gateway": _("On what ground"),
            "reason": _("Why"),
            "state": _("How it stands"),
        }
        | {"until": _("Until"), "proposed_by": BY_ROLE, "decided_by": _("Who decided, by their role")}
        | {"decided_at": _("Decided")},
        left_out={**ROWS, "heard_at": INNER},
        values={
            "state": lambda project: {code: str(label) for code, label in states.LABELS.items()},
            "proposed_by": roles_by_worker,
            "decided_by": roles_by_worker,
            **ABOUT,
        },
        spoken={"facts": facts_in_words, "gateway": gateway_in_words},
    ),
    Recall: Telling(
        part="consents",
        label=_("Whom we told that you took it back"),
        fields={"told_on": _("On"), "share": _("About what (its number above)"), "how": _("How")}
        | {"answer": _("What they answered"), "told_by": BY_ROLE, "added_at": _("Written down")},
        left_out=ROWS,
        values={"how": coded("tellings"), "told_by": roles_by_worker},
    ),
    Letter: Telling(
        part="consents",
        label=_("Letters we wrote for you"),
        fields={"share": _("To whom and what (its number above)"), "template": _("Which letter")}
        | {"text": _("The letter"), "written_at": _("Written"), "written_by": BY_ROLE},
        left_out=ROWS,
        values={"template": templates, "written_by": roles_by_worker},
    ),
    Package: Telling(
        part="consents",
        label=_("Links through which it was told"),
        fields={"share": _("What (its number above)"), "made_at": _("Made"), "until": _("Open until")}
        | {"n_openings": _("How often it was opened"), "most_openings": _("How often it may be")}
        | {"n_wrong": _("Wrong codes"), "ended_at": _("Ended"), "made_by": BY_ROLE},
        left_out={
            **ROWS,
            "content": _("Only the link opens this; what it says stands above."),
            "code": INNER,
        },
        values={"made_by": roles_by_worker},
        stays=_("A link opens here alone, and its time is short."),
    ),
    PackageFile: Telling(
        part="consents",
        label=_("Files that went through a link"),
        fields={"package": _("Through which link (its number above)"), "added_at": _("When")}
        | {"kind": _("What kind of file"), "n_fetched": _("How often they took it"), "added_by": BY_ROLE},
        left_out={
            **ROWS,
            "original": _("The file as it came carries more than it shows; ask, and we look at it together."),
            "shared": _("Only the link opens this."),
        },
        values={"added_by": roles_by_worker},
        stays=_("A link opens here alone, and its time is short."),
    ),
    GuestKey: Telling(
        part="consents",
        label=_("Whose account it was sent to"),
        fields={"package": _("What (its number above)"), "guest": _("For which agency")},
        left_out={**ROWS, "holder": INNER, "token": _("Only their account opens this.")},
        values={"guest": guests},
        stays=_("It opens here alone, and its time is short."),
    ),
    PackageLink: Telling(
        part="consents",
        label=_("Marks of links"),
        left_out={**ROWS, **dict.fromkeys(("package", "mark", "parting", "code", "until", "n_wrong"), INNER)},
        stays=_("A link opens here alone, and its time is short."),
    ),
    Answer: Telling(
        part="consents",
        label=_("What they answered"),
        fields={"package": _("To which link (its number above)"), "answer": _("Answer"), "reason": _("Why")}
        | {"said_at": _("When"), "seen_at": _("We saw it"), "seen_by": BY_ROLE},
        left_out=ROWS,
        values={"answer": coded("answers"), "reason": coded("reasons"), "seen_by": roles_by_worker},
        stays=_("It belongs to a link that opens here alone."),
    ),
}
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "sharing.record_share": _("told another agency something"),
    "sharing.propose_share": _("proposed to tell another agency something without consent"),
    "sharing.approve_proposal": _("approved telling another agency something without consent"),
    "sharing.refuse_proposal": _("refused to tell another agency something without consent"),
    "sharing.take_back_proposal": _("took back a proposal to tell another agency something"),
    "sharing.add_agreement": _("wrote down an agreement with other agencies"),
    "sharing.sign_agreement": _("wrote down that an agency signed an agreement"),
    "sharing.leave_agreement": _("wrote down that an agency left an agreement"),
    "sharing.end_agreement": _("ended an agreement with other agencies"),
    "sharing.review_agreement": _("looked at an agreement again"),
    "sharing.note_recall": _("wrote down that an agency knows that consent was taken back"),
    "sharing.open_package": _("opened what was shared through a link"),
    "sharing.fetch_original": _("fetched a file that was shared, as it came"),
    "sharing.fetch_file": _("took a file that was shared through a link"),
    "sharing.try_package": _("tried a wrong code on a link"),
    "sharing.answer_package": _("answered what was shared through a link"),
    "sharing.show_ended": _("saw that it has ended"),
    "sharing.end_package": _("ended a link"),
    "sharing.see_answers": _("saw what an agency answered"),
    "sharing.hear_decision": _("saw what a colleague decided on telling another agency something"),
    "sharing.show_shares": _("looked at what others were told"),
    "sharing.print_shares": _("showed or printed what others were told"),
    "sharing.export_consents": _("took the consents along as a file"),
    "sharing.show_proposal": _("looked at a proposal to share without consent"),
    "sharing.list_due": _("saw the name in a list of what is to be told"),
    "sharing.write_letter": _("wrote a letter for you"),
    "sharing.show_letter": _("looked at a letter"),
    "sharing.open_to_share": _("opened facts to choose what is shared"),
}
