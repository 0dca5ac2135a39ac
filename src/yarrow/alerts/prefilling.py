"""The first draft of an alert, out of what may be said: codes and nothing else.

What is not named here never gets into a draft by itself: no word of the report, no day or hour, no place but the
area, no setting, no number, plate or name.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yarrow.alerts.alert_rules import LONGEST_TEXT
from yarrow.safety import lists
from yarrow.sending.rules import n_letters

# Of a report, and of each description.
KINDS_LEFT_OUT = ("felt_wrong", "other", lists.YOUNG)
OF_REPORT = ("methods",)
OF_OFFENDER = ("age", "height", *lists.TRAITS, "marks")
_LISTS = {"age": "ages", "height": "heights"}


def taken(facts: Iterable[Mapping[str, Any]], described: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """What the allow-list takes: name → codes that the lists have, in their order."""
    found: dict[str, list[str]] = {}
    for rows, names in ((facts, OF_REPORT), (described, OF_OFFENDER)):
        listed = list(rows)
        for name in names:
            said = {code for row in listed for code in _codes(row.get(name))}
            found[name] = [code for code in lists.labels(_LISTS.get(name, name)) if code in said]
    return {name: codes for name, codes in found.items() if codes}


def draft(
    facts: Mapping[str, list[str]],
    *,
    kinds: Iterable[str],
    month: date | None,
    zones: Iterable[str],
    language: str,
) -> str:
    """The words in one language; as much as fits in a message."""
    with translation.override(language):
        when_where = [*zones, formats.date_format(month, "YEAR_MONTH_FORMAT") if month else ""]
        lines = [", ".join(each for each in when_where if each)]
        lines.append(_line(_("Reported"), "kinds", [code for code in kinds if code not in KINDS_LEFT_OUT]))
        lines.append(_line(_("What they did"), "methods", facts.get("methods", [])))
        lines.append(_looks(facts))
    kept: list[str] = []
    for line in lines:
        if line and n_letters("\n".join([*kept, line])) <= LONGEST_TEXT:
            kept.append(line)
    return "\n".join(kept)


def _looks(facts: Mapping[str, list[str]]) -> str:
    said = [
        pgettext("an alert", "%(what)s: %(says)s") % {"what": _what(name), "says": _labels(name, facts[name])}
        if name in ("hair", "age")
        else _labels(name, facts[name])
        for name in OF_OFFENDER
        if facts.get(name)
    ]
    return (
        pgettext("an alert", "%(what)s: %(says)s") % {"what": _("Description"), "says": "; ".join(said)}
        if said
        else ""
    )


def _what(name: str) -> str:
    return _("hair") if name == "hair" else _("age")


def _line(what: str, name: str, codes: list[str]) -> str:
    if not codes:
        return ""
    return pgettext("an alert", "%(what)s: %(says)s") % {"what": what, "says": _labels(name, codes)}


def _labels(name: str, codes: Iterable[str]) -> str:
    return ", ".join(lists.label(_LISTS.get(name, name), code) for code in codes)


def _codes(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [each for each in said or () if isinstance(each, str)]
