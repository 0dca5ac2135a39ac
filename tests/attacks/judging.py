"""An order with appointments and a note that left, and time in prison; made through their actions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from yarrow.agencies import actions as agencies
from yarrow.contacts import actions as contacts
from yarrow.justice import actions, notes
from yarrow.people import actions as people
from yarrow.people.models import Person


def judged(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """One of everything, with words in every field that takes them."""
    today = timezone.localdate()
    court = agencies.add_agency(name="Magistrates by the Bridge", kind="court", **act)
    told = {"agency": court, "agency_words": word("ordered by"), "conditions": word("conditions")}
    row = actions.add_order(person=person, kind="engagement_support", reference="ESO 12/26", **told, **act)
    row = actions.move_order(order=row, act="begin", words=word("words"), **act)
    came, missed, moved, planned = (
        actions.plan_appointment(order=row, planned_on=today, time_words=word("time words"), **act)
        for _ in range(4)
    )
    met = {"entry_id": uuid4(), "person": person, "kind": "court", "note": word("note")}
    contact = contacts.record_contact(happened_on=today, **met, **act)
    settled = actions.settle_appointment(appointment=came, act="keep", contact=contact, **act)
    why = {"reason": "not_safe", "judged": "acceptable", "judge": "court", "words": word("why missed")}
    actions.settle_appointment(appointment=missed, act="miss", **why, **act)
    later = {"moved_to": today + timedelta(days=7), "time_words": word("time words")}
    actions.settle_appointment(appointment=moved, act="move", **later, **act)
    said = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
    people.give_consent(person=person, categories=["attendance"], **said, **act)
    seen = notes.page_of(act["by"], row, act["at"], "").previews[0].seen
    note = actions.send_note(order=row, seen=seen, **act)
    ids = {"order_id": row.pk, "note_id": note.pk, "appointment_id": settled.pk, "act": "complete"}
    ids |= {"person_id": person.pk, **inside(person, act, word)}
    actions.settle_appointment(appointment=settled, act="put_back", **act)
    actions.settle_appointment(appointment=settled, act="keep", contact=contact, **act)
    assert planned.state == "planned"
    return {("justice", name): value for name, value in ids.items()} | {("justice", "came"): "keep"}


def missed(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> None:
    """One more order, with an appointment that stays missed whatever was pressed before."""
    row = actions.add_order(
        person=person,
        kind="engagement_support",
        reference="ESO 13/26",
        agency_words=word("ordered by"),
        **act,
    )
    row = actions.move_order(order=row, act="begin", **act)
    one = actions.plan_appointment(order=row, planned_on=timezone.localdate(), **act)
    why = {"reason": "not_safe", "judged": "acceptable", "judge": "court", "words": word("why missed")}
    actions.settle_appointment(appointment=one, act="miss", **why, **act)


def inside(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """In prison, visited, with somebody to be at the gate and a line of the checklist."""
    today = timezone.localdate()
    prison = agencies.add_agency(name="Prison by the Marsh", kind="prison", **act)
    told = {name: word(name.replace("_", " ")) for name in ("agency_words", "number", "time_words", "words")}
    leaves = {"expected_on": today + timedelta(days=9)}
    away = actions.add_away(person=person, agency=prison, **told, **leaves, **act)
    actions.note_visit(away=away, words=word("visit"), **act)
    gate = {"worker_id": act["by"].id, "planned_on": today, "where": word("where")}
    first, second = (actions.plan_pick_up(away=away, **gate, **act) for _ in range(2))
    actions.settle_pick_up(pick_up=first, act="miss", words=word("why nobody was there"), **act)
    check = away.checks.get(item="bed_tonight")
    actions.set_check(check=check, stands="needed", words=word("checklist"), **act)
    ids = {"away_id": away.pk, "pick_up_id": second.pk, "check_id": check.pk}
    return {**ids, "how": "follow", "result": "do"}
