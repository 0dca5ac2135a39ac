"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.people import lists, purposes, sheets
from yarrow.people.models import (
    Alias,
    Apart,
    Consent,
    Hold,
    KeptLonger,
    KeyWorker,
    Merge,
    Naming,
    Opening,
    Paper,
    Person,
    PersonSetting,
    PersonVersion,
    SafeguardingStep,
    WayToReach,
)
from yarrow.people.models.consent import ACTS
from yarrow.people.said import CHOSEN, PLAIN, SEALED
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, tell, tell_acts


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    tell(Person, PERSON)
    tell(Alias, ALIAS)
    tell(Naming, Telling(part="more", label=Naming.__name__, stays=INNER))
    tell(PersonSetting, SETTING)
    tell(WayToReach, WAY)
    tell(PersonVersion, VERSION)
    tell(KeyWorker, KEY_WORKER)
    tell(Consent, CONSENT)
    tell(SafeguardingStep, STEP)
    tell(Paper, PAPER)
    tell(Merge, MERGE)
    tell(Apart, APART)
    tell(Opening, OPENING)
    tell(Hold, HOLD)
    tell(KeptLonger, KEPT_LONGER)


def coded(name: str) -> Any:
    """The words for each code of list `name`."""
    return lambda project: {item.code: lists.label(name, item.code) for item in lists.items(name)}


BY_ROLE = _("Who, by their role")
BATCH = _("Which spreadsheet of ours it came from.")
_INNER = {"id": INNER, "project": INNER, "person": INNER}

