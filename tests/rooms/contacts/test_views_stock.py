"""The cupboard's pages."""

from datetime import timedelta

from django.utils import timezone

from tests.rooms.contacts.pages import sent, url
from tests.worlds import check_roles
from yarrow.contacts import actions, stock, stock_pages
from yarrow.contacts.models import Cupboard, Movement, SupplyLevel
from yarrow.methods.stock import DELIVERY, Rate
from yarrow.staff.roles import ARRANGERS, WORKERS


def delivered(shift, n=100, supply="condoms", days_ago=3):
    now = timezone.now()
    on = timezone.localdate() - timedelta(days=days_ago)
    return shift.act(actions.move_stock, at=now, what=DELIVERY, n=n, moved_on=on, supply=supply)


def test_show_stock_of_a_new_project_says_how_to_begin(shift, outreach):
    page = outreach.get(url(shift, "show_stock")).content.decode()
    assert "The cupboard is not counted yet" in page and url(shift, "add_count") in page
    assert "No needles were given out" in page


def test_show_stock_says_what_is_there_and_works_while_locked(shift):
    delivered(shift, 20)
    shift.record(n_people=1, at=timezone.now(), happened_on=timezone.localdate(), supplies={"condoms": 26})
    page = shift.world.client("outreach", locked=True).get(url(shift, "show_stock")).content.decode()
    assert "6 more were given than counted in. Count the shelf" in page and ">-6<" in page


def test_move_stock_through_pages(shift, outreach):
    page = url(shift, "add_delivery")
    assert 'value="lube" selected' in outreach.get(f"{page}?supply=lube").content.decode()
    answer = outreach.post(page, sent(supply="lube", n="250", moved_on="today"))
    assert answer["Location"] == url(shift, "show_supply", "lube")
    shown = outreach.get(answer["Location"]).content.decode()
    assert "There are 250 now." in shown and "not four weeks of records yet" in shown
    assert "<svg" in shown and "Put right by counting" in shown


def test_count_that_differs_is_asked_why_with_everything_kept(shift, outreach):
    delivered(shift)
    typed = sent(supply="condoms", n="93", moved_on="today", at_end="end")
    page = outreach.post(url(shift, "add_count"), typed).content.decode()
    assert "That is not the number in the book." in page and 'value="93"' in page
    outreach.post(url(shift, "add_count"), {**typed, "count_reason": "nobody_knows"})
    shown = outreach.get(url(shift, "show_supply", "condoms")).content.decode()
    assert "100 were in the book (-7)" in shown and "Nobody knows" in shown


def test_take_back_movement_through_pages(shift, outreach):
    line = delivered(shift)
    outreach.post(url(shift, "take_back_movement", line.id))
    assert stock.stocked(shift.project, timezone.localdate()) == []
    delivered(shift, 5)
    assert "Taken back" in outreach.get(url(shift, "show_supply", "condoms")).content.decode()


def test_keep_cupboard_through_pages_keeps_levels_it_does_not_show(shift):
    line = delivered(shift)
    client = shift.world.client("coordinator")
    worker = shift.world.account("outreach").worker
    client.post(url(shift, "keep_cupboard"), {"keeper": str(worker.id), "weeks": "5", "level_condoms": "40"})
    kept = Cupboard.objects.get()
    assert (kept.keeper, kept.weeks, SupplyLevel.objects.get().n) == (worker, 5, 40)
    shift.act(actions.take_back_movement, movement=line)
    client.post(url(shift, "keep_cupboard"), {"keeper": "", "weeks": "6"})
    assert (Cupboard.objects.get().keeper, SupplyLevel.objects.get().n) == (None, 40)


def test_stock_pages_by_role(shift):
    delivered(shift)
    check_roles(shift.world, url(shift, "show_stock"), WORKERS)
    check_roles(shift.world, url(shift, "keep_cupboard"), ARRANGERS)


def test_show_supply_that_is_not_kept_does_not_exist(shift, outreach):
    assert outreach.get(url(shift, "show_supply", "foil")).status_code == 404
    assert Movement.objects.count() == 0


def test_rate_and_weeks_say_what_they_are_made_from():
    assert stock_pages.rate_in_words(Rate(30, 12)) == "2.5 a week, from 12 weeks of records"
    assert stock_pages.rate_in_words(None) == "not four weeks of records yet"
    words = [stock_pages.weeks_in_words(weeks) for weeks in (None, 0.4, 1.9, 60)]
    assert words == ["no figure", "less than a week", "1 week", "more than a year"]
