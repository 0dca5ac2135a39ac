"""Reports with words in every field, taken at the desk and left sealed, and the public page; by their actions."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.worlds import World
from yarrow.safety import actions, becoming, lists
from yarrow.safety.models import Report
from yarrow.safety.told import read
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

MANY = ("phones", "plates", "online", "names")


def typed(word: Callable[[str], str], **said: Any) -> dict[str, Any]:
    """A report with words in every field that takes them."""
    offender = {name: [word(name)] for name in MANY}
    offender |= {
        "address": word("where"),
        "words": word("how they spoke"),
        "age": "35-44",
        "marks": ["limp"],
    }
    return {
        "kinds": ["robbery", "threats"],
        "methods": ["knife"],
        "hours": "night",
        "setting": "street",
        "language": "ro",
        "words": word("words"),
        "place": word("place"),
        "reach": word("reach"),
        "offenders": [offender, {"names": [word("another name")]}],
        "choice": {"level": "warn", "tell": "here", "release": "two"},
        **said,
    }


def told(world: World, word: Callable[[str], str], **said: Any) -> Report:
    """A report that the adviser wrote down with somebody."""
    at = timezone.now()
    when = {"way": lists.WORKER, "received_at": at, "taken_by": world.worker("outreach").id}
    read_in = read(typed(word, **said), at.date())
    act = {"project": world.project, "by": world.worker("adviser"), "at": at}
    return actions.take_report(told=read_in, entry_id=uuid4(), **when, **act)


def reported(world: World, word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """Two reports of one reporter: one was left sealed, unsealed and answered, the other is in escrow."""
    at, by = timezone.now(), world.worker("adviser")
    act = {"project": world.project, "by": by, "at": at}
    entry_id = left(world, word)
    assert inbox.settle(InboxEntry.objects.get(entry_id=entry_id), by=by, at=at)
    row = Report.objects.get(pk=entry_id)
    added = {"received_at": at, "entry_id": becoming.addition_ids(row.pk)[0]}
    actions.take_addition(report_id=row.pk, words=word("addition"), **added, **act)
    actions.hand_phrase(report_id=row.pk, **act)
    actions.reply(report=row, words=word("reply"), entry_id=uuid4(), **act)
    closed = {"level": "escrow", "tell": "here", "release": "never"}
    told(world, word, choice=closed, reporter=str(row.pk))
    door = actions.open_door(languages=["en", "ro"], **{**act, "by": world.worker("manager")})
    return {("safety", "report_id"): row.pk, ("report", "door"): door.token}


def left(world: World, word: Callable[[str], str]) -> Any:
    """The number of one that a worker without the key took, sealed."""
    entry_id = uuid4()
    by = {"project": world.project, "by": world.worker("outreach"), "at": timezone.now()}
    actions.leave_report(sent=typed(word), entry_id=entry_id, **by)
    return entry_id
