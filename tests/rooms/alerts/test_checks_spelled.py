"""Checks: any spelling is one, other keys find nothing, and answers are as long whatever they say."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.checks import SPELLED, Table
from yarrow.alerts import accepting, actions, answering, tags
from yarrow.alerts.checking import HIT, MISS, NOT_NOW, Answer
from yarrow.alerts.errors import CannotBe, NotAllowed, NotHere
from yarrow.alerts.models import Asked, Released
from yarrow.methods.incidents import spellings
from yarrow.methods.refusals import Fault

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
PROJECT, ELSEWHERE = uuid4(), uuid4()

PHONES = [
    "07700 900123",
    "(07700) 900 123",
    "07700.900.123",
    "07700/900123",
    "+44 (0) 7700 900123",
    "+44 07700 900123",
    "0044 (0)7700 900123",
    "447700900123",
    "tel:+44-7700-900-123",
    "SMS:07700900123",
    "wa.me/447700900123",
    "https://wa.me/+447700900123",
    "0\u20117700\u2011900\u2011123",
    "07700\u00a0900\u202f123",
    "\u202a+447700900123\u202c",
    "\u200b07700900123\ufeff",
    "０７７００９００１２３",
    "٠٧٧٠٠٩٠٠١٢٣",
    "۰۷۷۰۰۹۰۰۱۲۳",
    "०७७००९००१२३",
    "𝟎𝟕𝟕𝟎𝟎𝟗𝟎𝟎𝟏𝟐𝟑",
    "07700 900123\n",
    "07700 900123 (work)",
]


@pytest.mark.parametrize("text", PHONES)
def test_number_is_one_however_it_is_typed_and_by_whom(text):
    assert spellings.whole("phone", text) == SPELLED == spellings.readings(text)["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123 x5",
        "07700 9001234",
        "0770 900123",
        "07700 90012?",
        "*900123",
        "ends 0123",
        "07700 900123 or 07700 900124",
        "0" * 11,
        "+" * 50,
        "07700 900123 " + "x" * 200,
        "jo07700900123@post.example",
        "",
    ],
)
def test_what_is_no_whole_number_reads_as_none(text):
    assert spellings.readings(text)["phone"] == ""


@pytest.mark.parametrize(
    ("region", "text", "spelled"),
    [
        ("AT", "0664 1234567", "+436641234567"),
        ("DE", "0151 23456789", "+4915123456789"),
        ("US", "(202) 555-0123", "+12025550123"),
        ("RO", "0721 234 567", "+40721234567"),
        ("AT", "+44 7700 900123", "+447700900123"),
    ],
)
def test_number_without_a_country_is_of_the_place(region, text, spelled):
    assert spellings.whole("phone", text, region) == spelled == spellings.readings(text, region)["phone"]


@pytest.mark.parametrize(
    ("kind", "typed", "asked"),
    [
        ("plate", "AB10 CDE", "ab-10-cde"),
        ("plate", "OI 10", "0110"),
        ("plate", "ＡＢ１０ＣＤＥ", "AB10CDE"),
        ("plate", "ab 10\u00a0cde", "AB1OCDE"),
        ("online", "@Night_Man", "night_man"),
        ("online", "https://www.instagram.com/Night_Man/?hl=en", "@NIGHT_MAN"),
        ("online", "t.me/night_man", "https://telegram.me/night_man"),
        ("online", "https://m.facebook.com/night.man", "night.man"),
        ("online", "mailto:Jo+x@post.example", "JO@POST.EXAMPLE"),
        ("online", "Ｎｉｇｈｔ＿Ｍａｎ", "night_man"),
        ("online", "STRASSE_1", "straße_1"),
    ],
)
def test_plates_and_names_are_one_however_they_are_typed(kind, typed, asked):
    assert spellings.whole(kind, typed) == spellings.readings(asked)[kind] != ""
    assert spellings.whole(kind, asked) == spellings.readings(typed)[kind]


@pytest.mark.parametrize(
    "text", [*PHONES, "AB10 CDE", "@night_man", "jo@post.example", "x" * 300, "\x00", "☀☀☀"]
)
def test_what_is_asked_reads_as_what_was_named_for_every_kind(text):
    """A report that names something is found by whoever types exactly the same."""
    readings = spellings.readings(text)
    for kind in ("plate", "online"):
        assert spellings.whole(kind, text) == readings[kind]
    assert readings["phone"] in ("", spellings.whole("phone", text))


# --- the key ----------------------------------------------------------------------------------------------


@pytest.fixture
def file(settings, tmp_path):
    settings.CHECK_KEY = tmp_path / "keys" / "check-key"
    return settings.CHECK_KEY


def test_tags_of_two_kinds_are_two_and_of_other_keys_others(file):
    first = tags.key()
    made = {first.tag(kind, spelling) for kind in ("phone", "plate") for spelling in ("", "a", "a\0b", "b")}
    assert len(made) == 8 and {len(tag) for tag in made} == {32}
    # Kind and spelling can't run into each other.
    assert first.tag("pho", "ne1") != first.tag("phone", "1")
    file.unlink()
    assert tags.key().id != first.id and not made & {tags.key().tag("phone", "a")}


@pytest.mark.parametrize("content", [b"", b"short", b"\n" * 100, b"x" * 31, b" " * 64])
def test_file_that_holds_no_key_is_a_fault_and_is_left_alone(table, file, content):
    tags.make()
    file.write_bytes(content)
    with pytest.raises(Fault):
        table.check()
    assert file.read_bytes() == content and not Asked.objects.exists()


def test_key_that_was_changed_is_seen_at_once_and_says_not_now(table, file):
    table.known()
    assert table.check().code == HIT
    file.write_bytes(b"another key of thirty-two signs or more")
    assert table.check() == Answer(NOT_NOW)
    assert table.check("") == Answer(spellings.NOTHING)


def test_tags_made_anew_are_found_with_what_was_chosen_meanwhile(table, file):
    kept, taken = table.known(), table.known(phones=["07700 900555"])
    file.unlink()
    table.choose(taken, release="never")
    rows = accepting.stale(table.world.worker("adviser"), table.project)
    assert len(rows) == 2
    assert [table.do(actions.tag_anew, rows=rows) for _n in range(2)] == [2, 2]
    assert table.check().code == HIT and table.check("07700 900555").code == MISS
    assert {row.report_id for row in Released.objects.all()} == {kept.pk, taken.pk}


def test_tags_made_anew_never_double_what_was_accepted_meanwhile(table, file):
    table.known()
    file.unlink()
    table.accept(says="known")
    assert Released.objects.count() == 2
    rows = accepting.stale(table.world.worker("adviser"), table.project)
    table.do(actions.tag_anew, rows=rows)
    assert [row.says for row in Released.objects.all()] == ["known"]
    assert table.check() == Answer(HIT, 1)


def test_tags_of_another_project_are_not_made_anew_here(table, file):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.known()
        rows = accepting.stale(other.world.worker("adviser"), other.project)
        file.unlink()
        theirs = accepting.stale(other.world.worker("adviser"), other.project)
    assert rows == [] and len(theirs) == 1
    assert accepting.stale(table.world.worker("adviser"), table.project) == []
    with pytest.raises(NotHere):
        table.do(actions.tag_anew, rows=theirs)


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 5, 21, 10**9])
def test_answer_is_as_long_for_any_number_of_people(n):
    answer = Answer(HIT, n, ("robbery",), date(9999, 12, 1), is_disputed=True)
    assert len(answering.part(answer).encode()) == answering.SIZE
    assert str(n) in answering.sentences(answer)[1]


@pytest.mark.parametrize("role", ["evaluator", "administrator", "guest"])
def test_check_at_the_desk_is_of_those_who_meet_people(table, role):
    with pytest.raises(NotAllowed):
        table.do(actions.note_check, by=role)


def test_accept_of_a_line_that_is_ones_own_by_now_is_refused(table):
    table.report()
    (line,) = table.look().waiting
    with pytest.raises(CannotBe):
        table.do(actions.accept_identifier, line=accepting.replace(line, is_own=True), says="what")
    assert not Released.objects.exists()
