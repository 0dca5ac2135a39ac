"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.people import lists, sheets
from yarrow.people.models import Alias, KeyWorker, Opening, Person, PersonSetting, WayToReach
from yarrow.people.said import PLAIN, SEALED
from yarrow.vault.telling import INNER, WORKER, Telling, tell


def ready() -> None:
    """Say it; called once as the room starts."""
    tell(Person, PERSON)
    tell(Alias, ALIAS)
    tell(PersonSetting, SETTING)
    tell(WayToReach, WAY)
    tell(KeyWorker, KEY_WORKER)
    tell(Opening, OPENING)


def coded(name: str) -> Any:
    """A code of list `name`, or several, in words."""

    def words(project: Any, value: Any) -> str:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(lists.label(name, code)) for code in codes if code)

    return words


def _setting(project: Any, value: Any) -> str:
    return sheets.setting_labels(project).get(value, str(value))


BATCH = _("Which spreadsheet of ours it came from.")
_INNER = {"id": INNER, "project": INNER, "person": INNER}

PERSON = Telling(
    part="who",
    label=_("You"),
    fields={"code": _("Your code"), **{field: sheets.FIELD_LABELS[field] for field in (*SEALED, *PLAIN)}}
    | {"created_at": _("Your record was begun")},
    left_out={"id": INNER, "project": INNER, "version": INNER, "entry_id": INNER, "batch_id": BATCH}
    | {"created_by": WORKER, "erased_at": _("Nothing stands here while your record does.")},
    values={
        field: coded(name)
        for field, name in {"gender": "gender", "age_band": "age_band", "trans": "trans"}.items()
    }
    | {"interpreter": coded("interpreter")},
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
    values={"code": _setting},
)
WAY = Telling(
    part="reach",
    label=_("Ways to reach you"),
    fields={"kind": _("How"), "value": _("Number, name or place"), "safe_times": _("When it is safe")}
    | {"cautions": _("Never, and what is fine"), "added_at": _("Written down"), "ended_on": _("Until")},
    left_out={**_INNER, "version": INNER},
    values={"kind": coded("way"), "cautions": coded("caution")},
)
KEY_WORKER = Telling(
    part="did",
    label=_("Your key workers"),
    fields={"from_on": _("From"), "until_on": _("Until"), "end_reason": _("Why it ended")},
    left_out={**_INNER, "worker": WORKER},
    values={"end_reason": coded("end_reason")},
)
OPENING = Telling(
    part="opened",
    label=_("Openings by workers who are not your key worker"),
    fields={"at": _("When"), "reason": _("Their reason")},
    left_out={**_INNER, "worker": WORKER},
    values={"reason": coded("open_reason")},
)
