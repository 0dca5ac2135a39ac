"""Pages of the room as a newcomer meets them: ways on and back, what a form begins with, words of any kind."""

from html import escape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.justice.conftest import days, fresh, opened, text
from tests.rooms.justice.test_pages import on
from yarrow.agencies.actions import change_agency
from yarrow.agencies.models import Agency
from yarrow.justice import actions, notes, showing
from yarrow.justice.models import Appointment, ComplianceNote, Order
from yarrow.people.actions import assign_key_worker, give_consent
from yarrow.people.models import Consent
from yarrow.referrals.errors import CannotBe
from yarrow.sharing.models import Share

pytestmark = pytest.mark.sqlite_only(reason="pages show what actions do that are tested on both")
# Words that somebody writes one day: markup, letters from the right, pictures, other scripts, an ampersand.
WORDS = ["<script>x()</script>", "ימין לשמאל, 3 ב-(בוקר)", "👩🏽‍⚖️ ⚖️", "محكمة &amp; <b>", 'O\'Neill "&" Sons']


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(table, now):
    return timezone.localdate(now, table.project.zone)


@pytest.fixture
def rosa(table, now):
    return table.person("Rosa", at=now)


@pytest.fixture
def given(table, rosa, court, now, today):
    """An order of today's court with one appointment, kept."""
    said = {"person": rosa, "kind": "engagement_support", "agency": court, "reference": "ESO 7"}
    order = table.do(actions.add_order, at=now, given_on=today - days(20), **said)
    row = table.do(actions.plan_appointment, at=now, order=order, planned_on=today - days(2))
    table.do(actions.settle_appointment, at=now, appointment=row, act="keep")
    return fresh(order)


@pytest.fixture
def inside(table, rosa, now, today):
    said = {"person": rosa, "agency_words": "HMP by the Marsh", "expected_on": today + days(9)}
    return table.do(actions.add_away, at=now, since_on=today - days(20), **said)


def agree(table, person, court, at, categories=("attendance",)):
    told = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
    return table.do(give_consent, at=at, person=person, categories=list(categories), **told)


def form_of(page, button):
    """name → value of the hidden fields of the form with this button."""
    form = page.split(button)[0].rsplit("<form", 1)[1]
    parts = form.split('type="hidden" name="')[1:]
    return {part.split('"')[0]: part.split('value="')[1].split('"')[0] for part in parts}


def sharing(table, name, *args):
    return table.project.url(f"sharing:{name}", *args)


def test_ask_them_leads_back_to_the_note(table, client, url, given, rosa, court):
    note = url("send_note", rosa.pk, given.pk)
    page = text(client.get(note))
    asked = sharing(table, "agree", rosa.pk, court.pk, "court") + f"?next={note}"
    assert asked in page
    form = text(client.get(asked))
    assert f'href="{note}"' in form and 'method="post" autocomplete' in form
    said = {"entry_id": str(uuid4()), "how": "spoken", "categories": ["attendance"]}
    refused = client.post(asked, {**said, "categories": ["research"]})
    assert refused.status_code == 200 and f'href="{note}"' in text(refused)
    answer = client.post(asked, said)
    assert answer.url == note and Consent.objects.get().purpose == "court"
    assert "as they agreed" in text(client.get(note))


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example/", "javascript:x()", "", "\\\\evil"]
)
def test_asking_leads_nowhere_else(table, client, rosa, court, evil):
    here = sharing(table, "agree", rosa.pk, court.pk, "court") + f"?next={evil}"
    assert "evil" not in text(client.get(here)).replace("devil", "")
    said = {"entry_id": str(uuid4()), "how": "spoken", "categories": ["attendance"]}
    assert client.post(here, said).url == sharing(table, "share_facts", rosa.pk, court.pk)


