"""Forms: what is typed becomes arguments of an action, or a sentence at its field."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from django.http import QueryDict

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions
from yarrow.contacts.forms import ContactForm, CorrectForm, Face, PlanForm, ShiftForm, session_values
from yarrow.contacts.forms.given import SUPPLY
from yarrow.contacts.told import Told


@pytest.fixture
def tell(shift):
    """A shift form told `text` (as a browser sends it), judged."""

    def tell(text: str, **options) -> ShiftForm:
        data = QueryDict(f"entry_id={uuid4()}&{text}")
        return ShiftForm(data, project=shift.project, session=shift.van, **options)

    return tell


# who is said how → what the action is told
WHO = """
who=not_known:1                          n_people=1
who=not_known:4                          n_people=4
who=not_known:more&n_people=12           n_people=12
n_people=99                              n_people=99
who=not_known:2&gender_seen=woman        n_people=2 gender_seen=woman
who=not_known:2&gender_seen=             n_people=2
name=Ruby                                new_person=Ruby
name=++Ruby++                            new_person=Ruby
is_new=on                                new_person=
name=Ruby&is_new=on                      new_person=Ruby
"""


@pytest.mark.parametrize("line", WHO.strip().splitlines())
def test_shift_form_says_who(tell, line):
    typed, *expected = line.split()
    form = tell(typed)
    assert form.is_valid(), form.errors
    told = form.told()
    said = dict(pair.split("=", 1) for pair in expected)
    for name in ("n_people", "gender_seen", "new_person"):
        assert str(told.get(name, "")) == said.get(name, ""), name
    assert "person" not in told


def test_shift_form_says_a_known_person(tell, shift):
    kim = shift.person()
    form = tell(f"who=person:{kim.id}&gender_seen=woman")
    assert form.is_valid() and form.told()["person"] == kim
    assert "gender_seen" not in form.told() and "n_people" not in form.told()


# typed → at which field it is refused
REFUSED = """
supply_condoms=1                              who
who=person:                                   who
who=person:12345678-1234-4234-8234-123456789abc  who
who=somebody                                  who
who=not_known:9                               who
who=not_known:0                               who
who=not_known:2&name=Ruby                     name
who=not_known:2&is_new=on                     name
who=not_known:more                            n_people
who=not_known:more&n_people=0                 n_people
who=not_known:more&n_people=100               n_people
who=not_known:more&n_people=some              n_people
who=not_known:1&supply_condoms=-1             supply_condoms
who=not_known:1&supply_condoms=10000          supply_condoms
who=not_known:1&supply_condoms=two            supply_condoms
who=not_known:1&done=magic                    done
who=not_known:1&seemed=radiant                seemed
who=not_known:1&zone=nowhere                  zone
who=not_known:1&usual=gold=1                  usual
who=not_known:1&usual=condoms=-3              usual
who=not_known:1&usual=condoms                 usual
who=not_known:1&usual=condoms=99999           usual
who=not_known:1&follow_up_on_0=32&follow_up_on_1=1&follow_up_on_2=2026  follow_up_on
who=not_known:1&follow_up_what=call           follow_up_on
who=not_known:1&language_how=telepathy        language_how
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_shift_form_refuses_at_the_field(tell, line):
    typed, field = line.split()
    form = tell(typed)
    assert not form.is_valid() and field in form.errors


def test_shift_form_refuses_another_projects_person(tell, shift):
    other = shift.world.other
    theirs = actions.record_contact(
        project=other.project,
        by=other.worker("outreach"),
        at=NIGHT,
        entry_id=uuid4(),
        kind="phone",
        new_person="Kim",
    ).person
    assert "who" in tell(f"who=person:{theirs.id}").errors


def test_shift_form_needs_the_entry_id_of_a_page(shift):
    form = ShiftForm(QueryDict("who=not_known:1"), project=shift.project, session=shift.van)
    assert "open for too long" in str(form.errors["entry_id"])


