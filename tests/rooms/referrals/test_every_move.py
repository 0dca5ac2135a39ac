"""Every act from every state, through the action and through the page: a second table, written by hand, decides."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.rooms.referrals.conftest import NOW, days, fresh, text
from yarrow.methods.refusals import Refusal
from yarrow.referrals import actions, lists
from yarrow.referrals.following import AT_ONCE
from yarrow.referrals.models import Move

# state: acts that lead on from it, and where to. What is not here is refused.
ALLOWED = """
offered      agree>agreed decline>declined
agreed       decline>declined lose>lost
sent         receive>received accept>accepted wait>waiting book>booked accompany>accompanied attend>attended
sent         decline>declined lose>lost refuse>refused
received     accept>accepted wait>waiting book>booked accompany>accompanied attend>attended
received     decline>declined lose>lost refuse>refused
accepted     wait>waiting book>booked accompany>accompanied attend>attended
accepted     decline>declined lose>lost refuse>refused
waiting      book>booked accompany>accompanied attend>attended decline>declined lose>lost refuse>refused
booked       accompany>accompanied attend>attended miss>waiting decline>declined lose>lost refuse>refused
accompanied  engage>engaged complete>completed decline>declined lose>lost refuse>refused
attended     engage>engaged complete>completed decline>declined lose>lost refuse>refused
engaged      complete>completed decline>declined lose>lost refuse>refused
completed
declined     offer_again>offered
refused      offer_again>offered
lost         offer_again>offered
"""
TABLE: dict[str, dict[str, str]] = {}
for line in ALLOWED.split("\n")[1:-1]:
    state, *said = line.split()
    TABLE.setdefault(state, {}).update(tuple(one.split(">")) for one in said)
# How a test comes to a state: acts after the offer.
WAY = {
    "offered": "",
    "agreed": "agree",
    "sent": "agree send",
    "received": "agree send receive",
    "accepted": "agree send accept",
    "waiting": "agree send wait",
    "booked": "agree send book",
    "accompanied": "agree send accompany",
    "attended": "agree send attend",
    "engaged": "agree send attend engage",
    "completed": "agree send attend complete",
    "declined": "decline",
    "refused": "agree send refuse",
    "lost": "agree lose",
}
ACTS = (*(item.code for item in lists.items("acts")), "made_up", "")
MOVED = [act for act in ACTS if any(act in acts for acts in TABLE.values())]
REASON = "judged_sex_work"


def needs(act, on):
    """What an act has to be told."""
    if act in ("decline", "refuse", "lose"):
        return {"reason": REASON}
    return {"booked_on": on + days(3)} if act == "book" else {}


def came_to(table, person, agency, state, at=NOW):
    """A referral that stands in `state`."""
    told = {"need": "sexual_health", "person": person, "agency": agency}
    row = table.do(actions.offer, at=at, **told)
    for act in WAY[state].split():
        if act == "send":
            row = table.send(row, at=at)
        else:
            row = table.do(actions.move, at=at, referral=row, act=act, **needs(act, at.date()))
    assert row.state == state
    return row


def as_it_is(row):
    """Everything a refused act may not touch."""
    moves = list(Move.objects.filter(referral=row).order_by("n").values_list("n", "act", "was", "state"))
    return moves, fresh(row).__dict__ | {"_state": None}


@pytest.mark.parametrize("state", TABLE)
def test_every_act_from_this_state_goes_where_the_table_says_or_changes_nothing(table, agreed, clinic, state):
    row = came_to(table, agreed, clinic, state)
    before, found = as_it_is(row), {}
    for act in ACTS:
        try:
            with transaction.atomic():
                found[act] = table.do(actions.move, referral=row, act=act, **needs(act, NOW.date())).state
                (last,) = row.moves.order_by("-n")[:1]
                assert (last.act, last.was, last.state) == (act, state, fresh(row).state)
                assert (fresh(row).expected_on is None) == (found[act] in lists_of_ends())
                transaction.set_rollback(True)
        except Refusal:
            assert as_it_is(row) == before, act
        assert as_it_is(row) == before
    assert found == TABLE[state]


def lists_of_ends():
    return {"completed", "declined", "refused", "lost"}


@pytest.mark.parametrize("state", TABLE)
def test_every_act_of_this_state_is_on_its_page_and_no_other_does_anything_there(
    table, agreed, clinic, client, url, state
):
    """What was typed for an act that is refused stays on the page."""
    now = timezone.now()
    row = came_to(table, agreed, clinic, state, at=now)
    page = text(client.get(url("show_referral", agreed.id, row.pk)))
    before, on = as_it_is(row), timezone.localdate(now, table.project.zone)
    typed = {"words": "Said on the stairs", "reason": REASON, **day("happened_on", on)}
    typed |= day("booked_on", on + days(3))
    for n, act in enumerate(MOVED):
        address = url("move_referral", agreed.id, row.pk, act)
        assert (address in page) == (act in TABLE[state]), act
        if act in TABLE[state] or n % 4:
            continue
        refused = client.post(address, typed)
        assert refused.status_code == 200 and "Said on the stairs" in text(refused), act
        assert "moved this referral first" in text(refused)
        assert act not in AT_ONCE or client.post(address, {}).status_code == 409
        assert as_it_is(row) == before, act


@pytest.mark.parametrize("act", ["offer", "send", "ask", "put_back", "made_up"])
def test_what_is_no_plain_move_has_no_page_of_one(table, agreed, clinic, client, url, act):
    row = came_to(table, agreed, clinic, "agreed")
    before = as_it_is(row)
    address = url("move_referral", agreed.id, row.pk, act)
    assert [client.get(address).status_code, client.post(address, {}).status_code] == [404, 404]
    assert as_it_is(row) == before


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.mark.parametrize("state", TABLE)
def test_a_slip_in_this_state_is_put_back_to_what_stood_before(table, agreed, clinic, state):
    """As if it had never been: where it stands, since when, by when something should be heard, how it counts."""
    row = came_to(table, agreed, clinic, state, at=NOW - days(9))
    before = fresh(row)
    for act in TABLE[state]:
        with transaction.atomic():
            table.do(actions.move, referral=row, act=act, **needs(act, NOW.date()))
            table.do(actions.put_back, referral=row)
            now = fresh(row)
            assert (now.state, now.since_on) == (before.state, before.since_on), act
            assert now.expected_on == before.expected_on, act
            assert now.share_id == before.share_id and now.worker == before.worker
            # What was right can still be written with its own day, as before the slip.
            table.do(
                actions.move,
                referral=row,
                act=act,
                happened_on=before.since_on + timedelta(days=1),
                **needs(act, NOW.date()),
            )
            transaction.set_rollback(True)


def test_asking_keeps_an_appointment_that_is_still_to_come(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    on = NOW.date() + days(40)
    table.do(actions.move, referral=row, act="book", booked_on=on)
    table.do(actions.ask, referral=row)
    assert fresh(row).expected_on == on
    # Once its day is over, asking quiets it for as long as is usual.
    late = NOW + days(44)
    table.do(actions.ask, referral=row, at=late)
    assert fresh(row).expected_on == late.date() + days(lists.usual_days("booked"))


def test_a_slip_after_an_appointment_brings_its_day_back(table, agreed, clinic, client, url):
    row, on = table.sent(agreed, clinic, days_ago=60), NOW.date() + days(40)
    table.do(actions.move, referral=row, act="book", booked_on=on, at=NOW - days(50))
    row = table.do(actions.put_back, referral=table.move(row, "attend"))
    assert (fresh(row).state, fresh(row).expected_on) == ("booked", on)
    assert row.moves.get(act="book").booked_on == on
    page = client.get(url("show_referral", agreed.id, row.pk)).content.decode()
    assert f"An appointment was booked: for {on.day}" in page
    page = client.get(url("move_referral", agreed.id, row.pk, "miss")).content.decode()
    assert "On which day it should have been" in page
    # Asked once its day was over, and then a slip: it is quiet for as long as asking makes it.
    late = NOW + days(44)
    table.do(actions.ask, referral=fresh(row), at=late)
    asked = fresh(row).expected_on
    table.do(actions.put_back, at=late, referral=table.move(fresh(row), "attend", at=late))
    assert fresh(row).expected_on == asked


def test_an_appointment_with_a_wrong_year_is_refused(table, agreed, clinic):
    """It would keep the referral silent for as long."""
    row = table.sent(agreed, clinic)
    for on in (NOW.date().replace(year=2062), NOW.date().replace(year=9999)):
        with pytest.raises(Refusal) as refused:
            table.do(actions.move, referral=row, act="book", booked_on=on)
        assert refused.value.field == "booked_on" and fresh(row).state == "sent"
    assert (
        table.do(actions.move, referral=row, act="book", booked_on=NOW.date() + days(700)).state == "booked"
    )


def test_putting_back_pressed_twice_takes_one_move_away(table, agreed, clinic, client, url):
    row = came_to(table, agreed, clinic, "engaged", at=timezone.now())
    page = client.get(url("show_referral", agreed.id, row.pk))
    seen = fresh(row).version
    assert f'name="seen" value="{seen}"' in text(page)
    first, second = (client.post(url("put_back", agreed.id, row.pk), {"seen": seen}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert fresh(row).state == "attended"
    for junk in ("", "x", "-1", "9" * 40):
        assert client.post(url("put_back", agreed.id, row.pk), {"seen": junk}).status_code == 409
    assert fresh(row).state == "attended"
