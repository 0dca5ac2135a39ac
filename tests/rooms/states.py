"""A project with more in it than fits: names of sixty letters, notes of five thousand, lists of several pages."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.attacks.town import build
from tests.worlds import World, accept
from yarrow.contacts import actions as contacts
from yarrow.evaluation import actions as evaluation
from yarrow.methods.activity import Period
from yarrow.people import actions as people
from yarrow.people.models import Person

# Letters without a place to break, in three writings, and a note as long as notes may be.
LATIN = "Wintergartenvorstadtquartiersbegehungsteilnehmerverzeichnisa"
THAI = "คุยกันนานเรื่องที่พักและเอกสารเธอบอกว่าจะกลับมาวันพฤหัสบดีพร้อม"[:60]
ARABIC = ("السكن" * 12)[:60]
NOTE = (LATIN + " and the same again. ") * 62
SETTINGS = (
    "parlour",
    "shared_flat",
    "independent",
    "outcalls",
    "agency",
    "touring",
    "online_adverts",
    "webcam",
)
# One page of a list and a line more.
MORE = 41


def word(name: str) -> str:
    """What is typed into a field called `name`."""
    if "note" in name or name in {"reason", "way_in", "address", "appearance"}:
        return NOTE[: 4_000 if "note" in name else 300]
    return {"called": ARABIC, "own_word": THAI, "file name": LATIN}.get(name, LATIN)


def overfull(world: World) -> dict[tuple[str, str], Any]:
    """Fill a project; the ids that its addresses take."""
    ids = build(world, word)
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = Person.objects.get(id=ids["people", "person_id"])
    today = timezone.localdate()
    for n in range(MORE):
        called = f"{LATIN[:57]}{n:03}" if n % 2 else f"{THAI[:50]}{n}"
        people.add_person(called=called, **act)
        contacts.add_follow_up(due_on=today, what=LATIN, person=person, **act)
        day = today - timedelta(days=n)
        given = {"person": person, "kind": "phone", "happened_on": day, "supplies": {"condoms": 9_999}}
        contacts.record_contact(entry_id=uuid4(), note=NOTE[:5_000], **given, **act)
    for code in SETTINGS:
        people.add_setting(person=person, code=code, own_word=LATIN, **act)
    for n in range(9):
        people.add_alias(person=person, kind="nickname", name=f"{LATIN[:58]}{n}", **act)
        contacts.add_zone(label=f"{LATIN[:58]}{n}", **act)
    contacts.move_stock(supply="lube", what="delivery", n=999_999, moved_on=today, **act)
    accept(world.project, "peer", by=world.worker("manager"), at=act["at"], name=LATIN)
    last = today.replace(day=1) - timedelta(days=1)
    month = Period(last.replace(day=1), last)
    grant = evaluation.add_grant(funder=LATIN, period=month, every=0, **act)
    evaluation.add_line(grant=grant, wording=LATIN, measure="n_people", target=123_456, **act)
    return {**ids, ("evaluation", "grant_id"): grant.id}