def test_shift_form_adds_counters_to_what_is_usual(tell):
    form = tell("who=not_known:1&usual=condoms=6,lube=2&supply_lube=5&supply_food=1&supply_needles_out=0")
    assert form.is_valid()
    assert form.told()["supplies"] == {"condoms": 6, "lube": 5, "food": 1}


def test_shift_form_offers_the_usual_in_words(tell):
    form = tell("")
    form.usual_given = {"lube": 2, "condoms": 6}
    assert (form.usual_value, form.usual_words) == ("condoms=6,lube=2", "lube ×\xa02, condoms ×\xa06")


def test_shift_form_asks_where_only_when_it_is_not_plain(tell, shift):
    assert [zone.label for zone in tell("").places] == ["Docks"]
    form = tell(f"who=not_known:1&zone={shift.docks.id}")
    assert form.is_valid() and form.told()["zone"] == shift.docks
    coordinator = shift.world.worker("coordinator")
    shift.act(actions.add_zone, by=coordinator, label="Station")
    assert [zone.label for zone in tell("").places] == ["Docks"]
    shift.van.zones.clear()
    assert [zone.label for zone in tell("").places] == ["Docks", "Station"]


def test_shift_form_locked_asks_for_a_name_and_shows_no_face(tell):
    form = tell("name=Kim", is_locked=True)
    assert form.is_valid() and form.faces == ()
    assert "A name you know them by" in str(form.fields["name"].label)


def test_shift_form_unjudged_keeps_what_was_typed_and_says_nothing_is_missing(tell):
    form = tell("supply_condoms=4&note=half").unjudged()
    assert form.errors == {} and form["note"].value() == "half"
    assert form["supply_condoms"].value() == "4"


def test_shift_form_as_sent_is_what_was_said_and_no_more(tell):
    form = tell(
        "name=Kim&find=Kimberley&supply_condoms=3&supply_lube=&done=information&done=wound_care"
        "&follow_up_on_0=1&follow_up_on_1=4&follow_up_on_2=2026&csrfmiddlewaretoken=abc"
    )
    assert form.is_valid()
    assert form.as_sent() == {
        "name": ["Kim"],
        "supply_condoms": ["3"],
        "done": ["information", "wound_care"],
        "follow_up_on_0": ["1"],
        "follow_up_on_1": ["4"],
        "follow_up_on_2": ["2026"],
    }


def test_face_is_called_by_name_or_by_code_and_prints_neither(shift):
    kim = shift.person("Kim")
    assert Face(kim, "Kim").name == "Kim" and Face(kim, None).name == kim.code
    assert "Kim" not in repr(Face(kim, "Kim"))


def meeting(shift, text, **options):
    options = {"is_known": False} | options
    return ContactForm(QueryDict(f"entry_id={uuid4()}&{text}"), project=shift.project, **options)


def test_contact_form_keeps_the_moment_where_the_project_is(shift):
    shift.project.time_zone = "Europe/Bucharest"
    form = meeting(shift, "kind=court&happened_on=6/3/2026&time=9:05&minutes=30", is_known=True)
    assert form.is_valid(), form.errors
    told = form.told()
    assert told["met_at"].astimezone(UTC) == datetime(2026, 3, 6, 7, 5, tzinfo=UTC)
    assert (told["happened_on"], told["minutes"]) == (date(2026, 3, 6), 30)
    assert "n_people" not in told


@pytest.mark.parametrize("typed", ["14:30", "14.30", "1430"])
def test_contact_form_reads_times_as_people_write_them(shift, typed):
    form = meeting(shift, f"kind=court&happened_on=6/3/2026&time={typed}")
    assert form.is_valid() and form.cleaned_data["time"] == time(14, 30)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("happened_on=today", "kind"),
        ("kind=van&happened_on=today", "kind"),
        ("kind=phone", "happened_on"),
        ("kind=phone&happened_on=31/2/2026", "happened_on"),
        ("kind=phone&happened_on=1/1/2099", "happened_on"),
        ("kind=phone&happened_on=today&time=noon", "time"),
        ("kind=phone&happened_on=today&minutes=1441", "minutes"),
        ("kind=phone&happened_on=today&n_people=0", "n_people"),
    ],
)
def test_contact_form_refuses_at_the_field(shift, typed, field):
    form = meeting(shift, typed)
    assert not form.is_valid() and field in form.errors


