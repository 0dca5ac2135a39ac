"""What a member changes on their own phone: what reaches them and in which words, about what, and when not."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from yarrow.alerts import actions, lists, ways
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.ways import EMAIL, PUSH, SMS, Hours, Way
from yarrow.contacts import queries as contacts
from yarrow.people import lists as people_lists
from yarrow.pocket.member_door import AtMembers, page
from yarrow.pocket.member_pages import home
from yarrow.safety.regions import region_of
from yarrow.sending import ways as sending

PAUSES = (7, 30, 90)


@page("choose as a member what reaches them, and in which words", signed_in=True)
def ways_page(at: AtMembers) -> HttpResponse:
    """A number, an address, the words that come there, and the hours."""
    here = at.whom
    standing = here.own_ways()
    if at.is_saved:
        with at.saying_refusals():
            said = _said(at)
            here.member.refresh_from_db()
            actions.change_ways(here=here, said=said, project=at.project, by=MEMBER, at=at.at)
            return home(at)
    boxes = _typed(at) if at.is_typed else _boxes(standing or ())
    return at.drawn(
        "member_ways",
        {
            "boxes": boxes,
            "lines": lists.lines(),
            "is_known": standing is not None,
            "hours": range(24),
            "push_key": sending.push_key() if PUSH in sending.set_up() else "",
        },
    )


@page("choose as a member about what they hear, and when not", signed_in=True)
def choices(at: AtMembers) -> HttpResponse:
    """Zones, settings, a language, silent days, a pause."""
    here = at.whom
    member, zones = here.member, contacts.zones(at.project)
    if at.is_saved:
        with at.saying_refusals():
            chosen = set(at.sent.getlist("zone"))
            actions.change_choices(
                here=here,
                zones=[zone for zone in zones if str(zone.pk) in chosen],
                settings=at.sent.getlist("setting"),
                language=_language(at),
                quiet_days=[int(day) for day in at.sent.getlist("quiet_day") if day in set("0123456")],
                quiet_until=_pause(at, member.quiet_until),
                project=at.project,
                by=MEMBER,
                at=at.at,
            )
            member.refresh_from_db()
            return home(at)
    return at.drawn("member_choices", _offered(at, zones))


def _said(at: AtMembers) -> list[Way]:
    """The ways as they were typed. Raises CannotBe."""
    hours = _hours(at)
    found = []
    if at.text("push") and not at.text("push_off"):
        found.append(ways.push_way(at.text("push"), _line(at, "push"), hours))
    if at.text("phone"):
        region = region_of(at.project.time_zone)
        found.append(ways.phone_way(at.text("phone"), _line(at, "phone"), hours, region))
    if at.text("email"):
        found.append(ways.email_way(at.text("email"), _line(at, "email"), hours))
    return found


def _line(at: AtMembers, name: str) -> str:
    """Their words; "" only where they asked for the warning itself."""
    if at.text(f"{name}_says") == lists.WARNING:
        return ""
    return at.text(f"{name}_line").strip() or lists.lines()[0]


def _hours(at: AtMembers) -> Hours | None:
    begins, ends = at.text("from"), at.text("to")
    if not begins and not ends:
        return None
    hours = {str(hour) for hour in range(24)}
    if begins not in hours or ends not in hours or begins == ends:
        raise CannotBe(_("Choose two hours, or none."), field="hours")
    return int(begins), int(ends)


def _boxes(standing: Collection[Way]) -> dict[str, str]:
    """What the boxes hold of the ways that are known."""
    boxes: dict[str, str] = {}
    for name in ("phone", "email", "push"):
        boxes |= {f"{name}_says": lists.LINE, f"{name}_line": lists.lines()[0]}
    for name, channel in (("phone", SMS), ("email", EMAIL), ("push", PUSH)):
        way = next((each for each in standing if each.channel == channel), None)
        if way is not None:
            boxes |= {name: way.address, f"{name}_line": way.line or lists.lines()[0]}
            boxes[f"{name}_says"] = lists.LINE if way.line else lists.WARNING
            if way.hours:
                boxes |= {"from": str(way.hours[0]), "to": str(way.hours[1])}
    return boxes


def _typed(at: AtMembers) -> dict[str, str]:
    names = (
        "from",
        "to",
        *(f"{way}{end}" for way in ("phone", "email", "push") for end in ("", "_says", "_line")),
    )
    return {name: at.text(name) for name in names}


def _language(at: AtMembers) -> str:
    said = at.text("language")
    if said not in dict(settings.LANGUAGES):
        raise CannotBe(_("Choose one of the languages offered."), field="language")
    return said


def _pause(at: AtMembers, standing: date | None) -> date | None:
    """Until when they hear nothing: as it was, no longer, or so many days from now."""
    said = at.text("pause")
    if said == "keep" and standing is not None and standing > at.today:
        return standing
    return at.today + timedelta(days=int(said)) if said in {str(n) for n in PAUSES} else None


def _offered(at: AtMembers, zones: list[Any]) -> dict[str, Any]:
    """Every choice with whether it is chosen: as it stands, or as it was sent."""
    member, sent = at.whom.member, at.sent
    if at.is_typed:
        chosen = {name: set(sent.getlist(name)) for name in ("zone", "setting", "quiet_day")}
        language, pause = at.text("language"), at.text("pause")
    else:
        chosen = {
            "zone": {str(zone.pk) for zone in member.zones.all()},
            "setting": set(member.settings),
            "quiet_day": {str(day) for day in member.quiet_days},
        }
        language, pause = member.language, "keep" if _is_paused(at) else ""
    offered = {
        "zone": [(str(zone.pk), zone.label) for zone in zones],
        "setting": people_lists.choices("setting"),
        "quiet_day": [(str(day), str(words)) for day, words in WEEKDAYS.items()],
    }
    ticks = {
        f"{name}s": [(code, words, code in chosen[name]) for code, words in pairs]
        for name, pairs in offered.items()
    }
    until = member.quiet_until if _is_paused(at) else None
    return {**ticks, "languages": settings.LANGUAGES, "chosen": language, "pause": pause, "until": until}


def _is_paused(at: AtMembers) -> bool:
    until = at.whom.member.quiet_until
    return until is not None and until > at.today
