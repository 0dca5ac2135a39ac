"""Whatever is typed into the pages and addresses of the room: a page that says what is wrong, never a broken one."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.referrals.conftest import days, fresh, text
from yarrow.referrals import actions
from yarrow.referrals.models import Concern, ConcernStep, Journey, Preparation, Referral, Signpost, StepTaken

JUNK = ("", "0", "-1", "9" * 30, "\x00", "🙂")
CODE = "stable-then-trauma"
LONG = "x" * 100_000


def on(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def odd_day(name, *parts):
    return {f"{name}_{n}": part for n, part in enumerate(parts)}


@pytest.fixture
def today(table):
    return timezone.localdate(timezone.now(), table.project.zone)


@pytest.fixture
def row(table, clinic):
    """A referral of Rosa's that she agreed to now."""
    now = timezone.now()
    rosa = table.person("Rosa", at=now)
    return table.offer(rosa, clinic, at=now, offered_on=timezone.localdate(now, table.project.zone))


@pytest.mark.parametrize("junk", JUNK)
def test_addresses_with_anything_behind_them(table, url, row, junk):
    client = table.world.client("coordinator")
    for name, query in (
        ("list_open", {"whose": junk, "page": junk}),
        ("show_answers", {**odd_day("from_on", junk, junk, junk), **odd_day("to_on", "1", "1", junk)}),
        ("list_takers", {"page": junk, "need": junk, "near": junk}),
    ):
        assert client.get(url(name), query).status_code == 200, name
    assert client.get(url("offer_referral", row.person_id), {"need": junk}).status_code == 200


@pytest.mark.parametrize("year", ["1", "0001", "1899", "9999"])
def test_figures_of_a_year_long_gone_or_far_ahead(table, url, row, year):
    client = table.world.client("coordinator")
    for query in (
        odd_day("to_on", "1", "1", year),
        odd_day("from_on", "31", "12", year),
        {**odd_day("from_on", "31", "12", year), **odd_day("to_on", "1", "1", year)},
    ):
        assert client.get(url("show_answers"), query).status_code == 200, query


@pytest.mark.parametrize("junk", ["", "x", "9" * 30, "\x00", LONG])
def test_forms_with_anything_in_them_write_nothing_and_keep_what_was_typed(
    table, client, url, row, today, junk
):
    """Each box in its turn; the words beside it stay."""
    who, kept = row.person_id, "Said on the stairs"
    forms = {
        ("move_referral", (who, row.pk, "decline")): {"reason": "not_now", **on("happened_on", today)},
        ("add_preparation", (who, row.pk)): {
            **{"kind": "travel", "pounds": "1", "entry_id": str(uuid4())},
            **on("done_on", today),
        },
        ("raise_concern", (who,)): {"wants": "Rest", "signs": "debt", "entry_id": str(uuid4())},
        ("offer_referral", (who,)): {
            **{"target": f"a.{row.agency_id}", "need": "money", "route": "plain"},
            "entry_id": str(uuid4()),
        },
    }
    n = Referral.objects.count()
    for (name, args), right in forms.items():
        for box in right:
            if box in ("wants", "pounds", "entry_id") or right[box] == junk:
                continue
            page = client.post(url(name, *args), {**right, "words": kept, box: junk})
            assert page.status_code == 200 and kept in text(page), (name, box)
    assert fresh(row).state == "agreed" and Referral.objects.count() == n
    assert not Preparation.objects.exists() and not Concern.objects.exists()


@pytest.mark.parametrize(
    ("pounds", "pence"),
    [
        *[
            ("", None),
            ("0", 0),
            ("0.01", 1),
            ("4.5", 450),
            ("99999.99", 9_999_999),
            ("1.10", 110),
            (" 2 ", 200),
        ],
        *[
            (typed, "refused")
            for typed in ("-0.01", "NaN", "Infinity", "1e9", "0.005", "100000", "four", "9" * 40)
        ],
    ],
)
def test_what_it_cost_is_kept_to_the_penny_or_refused(client, url, row, today, pounds, pence):
    told = {
        "kind": "travel",
        "pounds": pounds,
        "entry_id": str(uuid4()),
        "words": "By bus",
        **on("done_on", today),
    }
    page = client.post(url("add_preparation", row.person_id, row.pk), told)
    if pence == "refused":
        assert page.status_code == 200 and "By bus" in text(page) and not Preparation.objects.exists()
        return
    assert page.status_code == 302
    found = Preparation.objects.get()
    assert found.pence == pence
    shown = text(client.get(url("show_referral", row.person_id, row.pk)))
    assert pence is None or f"£{pence // 100}.{pence % 100:02}" in shown


@pytest.mark.parametrize("words", ["a\u202eb", "\u0000", "\ud800", LONG])
def test_words_that_would_not_read_right_are_refused_beside_their_box(client, url, row, today, words):
    told = {"reason": "not_now", "words": words.encode(errors="surrogatepass").decode(errors="replace")}
    page = client.post(
        url("move_referral", row.person_id, row.pk, "decline"), {**told, **on("happened_on", today)}
    )
    assert page.status_code in (200, 302)
    assert (fresh(row).state == "declined") is (page.status_code == 302)
    assert client.get(url("show_referral", row.person_id, row.pk)).status_code == 200


def test_a_form_pressed_twice_is_written_once(table, client, url, row, today):
    who, agency = row.person_id, f"a.{row.agency_id}"
    entry = {"entry_id": str(uuid4())}
    concern = table.do(actions.raise_concern, person=row.person, wants="Rest", signs=["debt"])
    where = {"target": agency, "need": "money"}
    for model, name, args, told in (
        (Referral, "offer_referral", (who,), {**where, "route": "plain"}),
        (Signpost, "signpost", (who,), where),
        (Preparation, "add_preparation", (who, row.pk), {"kind": "travel", **on("done_on", today)}),
        (Concern, "raise_concern", (who,), {"wants": "Sleep", "signs": "watched"}),
        (ConcernStep, "add_concern_step", (who, concern.pk), {"kind": "safety", **on("done_on", today)}),
    ):
        n = model.objects.count()
        answers = [client.post(url(name, *args), {**told, **entry}).status_code for _twice in range(2)]
        assert (answers, model.objects.count()) == ([302, 302], n + 1), name


def test_steps_pressed_twice_or_out_of_turn_are_taken_once(table, client, url, row):
    by, who = table.world.worker("coordinator"), row.person_id
    table.do(actions.take_up_pathway, by=by, code=CODE)
    begin = url("begin_journey", who, CODE)
    assert [client.post(begin).status_code for _twice in range(2)] == [302, 400]
    journey, taken = Journey.objects.get(), StepTaken.objects.get()
    step, end = url("take_step", who, journey.pk), url("end_step", who, taken.pk)
    for junk in ("", "made_up", "stable"):
        assert client.post(step, {"step": junk}).status_code in (409, 400), junk
    for junk in ("", "going", "made_up"):
        assert client.post(end, {"result": junk}).status_code in (409, 400), junk
    assert [client.post(end, {"result": "done"}).status_code for _twice in range(2)] == [302, 409]
    leave = url("end_journey", who, journey.pk)
    assert [client.post(leave).status_code for _twice in range(2)] == [302, 409]
    assert client.post(step, {"step": "stable"}).status_code == 409
    assert StepTaken.objects.count() == 1 and StepTaken.objects.get().result == "done"
    assert days(0) is not None
