"""Homes with their days, family days, circumstances, and a change that somebody chose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.attacks.scanner import scan_bytes
from tests.rooms.plans.conftest import NOW, TODAY, text
from yarrow.plans import actions, courses
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import Circumstances, FamilyEvent, Housing, Movement
from yarrow.vault.trail import rows_about

YEAR = timedelta(days=366)
MONTH = timedelta(days=31)


def course(table, person, day=TODAY):
    return courses.of_person(table.by, person, day, "")


def home(table, person, kind="own_tenancy", from_on=TODAY - YEAR, **said):
    return table.do(actions.add_housing, person=person, kind=kind, from_on=from_on, **said)


def moved(table, person, stage, days_ago=0, is_wanted=True, **said):
    told = {"person": person, "stage": stage, "on": TODAY - timedelta(days=days_ago), "is_wanted": is_wanted}
    return table.do(actions.note_movement, **told, **said)


def test_housing_one_home_ends_where_the_next_begins(table, kim):
    home(table, kim, "hostel", TODAY - YEAR)
    home(table, kim, "own_tenancy", TODAY - MONTH, words="two locks")
    spans = [(one.housing.kind, one.housing.until_on) for one in course(table, kim).homes]
    assert spans == [("own_tenancy", None), ("hostel", TODAY - MONTH)]
    assert scan_bytes(Housing.objects.get(kind="own_tenancy").words.ciphertext, ["locks"]) == []
    with pytest.raises(CannotBe) as refused:
        home(table, kim, "refuge", TODAY - MONTH - MONTH)
    assert refused.value.field == "from_on"


def test_housing_tenancy_at_6_and_12_months(table, kim):
    home(table, kim)
    assert course(table, kim).homes[0].held == ["after 6 months: still held", "after 12 months: still held"]
    table.do(actions.end_housing, housing=Housing.objects.get(), until_on=TODAY - MONTH)
    assert course(table, kim).homes[0].held == ["after 6 months: still held", "after 12 months: no more"]


def test_housing_that_nobody_asked_about_since_is_not_known(table, kim):
    row = home(table, kim, from_on=TODAY)
    later = TODAY + YEAR
    assert course(table, kim, later).homes[0].held == [
        "after 6 months: not known",
        "after 12 months: not known",
    ]
    table.do(actions.know_housing, at=NOW + 7 * MONTH, housing=row)
    assert course(table, kim, later).homes[0].held == [
        "after 6 months: still held",
        "after 12 months: not known",
    ]


def test_housing_other_homes_say_nothing_of_tenancies(table, kim):
    home(table, kim, "with_others")
    assert course(table, kim).homes[0].held == []


@pytest.mark.parametrize("until_on", [None, TODAY + MONTH, TODAY - YEAR - MONTH])
def test_housing_ends_on_a_day_that_can_be(table, kim, until_on):
    row = home(table, kim)
    with pytest.raises(CannotBe) as refused:
        table.do(actions.end_housing, housing=row, until_on=until_on)
    assert refused.value.field == "until_on" and Housing.objects.get().until_on is None


def test_family_day_is_the_parents_and_sealed(table, kim):
    entry = uuid4()
    for _ in range(2):
        table.do(
            actions.add_family_event,
            person=kim,
            kind="loss",
            on=TODAY + MONTH,
            words="it is ten years",
            entry_id=entry,
        )
    row = FamilyEvent.objects.get()
    assert scan_bytes(row.kind.ciphertext + row.words.ciphertext, ["loss", "ten years"]) == []
    (line,) = course(table, kim).family
    assert (line.what, line.words, line.on) == ("A loss or a separation", "it is ten years", TODAY + MONTH)


def test_movement_only_as_they_want_it(table, kim):
    with pytest.raises(CannotBe) as refused:
        moved(table, kim, "preparation", is_wanted=False)
    assert refused.value.field == "is_wanted" and Movement.objects.count() == 0


def test_movement_goes_any_way_and_comes_back(table, kim):
    for n, stage in enumerate(
        ("initial_exit", "re_entry", "awareness_felt", "final_exit", "re_entry", "own_way")
    ):
        moved(table, kim, stage, days_ago=10 - n)
    assert [line.what for line in course(table, kim).movements][:2] == [
        "None of these: their own way",
        "Back to it, for now or for good",
    ]
    assert (
        scan_bytes(b"".join(row.stage.ciphertext for row in Movement.objects.all()), ["exit", "entry"]) == []
    )


def test_movement_is_taken_away_when_they_want(table, kim):
    moved(table, kim, "re_entry", words="for the rent")
    other = table.person("Lou")
    moved(table, other, "preparation")
    assert table.do(actions.forget_movements, person=kim) == 1
    assert course(table, kim).movements == [] and len(course(table, other).movements) == 1
    assert rows_about(table.project.id, kim.id).filter(act="plans.forget_movements").count() == 1


def test_circumstances_the_latest_hold(table, kim):
    assert course(table, kim).pressing is None
    table.do(actions.note_circumstances, person=kim, kinds=["law", "poverty"], words="a raid")
    later = NOW + timedelta(hours=1)
    table.do(actions.note_circumstances, at=later, person=kim, kinds=["law", "law"])
    pressing = course(table, kim).pressing
    assert pressing.what == "Laws and policing" and pressing.words == ""
    held = b"".join(row.kinds.ciphertext for row in Circumstances.objects.all())
    assert scan_bytes(held, ["law", "poverty"]) == []
    with pytest.raises(CannotBe):
        table.do(actions.note_circumstances, person=kim, kinds=["her own fault"])


def test_course_pages_write_and_show_each_of_them(client, url, kim):
    day = timezone.localdate()
    on = {"on_0": day.day, "on_1": day.month, "on_2": day.year}
    since = {name.replace("on", "from_on"): value for name, value in on.items()}
    entry = lambda: {"entry_id": str(uuid4())}  # noqa: E731 - a new one for each form
    assert "nothing has to be" in text(client.get(url("show_course", kim.id)))
    sent = {
        "add_housing": {"kind": "refuge", "words": "the quiet one", **since},
        "add_family_event": {"kind": "court", "words": "at ten", **on},
        "note_movement": {"stage": "re_entry", "is_wanted": "on", "words": "for now", **on},
        "note_circumstances": {"kinds": ["law"], "words": "a raid"},
    }
    for name, said in sent.items():
        assert client.post(url(name, kim.id), said | entry()).headers["Location"] == url(
            "show_course", kim.id
        ), name
    page = text(client.get(url("show_course", kim.id)))
    for words in (
        "A refuge",
        "the quiet one",
        "family court",
        "at ten",
        "Back to it",
        "for now",
        "policing",
        "a raid",
    ):
        assert words in page, words
    home = Housing.objects.get()
    assert client.post(url("know_housing", kim.id, home.id)).status_code == 302
    until = {name.replace("on", "until_on"): value for name, value in on.items()}
    client.post(url("end_housing", kim.id, home.id), until)
    assert Housing.objects.get().until_on == day
    client.post(url("forget_movements", kim.id), {"word": "remove"})
    assert Movement.objects.count() == 0


def test_note_movement_without_the_tick_keeps_the_words(client, url, kim):
    page = text(
        client.post(
            url("note_movement", kim.id), {"stage": "re_entry", "words": "for now", "entry_id": str(uuid4())}
        )
    )
    assert "for now" in page and Movement.objects.count() == 0
