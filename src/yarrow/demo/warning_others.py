"""Alerts of the town: one in force, one that waits for a second person, one that is over.

Each is drawn from a report of its own and read for what is risky, as a worker would. Sealed values are opened for
that, so it is done once the town stands.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.alerts import ending, risks
from yarrow.alerts.actions import drafting, publishing
from yarrow.alerts.models import Alert, AlertText
from yarrow.demo import staffing
from yarrow.demo.building import Building
from yarrow.demo.handing_over import hand_over
from yarrow.safety.actions import take_report
from yarrow.safety.models import Report
from yarrow.safety.told import read
from yarrow.staff.actions.keys import use_envelope

DAY = timedelta(days=1)
FIRST, SECOND = "adviser", "coordinator"
FEW = "Very many people come here from elsewhere"


@dataclass(frozen=True)
class Told:
    """One alert: how many days ago its report came, the report in codes and words, and what the alert says."""

    days_ago: int
    kinds: tuple[str, ...]
    methods: tuple[str, ...]
    offender: dict[str, Any]
    words: str
    says: str


LIVE = Told(
    40,
    ("non_payment", "threats"),
    ("took_money_back", "locked_doors"),
    {"age": "35-44", "hair": "grey", "vehicle_kind": "van", "vehicle_colour": "white", "build": "stocky"},
    "He counted the notes out, and afterwards he wanted every one of them back",
    "White van, stocky, grey hair, about 40. Reported: locks the doors and takes the money back.",
)
WAITING = Told(
    6,
    ("stealthing",),
    ("removed_condom",),
    {"age": "25-34", "hair": "black", "face": "beard", "marks": ["tattoo_neck"]},
    "I noticed too late and told him to go",
    "Slim, beard, tattoo on the neck, about 30. Reported: takes the condom off.",
)
OVER = Told(
    400,
    ("robbery",),
    ("knife",),
    {"age": "18-24", "hair": "fair", "vehicle_kind": "bicycle", "marks": ["earring"]},
    "Two of them came back and went through my pockets",
    "Bicycle, fair hair, earring, about 20. Reported: carries a knife and robs.",
)


def warn_others(built: Building) -> None:
    """A second person gets the key to reports by name; then the three alerts."""
    crew = built.crew
    dice = random.Random(built.scale.seed + 142)
    at = built.at(built.town.from_on, 15)
    if not crew.actor(SECOND).holds(crew.project.id, "incident"):
        place, by = crew.places[SECOND], crew.actor(SECOND)
        use_envelope(project=crew.project, membership=place, words=crew.words, by=by, at=at)
        # Which keys somebody holds is read once: a fresh actor holds this one too.
        crew.actors[SECOND] = staffing.opened(place, crew.sign_ins[SECOND])
    for told in (OVER, LIVE, WAITING):
        _warn(built, told, dice)


def _warn(built: Building, told: Told, dice: random.Random) -> None:
    report = _report(built, told, dice)
    day = built.town.today - (told.days_ago - 2) * DAY
    first: dict[str, Any] = {
        "project": built.crew.project,
        "by": built.crew.actor(FIRST),
        "at": built.at(day, 11),
    }
    second: dict[str, Any] = {**first, "by": built.crew.actor(SECOND), "at": built.at(day, 15)}
    ids: dict[str, Any] = {"report_ids": [report.pk], "languages": ["en-gb"], "entry_id": _id(dice)}
    alert = drafting.draft_alert(**ids, **first)
    text = _written(_text(alert), told.says, report, first)
    drafting.propose(text=text, version=text.version, **first)
    if told is WAITING:
        return
    publishing.publish(text=_text(alert), version=text.version, **second)
    hand_over(_text(alert), second, _id(dice))
    if told is OVER:
        alert.refresh_from_db()
        ending.expire(alert.pk, built.at(alert.expires_on or day, 3))


def _written(text: AlertText, says: str, report: Report, first: dict[str, Any]) -> AlertText:
    """The words, then a reason for what is risky in them."""
    said: dict[str, Any] = {"words": {"en-gb": says}, "zones": [], "settings": []}
    text = drafting.change_draft(text=text, version=text.version, kept={}, **said, **first)
    looked = risks.look(first["by"], text, [report], first["at"], "alerts.change_draft")
    kept = {risk.key: FEW for risk in looked.risks}
    return drafting.change_draft(text=text, version=text.version, kept=kept, **said, **first)


def _report(built: Building, told: Told, dice: random.Random) -> Report:
    day: date = built.town.today - told.days_ago * DAY
    sent: dict[str, Any] = {
        "kinds": list(told.kinds),
        "methods": list(told.methods),
        "day": (day - DAY).isoformat()[: len("2026-11")],
        "words": told.words,
        "offenders": [told.offender],
        "choice": {"level": "warn", "tell": "here", "release": "never"},
    }
    at = built.at(day, 10)
    act: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor(FIRST), "at": at}
    return take_report(told=read(sent, day), way="worker", received_at=at, entry_id=_id(dice), **act)


def _text(alert: Alert) -> AlertText:
    return AlertText.objects.select_related("alert__project", "project").get(alert=alert)


def _id(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
