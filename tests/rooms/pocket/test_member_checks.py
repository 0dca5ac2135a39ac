"""A member checks a number on their own phone, with scripts off: one box, one answer, and nothing kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.alerts.checks import NUMBER, Table
from tests.rooms.alerts.members import CHEAP, PHRASE, Club
from tests.rooms.pocket.test_members import Phone
from tests.worlds import make_project
from yarrow.alerts import phrases
from yarrow.alerts.actions import new_code
from yarrow.alerts.models import Asked, Member, MemberDoor
from yarrow.vault.models import TrailRow


@pytest.fixture
def table(db, monkeypatch):
    monkeypatch.setattr(phrases, "COST", CHEAP)
    return Table(world=make_project())


@pytest.fixture
def phone(table):
    """A member of old, signed in."""
    club, now = Club(world=table.world), timezone.now()
    vouched = club.vouch(phone="07700900555", at=now - timedelta(days=60))
    code = club.do(new_code, member=vouched.member, at=now).code
    phone = Phone(MemberDoor.objects.get().token)
    phone.look("begin/")
    phone.send("begin/", code=code, phrase=PHRASE, **{"~save": "1"})
    table.known(at=now)
    return phone


def ask(phone, text):
    return phone.send("check/", text=text, **{"~save": "1"})


def test_check_on_the_phone_says_what_is_known_and_shows_nothing_that_was_asked(phone):
    assert "Check a number" in phone.text
    assert "Known here." in ask(phone, "+44 (0) 7700-900 123")
    assert "1 person reported this." in phone.text and "Robbed" in phone.text
    assert "900-123" not in phone.text and "900123" not in phone.text
    assert "That does not mean safe." in ask(phone, "07700900124")
    assert "no whole phone number" in ask(phone, "07700 9001")
    assert "Nothing was written." in ask(phone, "\x00")


def test_check_on_the_phone_has_pages_of_one_size(phone, settings):
    settings.CHECKS_A_DAY = 6
    sizes = set()
    for text in (NUMBER, "07700900124", "", "x" * 900, "*12", "07700 9001", NUMBER):
        ask(phone, text)
        sizes.add((len(phone.page.content), phone.page.status_code, phone.page.headers["Content-Encoding"]))
    assert "You have asked often today." in phone.text
    assert len(sizes) == 1 and sizes.pop()[2] == "identity"
    assert Asked.objects.get().asker_id == Member.objects.get().pk


def test_check_on_the_phone_of_somebody_new_says_only_to_talk(phone):
    Member.objects.update(vouched_at=timezone.now())
    assert "Talk to us about this one." in ask(phone, NUMBER)
    assert "reported" not in phone.text.split("</form>")[1].split("<form")[0]
    assert "Not known here." in ask(phone, "07700900124")


@pytest.mark.parametrize("how", ["a link", "a turn of the wording", "somebody else", "gone"])
def test_check_is_made_by_its_own_button_alone(phone, how):
    if how == "a link":
        phone.look("check/", text=NUMBER)
    elif how == "a turn of the wording":
        phone.send("check/", text=NUMBER, **{"~wording": "easy"})
    elif how == "somebody else":
        phone.page = None
        ask(phone, NUMBER)
    else:
        Member.objects.update(left_on=timezone.localdate())
        ask(phone, NUMBER)
    assert "Known here." not in phone.text
    assert not Asked.objects.exists()


def test_check_on_the_phone_leaves_no_row_on_the_trail(phone):
    before = TrailRow.objects.count()
    ask(phone, NUMBER)
    assert TrailRow.objects.count() == before


def test_check_on_the_phone_asks_the_database_as_often_whatever_comes_of_it(phone, django_assert_num_queries):
    ask(phone, NUMBER)
    for text in (NUMBER, "07700900124", "", "x" * 900):
        with django_assert_num_queries(5):
            ask(phone, text)