def test_contact_form_without_a_time_or_length_says_none(shift):
    form = meeting(shift, "kind=phone&happened_on=today")
    assert form.is_valid()
    assert (form.told()["met_at"], form.told()["minutes"], form.told()["n_people"]) == (None, None, 1)


def test_correct_form_has_no_kind_in_a_session_and_no_number_for_a_known_person(shift):
    def fields(contact):
        return set(CorrectForm(project=shift.project, contact=contact).fields)

    known, not_known = shift.record(person=shift.person()), shift.record(session=None, kind="phone")
    assert not fields(known) & {"kind", "n_people", "gender_seen", "follow_up_on", "entry_id"}
    assert {"kind", "n_people", "gender_seen", "version"} <= fields(not_known)


def test_correct_form_leaves_a_note_that_could_not_be_read(shift):
    contact = shift.record(n_people=1)
    data = QueryDict("version=1&happened_on=6/3/2026&note=")
    form = CorrectForm(data, project=shift.project, contact=contact)
    assert form.is_valid()
    assert "note" not in form.changes(with_note=False) and form.changes(with_note=True)["note"] == ""


@pytest.mark.parametrize(("typed", "seen"), [("3", 3), ("", 0), ("x", 0), ("9" * 40, 0)])
def test_version_that_was_seen_is_a_small_number(shift, typed, seen):
    contact = shift.record(n_people=1)
    form = CorrectForm(
        QueryDict(f"version={typed}&happened_on=6/3/2026"), project=shift.project, contact=contact
    )
    assert form.is_valid() and form.version_seen == seen


def plan(shift, text):
    return PlanForm(
        QueryDict(f"entry_id={uuid4()}&kind=van&planned_on=6/3/2026&{text}"), project=shift.project
    )


def test_plan_form_runs_past_midnight(shift):
    said = plan(shift, "starts=22:00&ends=2:30")
    assert said.is_valid(), said.errors
    assert said.said()["ends_at"].isoformat() == "2026-03-07T02:30:00+00:00"
    assert plan(shift, "").is_valid()


def test_plan_form_takes_languages_apart_and_agencies_together(shift):
    form = plan(
        shift, "languages=Czech,+Romanian,,Czech&agency_0=Health+bus&agency_people_0=2&agency_2=Shelter"
    )
    assert form.is_valid(), form.errors
    said = form.said()
    assert said["languages"] == ["Czech", "Romanian"]
    assert said["agencies"] == {"Health bus": 2, "Shelter": 1}


def test_plan_form_opens_with_how_the_session_stands(shift):
    values = session_values(shift.van, shift.project)
    assert (values["kind"], values["starts"], values["zones"]) == ("van", "22:00", [str(shift.docks.id)])
    assert values[f"part_{shift.outreach.id}"] == "worker" and values["version"] == 2


def test_told_digest_is_of_the_facts_and_text_digest_of_the_words():
    first = Told(kind="van", supplies={"condoms": 6, "lube": 0}, done=["b", "a"], note="x")
    same = Told(kind="van", supplies={"condoms": 6}, done=("a", "b", "a"), note="y")
    assert first.digest() == same.digest() and first.text_digest() != same.text_digest()
    assert Told().text_digest() == ""
    for other in ({"kind": "street"}, {"n_people": 2}, {"minutes": 1}, {"new_person": ""}, {"seemed": "low"}):
        assert Told(**{"kind": "van"} | other).digest() != Told(kind="van").digest(), other


def test_supply_fields_never_meet_another_field(tell):
    names = list(tell("").fields)
    assert len(names) == len(set(names)) and sum(name.startswith(SUPPLY) for name in names) >= 20