PERSON = Telling(
    part="who",
    label=_("You"),
    fields={"code": _("Your code"), **{field: sheets.FIELD_LABELS[field] for field in (*SEALED, *PLAIN)}}
    | {"age_said_on": _("Your age band was said on")}
    | {"created_at": _("Your record was begun"), "created_by": BY_ROLE},
    left_out={"id": INNER, "project": INNER, "version": INNER, "entry_id": INNER, "batch_id": BATCH}
    | {"merged_into": INNER, "erased_at": _("Nothing stands here while your record does.")},
    values={field: coded(name) for field, name in CHOSEN.items()} | {"created_by": roles_by_worker},
)
ALIAS = Telling(
    part="who",
    label=_("Your other names and numbers"),
    fields={"name": _("Name or number"), "kind": _("What it is"), "added_at": _("Written down")}
    | {"ended_on": _("No longer used since")},
    left_out=_INNER,
    values={"kind": coded("alias")},
)
SETTING = Telling(
    part="who",
    label=_("Settings"),
    fields={"code": _("Setting"), "own_word": _("Your own word"), "from_on": _("From")}
    | {"until_on": _("Until"), "added_at": _("Written down")},
    left_out=_INNER,
    values={"code": sheets.setting_labels},
)
WAY = Telling(
    part="reach",
    label=_("Ways to reach you"),
    fields={"kind": _("How"), "value": _("Number, name or place"), "safe_times": _("When it is safe")}
    | {"cautions": _("Never, and what is fine"), "added_at": _("Written down"), "ended_on": _("Until")},
    left_out={**_INNER, "version": INNER},
    values={"kind": coded("way"), "cautions": coded("caution")},
)
VERSION = Telling(
    part="who",
    label=_("What stood here before it was changed"),
    fields={"changed_at": _("Changed"), "changed_by": BY_ROLE, "why": _("Why"), "stood": _("Before")},
    left_out={**_INNER, "about": INNER, "row_id": INNER, "n": INNER},
    values={"why": coded("change_reason"), "changed_by": roles_by_worker},
)
KEY_WORKER = Telling(
    part="did",
    label=_("Your key workers"),
    fields={"worker": BY_ROLE, "from_on": _("From"), "until_on": _("Until")}
    | {"end_reason": _("Why it ended")},
    left_out=_INNER,
    values={"end_reason": coded("end_reason"), "worker": roles_by_worker},
)
OPENING = Telling(
    part="opened",
    label=_("Openings by workers who are not your key worker"),
    fields={"at": _("When"), "worker": BY_ROLE, "reason": _("Their reason")},
    left_out=_INNER,
    values={"reason": coded("open_reason"), "worker": roles_by_worker},
)
CONSENT = Telling(
    part="consents",
    label=_("What you agreed to, and what you took back"),
    fields={"purpose": _("What for"), "act": _("Said"), "said_on": _("On")}
    | {"recipient": _("Who may get it"), "recipient_name": _("Their name"), "categories": _("What")}
    | {"expires_on": _("Until"), "how": _("How you said it"), "language": _("In which language")}
    | {"interpreter": _("Who interpreted"), "witness": _("Who was there"), "recorded_by": BY_ROLE}
    | {"added_at": _("Written down"), "words_version": _("Which words were read to you")},
    left_out={**_INNER, "n": INNER, "agency": INNER},
    values={
        "purpose": lambda project: {one.code: one.label for one in purposes.purposes()},
        "act": lambda project: dict(ACTS),
        "recipient": lambda project: dict(purposes.choices("recipients")),
        "how": lambda project: dict(purposes.choices("hows")),
        "recorded_by": roles_by_worker,
    },
)
STEP = Telling(
    part="did",
    label=_("What we did so that you are safe"),
    fields={"told": _("Who was told"), "told_on": _("On"), "next_step": _("What comes next")}
    | {"next_on": _("By"), "note": _("Note"), "said_by": BY_ROLE, "added_at": _("Written down")},
    left_out=_INNER,
    values={"said_by": roles_by_worker},
)
HOLD = Telling(
    part="did",
    label=_("Legal hold: until when your record can't be erased"),
    fields={"ground": _("What for"), "reason": _("Why"), "until_on": _("Until"), "proposed_at": _("Proposed")}
    | {"proposed_by": _("Who proposed it, by their role"), "agreed_at": _("Agreed")}
    | {"agreed_by": _("Who agreed, by their role"), "told_on": _("You were told on")}
    | {"lifted_at": _("Lifted"), "lifted_by": _("Who lifted it, by their role")},
    left_out=_INNER,
    values={"ground": coded("hold_ground")}
    | dict.fromkeys(("proposed_by", "agreed_by", "lifted_by"), roles_by_worker),
)
KEPT_LONGER = Telling(
    part="did",
    label=_("That your record is kept longer than usual"),
    fields={"until_on": _("Until"), "reason": _("Why"), "said_by": BY_ROLE, "added_at": _("Written down")},
    left_out=_INNER,
    values={"said_by": roles_by_worker},
)
PAPER = Telling(
    part="did",
    label=_("Pictures of your papers"),
    fields={"title": _("What it is"), "picture": _("The picture, a file of its own")}
    | {"added_by": BY_ROLE, "added_at": _("Added"), "removed_at": _("Removed")},
    left_out={**_INNER, "original": _("The photo as it came, with the place and the camera in it. Ask us.")},
    values={"added_by": roles_by_worker},
    files={"picture": "jpg"},
)
MERGE = Telling(
    part="who",
    label=_("Records that became one with yours"),
    fields={"merged_at": _("When"), "merged_by": BY_ROLE, "kept": _("Before and after")}
    | {"undone_at": _("Taken back"), "undone_by": _("Who took it back, by their role")},
    left_out={"id": INNER, "project": INNER, "into": INNER, "came": INNER, "moved": INNER, "made": INNER},
    values={"merged_by": roles_by_worker, "undone_by": roles_by_worker},
)
APART = Telling(
    part="who",
    label=_("That you are not somebody else whom we know"),
    fields={"said_at": _("When"), "said_by": BY_ROLE},
    left_out={
        **_INNER,
        "other": _("It is about somebody else."),
        "facts": _("It is about somebody else too."),
    },
    values={"said_by": roles_by_worker},
)
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "people.show_person": _("opened the record"),
    "people.change_person": _("changed the record"),
    "people.open_to_change": _("opened the record to change it"),
    "people.add_person": _("added this person"),
    "people.find_people": _("found them by searching"),
    "people.list_people": _("saw the name in the list of people"),
    "people.show_caseload": _("saw the name in a caseload"),
    "people.add_alias": _("added another name"),
    "people.end_alias": _("marked a name as no longer used"),
    "people.add_setting": _("added a setting"),
    "people.end_setting": _("ended a setting"),
    "people.add_way_to_reach": _("added a way to reach them"),
    "people.change_way_to_reach": _("changed a way to reach them"),
    "people.end_way_to_reach": _("ended a way to reach them"),
    "people.assign_key_worker": _("named the key worker"),
    "people.end_key_worker": _("ended the key worker's part"),
    "people.merge_people": _("made two records one"),
    "people.part_people": _("made one record two again"),
    "people.tell_apart": _("said that this is not the same person as another"),
    "people.compare_people": _("compared two records"),
    "people.list_alike": _("looked for people like them"),
    "people.show_merge": _("looked at what a merge did"),
    "people.take_back_batch": _("took back what an import had added"),
    "people.list_duplicates": _("looked for people known twice"),
    "people.start_safeguarding": _("began the safeguarding path"),
    "people.follow_birthday": _("brought the age band up to date"),
    "people.note_safeguarding": _("wrote down a safeguarding step"),
    "people.show_safeguarding": _("looked at the safeguarding steps"),
    "people.add_paper": _("added a picture of a paper"),
    "people.show_paper": _("looked at a paper"),
    "people.show_picture": _("looked at the picture of a paper"),
    "people.fetch_original": _("fetched the original of a picture"),
    "people.rename_paper": _("said otherwise what a paper is"),
    "people.remove_paper": _("removed the picture of a paper"),
    "people.give_consent": _("wrote down a consent"),
    "people.withdraw_consent": _("wrote down that a consent was taken back"),
    "people.list_consents": _("looked at the consents"),
    "people.erase_person": _("erased this record"),
    "people.reduce_person": _("erased this record, since its time was up"),
    "people.keep_longer": _("said that the record is kept longer"),
    "people.propose_hold": _("proposed a legal hold"),
    "people.agree_hold": _("agreed to a legal hold"),
    "people.lift_hold": _("lifted a legal hold"),
    "people.tell_of_hold": _("wrote down that the person knows of the legal hold"),
    "people.show_hold": _("looked at the legal hold"),
    "people.list_ending": _("saw the name among those whose time is nearly up"),
    "people.show_history": _("saw what stood here before"),
    "people.copy_person": _("made a copy for the person"),
    "people.give_reason": _("gave a reason for opening the record"),
}
