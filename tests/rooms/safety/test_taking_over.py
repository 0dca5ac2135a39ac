"""Whoever knows the number of somebody else's report gets no say in it by sending something under that number."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW, SAID
from tests.rooms.safety.test_coming import comes, envelope
from tests.rooms.safety.test_desk import add, page
from yarrow.safety import actions, choices, queries
from yarrow.safety.errors import Conflict, NotAllowed
from yarrow.safety.models import Report, WayBack
from yarrow.safety.told import Chosen
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

FAR = Chosen("full", "projects", "now")
LATER = NOW + timedelta(hours=1)


def by_a_colleague(safe):
    return safe.left(by="peer")


def by_a_phone(safe):
    safe.world.worker("adviser")
    entry_id = uuid4()
    comes(safe, entry_id=entry_id, sent=SAID)
    return entry_id


def by_an_adviser(safe):
    return safe.report(way="worker").pk


def of_a_colleague_and_read(safe):
    entry_id = safe.left(by="peer")
    safe.open_inbox()
    return entry_id


def of_a_phone_and_read(safe):
    entry_id = by_a_phone(safe)
    safe.open_inbox()
    return entry_id


@pytest.fixture(
    params=[by_a_colleague, by_a_phone, by_an_adviser, of_a_colleague_and_read, of_a_phone_and_read]
)
def theirs(safe, request):
    """The number of a report that is not the outreach worker's."""
    return request.param(safe)


def check_no_say(safe, report_id):
    before = choices.standing(safe.project, report_id)
    marks = list(WayBack.objects.values_list("mark", flat=True))
    with pytest.raises(NotAllowed):
        safe.do(actions.choose_with, report_id=report_id, chosen=FAR, by="outreach", at=LATER)
    with pytest.raises(NotAllowed):
        safe.do(actions.hand_phrase, report_id=report_id, by="outreach", at=LATER)
    assert queries.left_by(safe.project, report_id, safe.world.worker("outreach")) is None
    assert page(safe, "show_left", report_id, role="outreach")[0] in (403, 404)
    assert choices.standing(safe.project, report_id) == before
    assert list(WayBack.objects.values_list("mark", flat=True)) == marks


def test_leave_report_under_the_number_of_somebody_elses_is_refused(safe, theirs):
    n_left = InboxEntry.objects.count()
    with pytest.raises(Conflict):
        safe.do(actions.leave_report, sent=SAID, by="outreach", entry_id=theirs, at=LATER)
    answer = add(safe, role="outreach", entry_id=str(theirs))
    assert (answer.status_code, "Somebody else changed this" in answer.content.decode()) == (200, True)
    assert InboxEntry.objects.count() == n_left
    check_no_say(safe, theirs)


def test_an_envelope_of_a_device_under_the_number_of_somebody_elses_gives_no_say(safe, theirs):
    said = {"sent": SAID, "way": "worker", "taken_by": str(safe.world.worker("outreach").id)}
    inbox.receive(
        safe.project.id,
        kind="safety.report",
        envelope=envelope(safe, theirs, said),
        by=safe.world.worker("outreach"),
        at=LATER,
        entry_id=theirs,
    )
    check_no_say(safe, theirs)
    safe.open_inbox(at=LATER)
    check_no_say(safe, theirs)


def test_something_else_under_a_number_is_no_report(safe):
    told = {"by": safe.world.worker("outreach"), "at": NOW, "entry_id": uuid4()}
    safe.world.worker("adviser")
    inbox.leave(safe.project.id, "incident", kind="safety.challenge", payload={"sent": {}}, **told)
    assert queries.left_by(safe.project, told["entry_id"], told["by"]) is None


def test_whoever_took_it_may_send_it_twice_and_has_a_say_before_and_after_it_is_read(safe):
    entry_id = safe.left()
    told = {"sent": SAID, "by": "outreach", "entry_id": entry_id}
    safe.do(actions.leave_report, at=LATER, **told)
    assert safe.do(actions.choose_with, report_id=entry_id, chosen=FAR, by="outreach", at=LATER)
    assert safe.do(actions.hand_phrase, report_id=entry_id, by="outreach", at=LATER)
    safe.open_inbox(at=LATER)
    safe.do(actions.leave_report, at=LATER, **told)
    assert safe.open_inbox(at=LATER).n_need_a_look == 0
    assert queries.left_by(safe.project, entry_id, safe.world.worker("outreach")) == NOW
    assert Report.objects.get().taken_by == safe.world.worker("outreach").id
    back = Chosen("kept", "nobody", "never")
    assert safe.do(actions.choose_with, report_id=entry_id, chosen=back, by="outreach", at=NOW + timedelta(1))