def test_reason_once_given_leads_on_to_what_was_asked_for(table, url, rosa, inside, now):
    """From the round a colleague opens somebody of another caseload, says why, and is there."""
    worker = table.world.account("coordinator").worker
    table.do(assign_key_worker, by=table.world.worker("manager"), at=now, person=rosa, worker=worker)
    client, here = table.world.client("case_worker"), url("show_away", rosa.pk, inside.pk)
    asked = client.get(here)
    assert "reason" in asked.url or "why" in asked.url
    answer = client.post(asked.url, {"reason": "cover"})
    assert answer.url == here and "HMP by the Marsh" in text(client.get(here))
    other = table.world.other.project.url("justice:list_round")
    for evil in (other, f"{url('list_round')}../../../elsewhere/", "//evil.example/"):
        sent = client.post(asked.url.split("?")[0] + f"?next={evil}", {"reason": "cover"})
        assert sent.url == table.project.url("people:show_person", rosa.pk)


def test_checklist_form_begins_with_what_stands_and_loses_no_words(table, client, url, rosa, inside, now):
    check = inside.checks.get(item="money")
    table.do(actions.set_check, at=now, check=check, stands="arranged", words="Grant <200>")
    page = text(client.get(url("set_check", rosa.pk, check.pk)))
    assert "Grant &lt;200&gt;" in page and page.count("checked") == 1
    assert "checked" in page.split('value="arranged"')[1].split(">")[0]
    client.post(url("set_check", rosa.pk, check.pk), {"stands": "done", "words": "Grant <200>"})
    assert opened(table, fresh(check), "words") == "Grant <200>"
    client.post(url("set_check", rosa.pk, check.pk), {"stands": "needed"})
    assert opened(table, fresh(check), "words") == "Grant <200>"
    client.post(url("set_check", rosa.pk, check.pk), {"stands": "needed", "words": ""})
    assert opened(table, fresh(check), "words") is None


def test_court_that_closed_stays_the_one_that_gave_the_order(table, client, url, given, rosa, court):
    elsewhere = table.agency("Crown Court")
    Agency.objects.filter(pk__in=[court.pk, elsewhere.pk]).update(is_closed=True)
    here = url("change_order", rosa.pk, given.pk)
    page = text(client.get(here))
    assert f'value="{court.pk}" selected' in page and "Crown Court" not in page
    client.post(here, {"agency": str(court.pk), "reference": "ESO 8", "n_planned": "2", "version": "1"})
    now = fresh(given)
    assert opened(table, now, "ordered_by")["agency"] == str(court.pk)
    assert (opened(table, now, "reference"), now.n_planned) == ("ESO 8", 2)
    assert "Nowhere to send it" in text(client.get(url("send_note", rosa.pk, given.pk)))
    assert "Magistrates" in text(client.get(url("show_order", rosa.pk, given.pk)))
    assert "Magistrates" not in text(client.get(url("add_order", rosa.pk)))


def test_prison_that_closed_stays_where_they_are(table, client, url, rosa, now, today):
    prison = table.agency("HMP Hill", "prison")
    row = table.do(actions.add_away, at=now, person=rosa, agency=prison)
    Agency.objects.filter(pk=prison.pk).update(is_closed=True)
    here = url("expect_leaving", rosa.pk, row.pk)
    assert f'value="{prison.pk}" selected' in text(client.get(here))
    client.post(here, {"agency": str(prison.pk), "version": "1", **on("expected_on", today + days(3))})
    assert (fresh(row).expected_on, opened(table, fresh(row), "prison")["agency"]) == (
        today + days(3),
        str(prison.pk),
    )
    answer = client.post(here, {"agency": str(uuid4()), "version": "2"})
    assert answer.status_code == 200 and fresh(row).version == 2


