"""A panel, its meeting, somebody on its agenda, what was told; a forum with a seat: made through their actions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.worlds import World
from yarrow.agencies.models import Agency
from yarrow.panels import actions as panels
from yarrow.people import actions as people
from yarrow.people.models import Person
from yarrow.referrals.models import Concern
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Agreement


def conferred(
    world: World,
    person: Person,
    told: dict[tuple[str, str], Any],
    act: dict[str, Any],
    word: Callable[[str], str],
) -> dict[tuple[str, str], Any]:
    """One of everything, with words in every field that takes them."""
    refuge = Agency.objects.get(pk=told["sharing", "agency_id"])
    agreement = Agreement.objects.get(pk=told["sharing", "agreement_id"])
    said = {"purpose": "support", "recipient": refuge.recipient, "how": "spoken", "agency": refuge.pk}
    people.give_consent(person=person, categories=["identity", "support"], **said, **act)
    panel = panels.add_panel(name="Together in the north", agreement=agreement, **act)
    place = panels.seat_agency(panel=panel, agency=refuge, **act)
    colleague = world.account("manager").worker
    member = panels.join_team(panel=panel, worker=colleague, **act)
    today = act["at"].astimezone(world.project.zone).date()
    meeting = panels.plan_meeting(panel=panel, held_on=today, **act)
    panels.note_attendance(meeting=meeting, agency=refuge, name="Head of the refuge", **act)
    facts = [Fact("called", word("called")), Fact("support_words", word("support words"))]
    facts += [Fact("safety_words", word("safety words"))]
    concern = Concern.objects.filter(person=person).first()
    wants = {"wants": word("wants"), "concern": concern}
    item = panels.put_forward(person=person, meeting=meeting, facts=facts, **wants, **act)
    for how in (panels.SHEET, panels.SPOKEN):
        sheet = panels.tell(meeting=meeting, agency=refuge, how=how, entry_id=uuid4(), **act)
        assert len(sheet.shares) == 1
    panels.write_minutes(item=item, words=word("minutes"), seen=panels.mark_of(None), **act)
    what = {"what": word("what"), "due_on": today + timedelta(days=7), "worker": colleague.id}
    action = panels.add_action(item=item, **what, **act)
    ids = {"panel_id": panel.pk, "meeting_id": meeting.pk, "item_id": item.pk, "action_id": action.pk}
    ids |= {"place_id": place.pk, "member_id": member.pk, "agency_id": refuge.pk, "person_id": person.pk}
    ids |= _forum(refuge, act, word)
    return {("panels", name): value for name, value in ids.items()}


def _forum(refuge: Agency, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    forum = panels.add_forum(name="Safety in the town", aim="To be heard", **act)
    seat = panels.add_seat(forum=forum, kind="sex_worker", chosen_name=word("chosen name"), **act)
    panels.add_seat(forum=forum, kind="agency", agency=refuge, **act)
    today = act["at"].date()
    offered = {"kind": "fee", "answer": "offered", "on": today, "pence": 4500}
    panels.add_support(seat=seat, **offered, **act)
    panels.add_line(forum=forum, kind="strategy", words="No cautions near services", said_on=today, **act)
    days = {"starts_on": today, "due_on": today + timedelta(days=30)}
    step = panels.add_step(forum=forum, owner=seat, words="Write down what was agreed", **days, **act)
    return {"forum_id": forum.pk, "seat_id": seat.pk, "step_id": step.pk}


def seated(act: dict[str, Any], word: Callable[[str], str]) -> None:
    """One more forum, whose seat nobody has left."""
    forum = panels.add_forum(name="Light in the streets", aim="Safer ways home", **act)
    panels.add_seat(forum=forum, kind="sex_worker", chosen_name=word("chosen name"), **act)
