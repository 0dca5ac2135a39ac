"""The activity table over real rows: what counts, what does not, and that linking changes no total."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.worlds import make_project
from yarrow.contacts.models import Contact
from yarrow.evaluation.activity import Asked, kept_in, met_in, table_of, words_of
from yarrow.methods.activity import Figures, Period

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
TODAY = date(2025, 4, 15)


def rows(world, by, period=QUARTER, **where):
    table = table_of(world.project, Asked(period, by, where), TODAY)
    return {row.key: row.figures for row in table.rows}, table.total


def counts(figures):
    return figures.n_contacts, figures.n_people, figures.n_new, figures.n_repeat, figures.n_unnamed


def test_table_by_month(world, town):
    found, total = rows(world, ("month",))
    assert {key[0]: counts(figures) for key, figures in found.items()} == {
        "2025-01": (1, 1, 1, 0, 0),
        "2025-02": (6, 2, 1, 1, 3),
        "2025-03": (0, 0, 0, 0, 0),
    }
    assert counts(total) == (7, 2, 2, 0, 3)
    assert total.given == {"condoms": 48, "needles_out": 10}
    assert total.done == {"housing_help": 1, "information": 4, "listening": 1}


def test_a_removed_contact_never_counts(world, town):
    assert Contact.objects.filter(project=world.project, state="void").count() == 1
    assert rows(world, ("month",))[0][("2025-03",)] == Figures()


def test_table_by_setting_follows_the_day(world, town):
    found, _total = rows(world, ("setting",))
    by_code = {key[0]: counts(figures)[:2] for key, figures in found.items()}
    assert by_code == {"": (4, 1), "street": (2, 1), "online_adverts": (1, 1)}


def test_table_by_gender_zone_and_kind(world, town):
    gender, _ = rows(world, ("gender",))
    assert {key[0]: counts(f)[0] for key, f in gender.items()} == {"woman": 6, "man": 1}
    zone, _ = rows(world, ("zone",))
    assert {key[0]: counts(f)[0] for key, f in zone.items()} == {"": 2, "quay": 5, "mills": 0}
    kind, _ = rows(world, ("kind",))
    assert {key[0]: counts(f)[0] for key, f in kind.items() if f.n_contacts} == {
        "phone": 5,
        "office": 1,
        "home": 1,
    }
    assert kind[("court",)] == Figures()


def test_table_keeps_one_value(world, town):
    found, total = rows(world, ("month",), zone="quay")
    assert counts(total) == (5, 1, 1, 0, 3) and found[("2025-02",)].given["condoms"] == 36


def test_new_is_judged_by_the_first_contact_ever(world, town):
    _found, total = rows(world, ("month",), Period(date(2025, 2, 1), date(2025, 2, 28)))
    assert (total.n_people, total.n_new, total.n_repeat) == (2, 1, 1)


def test_linking_changes_no_total(world, town):
    _, before = rows(world, ("month",))
    cleo = town.person("Cleo", date(2025, 2, 20))
    town.link(town.three, cleo)
    _, after = rows(world, ("month",))
    assert (after.n_contacts, after.given, after.done) == (before.n_contacts, before.given, before.done)
    assert (after.n_unnamed, after.n_people) == (before.n_unnamed - 1, before.n_people + 1)


def test_no_data_before_the_project_and_after_today(world, town):
    found, _ = rows(world, ("month",), Period(date(2024, 12, 1), date(2025, 5, 31)))
    assert found[("2024-12",)] is None and found[("2025-05",)] is None
    assert found[("2025-03",)] == found[("2025-04",)] == Figures()


def test_kept_reaches_back_to_the_first_contact(world, diary):
    assert kept_in(world.project, TODAY).from_on == date(2025, 1, 10)
    diary.met(date(2019, 6, 1), diary.person("Old", date(2019, 6, 1)))
    assert kept_in(world.project, TODAY) == Period(date(2019, 6, 1), TODAY)


def test_a_project_without_contacts_has_zeros_from_its_first_day(world):
    found, total = rows(world, ("month",))
    assert total == Figures() and found[("2025-01",)] == Figures()


def test_another_project_counts_for_itself(world, town):
    other = make_project(code="elsewhere", at=datetime(2025, 1, 10, tzinfo=UTC))
    assert list(met_in(other.project, QUARTER)) == []


def test_rows_carry_nothing_that_names_a_person(world, town):
    allowed = {"on", "kind", "person", "n_people", "zone", "gender", "settings", "first_on", "given", "done"}
    for met in met_in(world.project, QUARTER):
        assert set(met.__dataclass_fields__) == allowed
        assert "Ada" not in repr(met) and "Bo" not in repr(met)


def test_every_code_that_is_counted_has_words(world, town):
    words = words_of(world.project)
    for met in met_in(world.project, QUARTER):
        assert words.value("kind", met.kind) != met.kind
        assert all(code in words.given for code in met.given)
        assert all(code in words.done for code in met.done)


def test_table_equals_a_recount_straight_from_the_rows(world, town):
    """Independent of extract and of the counting: plain loops over the models."""
    standing = Contact.objects.filter(
        project=world.project, state="stands", happened_on__range=(QUARTER.from_on, QUARTER.to_on)
    )
    by_month, people, unnamed = Counter(), {}, Counter()
    for contact in standing:
        month = contact.happened_on.strftime("%Y-%m")
        by_month[month] += contact.n_people
        if contact.person_id:
            people.setdefault(month, set()).add(contact.person_id)
        else:
            unnamed[month] += contact.n_people
    found, total = rows(world, ("month",))
    for (month,), figures in found.items():
        assert figures.n_contacts == by_month[month]
        assert figures.n_people == len(people.get(month, ()))
        assert figures.n_unnamed == unnamed[month]
    assert total.n_people == len(set().union(*people.values()))


def test_queries_do_not_grow_with_contacts(world, town, django_assert_max_num_queries):
    for n in range(12):
        day = date(2025, 3, 1) + timedelta(days=n)
        town.met(day, town.ada, supplies={"condoms": 1}, done=["listening"])
    with django_assert_max_num_queries(14):
        table_of(world.project, Asked(QUARTER), TODAY)