def test_agency_that_became_of_another_kind_still_has_a_name_here(table, client, url, rosa, now):
    """Without it, the heading of the page and the way to it would be empty."""
    prison = table.agency("HMP Hill", "prison")
    row = table.do(actions.add_away, at=now, person=rosa, agency=prison)
    boss = table.world.worker("coordinator")
    table.do(change_agency, by=boss, at=now, agency=prison, version=prison.version, kind="housing")
    assert "<h1><bdi>HMP Hill</bdi></h1>" in text(client.get(url("show_away", rosa.pk, row.pk)))
    assert "<bdi>HMP Hill</bdi></a>" in text(client.get(url("show_justice", rosa.pk)))
    assert "HMP Hill" in text(client.get(url("list_round")))


def test_note_goes_to_the_court_that_was_on_the_page_or_not_at_all(
    table, client, url, given, rosa, court, now
):
    """Two courts, both agreed to; a colleague names the other one while the page is open."""
    other = table.agency("Crown Court on the Hill")
    for each in (court, other):
        agree(table, rosa, each, now)
    here = url("send_note", rosa.pk, given.pk)
    form = form_of(text(client.get(here)), "as they agreed")
    said = {"version": given.version, "agency": other, "reference": "ESO 7", "n_planned": 3}
    table.do(actions.change_order, at=now, order=given, **said)
    answer = client.post(here, form)
    assert "changed since you looked" in text(answer) and not Share.objects.exists()
    client.post(here, form_of(text(client.get(here)), "as they agreed"))
    assert ComplianceNote.objects.get().share.agency_id == other.pk


def test_note_says_of_a_day_that_nobody_wrote_about_that_it_is_not_written_down(
    table, given, rosa, court, now
):
    """It was neither kept nor missed, and "not yet" would be untrue."""
    today = timezone.localdate(now, table.project.zone)
    for n in (-1, 0, 1):
        table.do(actions.plan_appointment, at=now, order=given, planned_on=today + days(n))
    (one,) = notes.page_of(table.by, fresh(given), now, "").previews
    said = one.said[0][1].splitlines()
    assert [line.split(": ")[1] for line in said[1:]] == [
        "kept",
        "not written down",
        "not yet",
        "not yet",
        "1 of 4",
    ]
    tomorrow = notes.page_of(table.by, fresh(given), now + days(1), "").previews[0]
    assert tomorrow.seen != one.seen and tomorrow.said[0][1].count("not written down") == 2
    agree(table, rosa, court, now)
    with pytest.raises(CannotBe, match="changed since"):
        table.do(actions.send_note, at=now + days(1), order=given, seen=one.seen)
    assert table.do(actions.send_note, at=now + days(1), order=given, seen=tomorrow.seen).order == given


@pytest.mark.parametrize("words", WORDS)
def test_words_of_any_kind_stand_as_they_were_written(table, client, url, rosa, now, today, words):
    shown = escape(words)
    told = {"agency_words": words, "reference": words, "conditions": words}
    order = table.do(actions.add_order, at=now, person=rosa, kind="court_diversion", **told)
    row = table.do(actions.plan_appointment, at=now, order=order, planned_on=today, time_words=words)
    why = {"act": "miss", "reason": "ill", "judged": "nobody", "words": words}
    table.do(actions.settle_appointment, at=now, appointment=row, **why)
    page = text(client.get(url("show_order", rosa.pk, order.pk)))
    assert page.count(shown) >= 5 and "<script>x()" not in page
    table.do(actions.plan_appointment, at=now, order=order, planned_on=today, time_words=words)
    away = table.do(actions.add_away, at=now, person=rosa, agency_words=words, number=words, words=words)
    table.do(actions.note_visit, at=now, away=away, words=words)
    gate = {"worker_id": table.by.id, "planned_on": today, "where": words}
    table.do(actions.plan_pick_up, at=now, away=away, **gate)
    page = text(client.get(url("show_away", rosa.pk, away.pk)))
    assert page.count(shown) >= 5 and "<script>x()" not in page
    page = text(client.get(url("list_round")))
    assert page.count(f"<bdi>{shown}</bdi>") >= 3 and "<script>x()" not in page


