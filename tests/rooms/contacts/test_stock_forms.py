"""What the cupboard's pages ask and how they read what was typed; every refusal has its field."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.contacts.pages import sent, url
from yarrow.contacts import actions, stock
from yarrow.contacts.forms import CupboardForm, MovementForm
from yarrow.contacts.models import Cupboard, Movement, SupplyLevel
from yarrow.methods.stock import COUNT, DELIVERY, LOSS


@pytest.fixture
def today():
    return timezone.localdate()


def typed(what, **said):
    return sent(**{"supply": "condoms", "n": "5", "moved_on": "today", **said}) | (
        {"at_end": "end"} if what == COUNT and "at_end" not in said else {}
    )


def form(shift, what, **said):
    return MovementForm(typed(what, **said), project=shift.project, what=what)


def delivered(shift, today, n=10, **said):
    said = {"supply": "condoms", "moved_on": today, **said}
    return shift.act(actions.move_stock, at=timezone.now(), what=DELIVERY, n=n, **said)


UNREADABLE = [
    ("supply", ""),
    ("supply", "needles_in"),
    ("supply", "gold"),
    ("n", ""),
    ("n", "-1"),
    ("n", "1.5"),
    ("n", "five"),
    ("n", "1000000"),
    ("moved_on", "tomorrow"),
    ("moved_on", ""),
    ("moved_on", "31 2 2026"),
]


def test_what_can_not_be_read_is_said_at_its_field_alone(shift):
    for field, said in UNREADABLE:
        bound = form(shift, DELIVERY, **{field: said})
        assert not bound.is_valid() and list(bound.errors) == [field], (field, said)


def test_what_was_read_becomes_what_the_action_takes(shift, today):
    bound = form(shift, COUNT, n="0", at_end="beginning", count_reason="found")
    assert bound.is_valid(), bound.errors
    said = bound.said()
    assert str(said.pop("entry_id")) == bound.data["entry_id"]
    assert said == {
        "supply": "condoms",
        "what": COUNT,
        "n": 0,
        "moved_on": today,
        "at_end": False,
        "reason": "found",
    }


def test_delivery_asks_neither_when_nor_why(shift):
    bound = form(shift, DELIVERY, at_end="beginning", count_reason="found", loss_reason="lost")
    assert bound.is_valid() and (bound.said()["at_end"], bound.said()["reason"]) == (True, "")
    assert not {"at_end", "count_reason", "loss_reason"} & set(bound.fields)


def test_reasons_of_the_other_kind_are_not_on_offer(shift):
    for what, name, wrong in [(COUNT, "count_reason", "lost"), (LOSS, "loss_reason", "found")]:
        bound = form(shift, what, **{name: wrong})
        assert not bound.is_valid() and list(bound.errors) == [name], what


def test_count_says_when_in_its_day_it_was(shift):
    for said in ("", "noon"):
        bound = form(shift, COUNT, at_end=said)
        assert not bound.is_valid() and list(bound.errors) == ["at_end"], said


def cupboard_form(shift, today, **said):
    return CupboardForm(said, project=shift.project, lines=stock.stocked(shift.project, today))


def test_level_of_none_is_a_level_and_an_empty_box_is_none(shift, today):
    delivered(shift, today), delivered(shift, today, supply="lube")
    bound = cupboard_form(shift, today, keeper="", weeks="", level_condoms="0", level_lube="")
    assert bound.is_valid(), bound.errors
    assert (bound.levels(), bound.keeper_id, bound.cleaned_data["weeks"]) == ({"condoms": 0}, None, 3)


UNFIT = [
    ("weeks", "0"),
    ("weeks", "53"),
    ("weeks", "soon"),
    ("level_condoms", "-1"),
    ("level_condoms", "1000000"),
    ("keeper", "00000000-0000-0000-0000-000000000000"),
]


def test_cupboard_form_refuses_at_its_field(shift, today):
    delivered(shift, today)
    for field, said in UNFIT:
        bound = cupboard_form(shift, today, **{"keeper": "", "weeks": "3", field: said})
        assert not bound.is_valid() and list(bound.errors) == [field], (field, said)


def test_another_projects_worker_can_not_keep_the_cupboard(shift):
    stranger = shift.world.other.account("outreach").worker
    page = shift.world.client("coordinator").post(
        url(shift, "keep_cupboard"), {"keeper": str(stranger.pk), "weeks": "3"}
    )
    assert page.status_code == 200 and not Cupboard.objects.exists()


def test_emptied_level_goes_and_the_page_shows_what_stands(shift, today):
    delivered(shift, today)
    client, page = shift.world.client("coordinator"), url(shift, "keep_cupboard")
    client.post(page, {"keeper": "", "weeks": "4", "level_condoms": "0"})
    shown = client.get(page).content.decode()
    assert SupplyLevel.objects.get().n == 0 and 'name="level_condoms" value="0"' in " ".join(shown.split())
    client.post(page, {"keeper": "", "weeks": "4", "level_condoms": ""})
    assert not SupplyLevel.objects.exists() and Cupboard.objects.get().weeks == 4


def test_form_sent_twice_is_one_line(shift, outreach):
    said = typed(DELIVERY, n="40")
    answers = [outreach.post(url(shift, "add_delivery"), said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302] and Movement.objects.get().n == 40


def test_form_sent_again_with_another_number_says_so_and_keeps_the_number(shift, outreach):
    said = typed(DELIVERY, n="40")
    outreach.post(url(shift, "add_delivery"), said)
    page = outreach.post(url(shift, "add_delivery"), said | {"n": "41"}).content.decode()
    assert "This was written down already, with other figures." in page and 'value="41"' in page
    assert Movement.objects.get().n == 40


def test_loss_without_a_reason_is_asked_why_with_everything_kept(shift, outreach, today):
    delivered(shift, today)
    page = outreach.post(url(shift, "add_loss"), typed(LOSS, n="3")).content.decode()
    assert "Say why they are gone." in page and 'value="3"' in page and Movement.objects.count() == 1


def test_another_projects_line_can_not_be_taken_back(shift, outreach, today):
    other = shift.world.other
    with other.inside():
        theirs = actions.move_stock(
            project=other.project,
            by=other.worker("outreach"),
            at=timezone.now(),
            supply="condoms",
            what=DELIVERY,
            n=5,
            moved_on=today,
        )
    assert outreach.post(url(shift, "take_back_movement", theirs.id)).status_code == 404
    assert outreach.get(url(shift, "show_supply", "condoms")).status_code == 404
    with other.inside():
        assert Movement.objects.standing().get() == theirs


def test_taking_back_is_never_a_mere_visit(shift, outreach, today):
    line = delivered(shift, today - timedelta(days=1))
    assert outreach.get(url(shift, "take_back_movement", line.id)).status_code == 405
    assert Movement.objects.standing().get() == line
