"""What pages show of members: opened together, on one row of the trail."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yarrow.alerts import lists
from yarrow.alerts.audience import opened_ways
from yarrow.alerts.models import Member
from yarrow.alerts.ways import PUSH, Way
from yarrow.people import lists as people_lists
from yarrow.staff.models import Worker
from yarrow.ui import days
from yarrow.ui.languages import BY_CODE
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class Line:
    """One member in the list."""

    member: Member
    name: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """One member on their page. `ways`: (channel in words, address, what is sent)."""

    member: Member
    name: str = field(repr=False)
    ways: list[tuple[str, str, str]] = field(repr=False)
    standing: tuple[Way, ...] = field(repr=False)
    settings: list[str]
    language: str
    vouched_by: str
    why: str = field(repr=False)
    quiet: str


def listed(by: Actor, rows: Collection[Member], project_id: Any) -> list[Line]:
    """Names of a page of members."""
    with reading(by, project_id, act="alerts.list_members") as page:
        names = page.open_many(rows, "identity.name")
    return [Line(row, names[row.pk].value or "") for row in rows]


def shown(by: Actor, row: Member, today: date) -> Shown:
    """Everything that is known of a member."""
    with reading(by, row.project_id, act="alerts.show_member") as page:
        name, why = page.open(row, "identity.name"), page.open(row, "identity.why")
        ways = opened_ways(page, [row], by)
    standing = ways[row.pk]
    voucher = Worker.objects.filter(pk=row.vouched_by).values_list("name", flat=True).first()
    return Shown(
        member=row,
        name=name.value or "",
        ways=[way_in_words(way) for way in standing],
        standing=standing,
        settings=[people_lists.label("setting", code) for code in row.settings],
        language=BY_CODE[row.language].name if row.language in BY_CODE else row.language,
        vouched_by=voucher or "",
        why=why.value or "",
        quiet=quiet_in_words(row, today),
    )


def way_in_words(way: Way) -> tuple[str, str, str]:
    """(channel, address, what is sent)."""
    address = _("this phone's browser") if way.channel == PUSH else way.address
    return lists.label("channels", way.channel), address, way.line or _("The warning itself")


def quiet_in_words(row: Member, today: date) -> str:
    """Until when they hear nothing; "" where they do."""
    if row.quiet_until is None or row.quiet_until <= today:
        return ""
    return str(days.day(row.quiet_until))