def test_page_of_the_round_names_the_week_and_leads_to_the_order(table, client, url, given, rosa, now, today):
    assert "up to a week" not in text(client.get(url("list_round")))
    said = {"order": given, "time_words": "ten o'clock"}
    table.do(actions.plan_appointment, at=now, planned_on=today + days(7), **said)
    late = table.do(actions.plan_appointment, at=now, planned_on=today - days(1), **said)
    page = text(client.get(url("list_round")))
    assert page.count(url("show_order", rosa.pk, given.pk)) == 2 and page.count("Over: what happened?") == 1
    assert "Engagement and Support Order" in page and "ESO 7" not in page
    client.post(url("settle_appointment", rosa.pk, late.pk, "keep"), {"contact": ""})
    assert "Over: what happened?" not in text(client.get(url("list_round")))


def test_round_asks_the_database_as_often_for_many_as_for_one(table, client, url, now, today):
    def fill(called):
        one = table.person(called, at=now)
        order = table.do(actions.add_order, at=now, person=one, kind="court_diversion", agency_words="x")
        table.do(actions.plan_appointment, at=now, order=order, planned_on=today)
        table.do(actions.add_away, at=now, person=one, agency_words="HMP")

    def asked():
        with CaptureQueriesContext(connection) as caught:
            page = text(client.get(url("list_round")))
        return page.count("<li><p"), len(caught)

    fill("Kim")
    asked()
    one = asked()
    for n in range(4):
        fill(f"Lou {n}")
    assert (one[0], asked()) == (2, (10, one[1]))


def test_pages_offer_nothing_that_would_be_refused(table, client, url, given, rosa, inside, now, today):
    planned = table.do(actions.plan_appointment, at=now, order=given, planned_on=today + days(2))
    shown = url("show_order", rosa.pk, given.pk)
    move = url("settle_appointment", rosa.pk, planned.pk, "move")
    assert move in text(client.get(shown))
    client.post(url("move_order", rosa.pk, given.pk, "end"), on("happened_on", today))
    page = text(client.get(shown))
    assert move not in page and url("plan_appointment", rosa.pk, given.pk) not in page
    assert client.post(move, on("moved_to", today + days(3))).status_code == 200
    assert Appointment.objects.filter(order=given).count() == 2
    here, gate = url("show_away", rosa.pk, inside.pk), url("plan_pick_up", rosa.pk, inside.pk)
    assert gate in text(client.get(here))
    client.post(url("put_right", rosa.pk, inside.pk, "close"))
    page = text(client.get(here))
    assert gate not in page and url("note_visit", rosa.pk, inside.pk) not in page
    assert url("put_right", rosa.pk, inside.pk, "put_back") in page


def test_gate_says_that_the_day_of_leaving_is_another(table, client, url, rosa, inside, now, today):
    gate = {"away": inside, "worker_id": table.by.id, "where": "Front"}
    table.do(actions.plan_pick_up, at=now, planned_on=inside.expected_on, **gate)
    here = url("show_away", rosa.pk, inside.pk)
    assert "Not the day of leaving" not in text(client.get(here))
    said = {"agency_words": "HMP by the Marsh", "version": "1", **on("expected_on", today + days(4))}
    client.post(url("expect_leaving", rosa.pk, inside.pk), said)
    assert text(client.get(here)).count("Not the day of leaving") == 1


def test_acts_of_an_appointment_follow_its_order(given):
    row = Appointment(order=given, planned_on=given.given_on, state="planned")
    acts = [[act.code for act in showing.AppointmentShown(row, is_over=over).acts] for over in (False, True)]
    assert acts == [["keep", "miss", "move"], ["keep", "miss"]]
    row.state = "kept"
    assert [act.code for act in showing.AppointmentShown(row, is_over=True).acts] == ["put_back"]
    assert Order.objects.count() == 1
