"""Whether a number, plate, address or name is known: the same work whatever comes of it, and nothing kept of it.

    asker = of_member(member, project, at)  or  of_worker(project, their id)
    answer = check(asker, text, at)

Three statements each time: the day's counter, whose key the tags are of, and the rows of three tags with what each
report's reporter chose last. What is said follows from that one moment: a choice taken back is never overtaken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat

from yarrow.alerts import tags
from yarrow.alerts.models import Asked, Member, Released
from yarrow.alerts.models.checks import WHAT
from yarrow.methods.incidents import spellings
from yarrow.safety import lists, rules
from yarrow.safety.models import Choice
from yarrow.safety.regions import region_of
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault.prepared import Prepared
from yarrow.vault.unwaited import unwaited

HIT, TALK, MISS, TOO_MANY, NOT_NOW = ("hit", "talk", "miss", "too_many", "not_now")
NEW_FOR = timedelta(days=30)
LATER = timedelta(days=14)
MOST_ROWS = 100


@dataclass(frozen=True)
class Asker:
    """Who asks, how often they may in a day, and whether a hit says no more to them than "talk to us"."""

    project: Project
    id: UUID
    most: int
    is_new: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of it. `code`: one of those above, or of `spellings.TROUBLES`; the rest belongs to a hit.

    n                people who reported it
    kinds, month     what they reported, and the last month of it, as far as they let it be said
    is_disputed      somebody objected
    """

    code: str
    n: int = 0
    kinds: tuple[str, ...] = ()
    month: date | None = None
    is_disputed: bool = False


@dataclass(frozen=True)
class Found:
    """One row as it was looked up."""

    project_id: UUID
    reporter_id: UUID
    chosen: Chosen
    kinds: list[str]
    month: date
    reported_at: datetime
    says: str
    is_seconded: bool
    is_disputed: bool


def _looked_up(at: datetime, project_id: UUID, *of_tags: str) -> Any:
    said = Choice.objects.filter(project_id=OuterRef("project_id"), report_id=OuterRef("report_id"))
    space = Value(" ")
    chosen = said.order_by("-said_at", "-id").values(whole=Concat("level", space, "tell", space, "release"))
    rows = Released.objects.filter(tag__in=of_tags, expires_at__gt=at, is_hidden=False)
    # Their own first: many of another project leave none of them out.
    rows = rows.order_by(Case(When(project_id=project_id, then=0), default=1), "id")
    return rows.annotate(chosen=Subquery(chosen[:1])).values_list(
        *("project_id", "reporter_id", "chosen", "kinds", "month", "reported_at"),
        *("says", "is_seconded", "is_disputed"),
    )[:MOST_ROWS]


_rows_of = Prepared(_looked_up)


def of_member(member: Member, project: Project, at: datetime) -> Asker:
    """A member; somebody who is new hears only that they should talk to us."""
    is_new = at - member.vouched_at < NEW_FOR
    return Asker(project, member.pk, settings.CHECKS_A_DAY, is_new)


def of_worker(project: Project, worker_id: UUID) -> Asker:
    """A worker; a hit says no more to them than to members."""
    return Asker(project, worker_id, settings.WORKERS_CHECKS_A_DAY)


def check(asker: Asker, text: str, at: datetime) -> Answer:
    """Look it up, and count that somebody did. Raises Fault where the key can't be read."""
    readings = spellings.readings(text, region_of(asker.project.time_zone))
    key = tags.key()
    wanted = [key.tag(kind, spelling) for kind, spelling in readings.items()]
    n, is_of_key = _counted(asker, at), tags.are_of(key)
    rows = _read(at, asker.project.pk, *wanted)
    # With nothing found the same is gone through for a row that is none.
    hit = answer_of(asker, rows or [_nobodys(asker, at)], at)
    missed = spellings.trouble(text, readings) or (MISS if is_of_key else NOT_NOW)
    if n > asker.most:
        return Answer(TOO_MANY)
    return hit if rows and hit is not None else Answer(missed)


def answer_of(asker: Asker, found: Iterable[Found], at: datetime) -> Answer | None:
    """What these rows may say to the asker; None: nothing."""
    told = list(_told(asker.project.pk, found, at))
    open_rows = [each for each in told if each.says == WHAT]
    kinds = {kind for each in open_rows for kind in each.kinds}
    answer = Answer(
        code=HIT,
        n=len({each.reporter_id for each in told}),
        kinds=tuple(kind for kind in lists.labels("kinds") if kind in kinds),
        month=max((each.month for each in open_rows), default=None),
        is_disputed=any(each.is_disputed for each in told),
    )
    if not told:
        return None
    return Answer(TALK) if asker.is_new else answer


def _told(project_id: UUID, found: Iterable[Found], at: datetime) -> Iterator[Found]:
    """Those whose reporter lets it be said here and now."""
    here = [
        each
        for each in found
        if (each.project_id == project_id or each.chosen.tell == lists.PROJECTS)
        and each.chosen.release != lists.NEVER
        and rules.may_warn(each.chosen, each.kinds)
    ]
    reporters = {each.reporter_id for each in here}
    for each in here:
        is_told = {
            lists.NOW: True,
            lists.LATER: at - each.reported_at >= LATER,
            lists.TWO: each.is_seconded or len(reporters) > 1,
        }
        if is_told.get(each.chosen.release, False):
            yield each


def _read(at: datetime, project_id: UUID, *of_tags: str) -> list[Found]:
    """The rows. Django's own way of making results does more work for one row than for none."""
    return [_found(*row) for row in _rows_of(at, project_id, *of_tags).values()]


def _found(project_id: UUID, reporter_id: UUID, said: str | None, *facts: Any) -> Found:
    """A row as it was read. Nobody said how far its report goes: it goes nowhere."""
    parts = (said or "").split(" ")
    return Found(project_id, reporter_id, Chosen(*parts) if len(parts) == 3 else Chosen(), *facts)


def _nobodys(asker: Asker, at: datetime) -> Found:
    chosen = Chosen(lists.WARN, lists.HERE, lists.NOW)
    return Found(asker.project.pk, asker.id, chosen, ["other"], at.date(), at, WHAT, False, False)


def _counted(asker: Asker, at: datetime) -> int:
    """How many of today this one is. One statement: two at once are two."""
    zone = asker.project.zone
    midnight = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(0), zone)
    ids = [
        Asked._meta.pk.get_db_prep_value(each, connection) for each in (uuid4(), asker.project.pk, asker.id)
    ]
    ends, now = (
        Asked._meta.get_field("goes_at").get_db_prep_value(each, connection) for each in (midnight, at)
    )
    with unwaited(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO alerts_asked AS was (id, project_id, asker_id, n, goes_at) VALUES (%s, %s, %s, 1, %s) "
            "ON CONFLICT (project_id, asker_id) DO UPDATE SET "
            "n = CASE WHEN was.goes_at <= %s THEN 1 ELSE was.n + 1 END, "
            "goes_at = CASE WHEN was.goes_at <= %s THEN excluded.goes_at ELSE was.goes_at END RETURNING n",
            [*ids, ends, now, now],
        )
        return int(cursor.fetchone()[0])
