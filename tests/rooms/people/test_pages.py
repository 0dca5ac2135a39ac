"""What pages are made from: the sheet, differences, who opened the record, in words."""

from datetime import date, timedelta

import pytest

from yarrow.people import actions, forms, lists, pages, queries, said, sheets, who_opened
from yarrow.vault import telling
from yarrow.vault.errors import NotOnTrail
from yarrow.vault.models import TrailRow
from yarrow.vault.opening import reading


@pytest.fixture
def sheet_of(by, project):
    def opened(person):
        with reading(by, project.id, act="people.show_person") as page:
            return sheets.open_sheet(page, person)

    return opened


def test_a_sheet_shows_everything_and_leaves_one_trail_row(given, add, sheet_of, project, by):
    kim = add(
        "Kim", born_on=date(1990, 5, 1), languages=["Romanian", "English"], interpreter="yes", gender="woman"
    )
    actions.add_alias(person=kim, kind="external", name="NHS 1", **given)
    actions.add_setting(person=kim, code="street", own_word="the beat", **given)
    actions.add_way_to_reach(
        person=kim, kind="phone", value="1", cautions=["ok_message", "never_text"], **given
    )
    before = TrailRow.objects.count()
    context = sheet_of(kim).context()
    assert TrailRow.objects.count() == before + 1
    assert context["called"] == "Kim" and context["interpreter"] == "Needed"
    assert {"key": "Date of birth", "value": "1 May 1990"} in context["details"]
    assert {"key": "Languages", "value": "Romanian, English"} in context["details"]
    [way] = context["ways"]
    assert (way.never, way.fine) == (("Never by text",), ("Fine to leave a message",))
    assert [(name.kind, name.name) for name in context["names"]] == [
        ("Their number in another system", "NHS 1")
    ]
    assert [(row.label, row.own_word) for row in context["settings"]] == [("Street", "the beat")]
    assert context["timeline"] == () and context["asked_for"] == ()


def test_a_sheet_of_someone_who_said_nothing_says_nothing(kim, add, sheet_of):
    context = sheet_of(add()).context()
    assert context["called"] == "" and context["details"] == [{"key": "First met", "value": "14 March 2026"}]
    assert not (context["ways"] or context["names"] or context["settings"] or context["key_worker"])


def test_a_sheet_can_be_part_of_a_larger_page_but_not_be_read_before_its_end(kim, by, project):
    with reading(by, project.id, act="desk.show_person") as page:
        sheet = sheets.open_sheet(page, kim)
        with pytest.raises(NotOnTrail):
            sheet.values()
    assert sheet.values()["called"] == "Kim"


def test_what_ended_is_kept_apart(given, kim, sheet_of):
    alias = actions.add_alias(person=kim, kind="nickname", name="Kimi", **given)
    way = actions.add_way_to_reach(person=kim, kind="phone", value="1", **given)
    setting = actions.add_setting(person=kim, code="street", **given)
    actions.end_alias(alias=alias, **given)
    actions.end_way_to_reach(way=way, **given)
    actions.end_setting(setting=setting, **given)
    context = sheet_of(kim).context()
    assert not (context["ways"] or context["names"] or context["settings"])
    assert [len(context[f"{name}_before"]) for name in ("ways", "names", "settings")] == [1, 1, 1]


def test_every_field_of_a_person_has_words():
    for field in (*said.SEALED, *said.PLAIN):
        assert sheets.field_label(field)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("called", "Kim", "Kim"),
        ("called", None, ""),
        ("gender", "non_binary", "Non-binary"),
        ("gender", "not_said", ""),
        ("trans", "unsure", "Not sure, or it is not that simple"),
        ("languages", [], ""),
        ("languages", ["ro"], "ro"),
        ("born_on", date(2001, 2, 3), "3 February 2001"),
    ],
)
def test_values_are_shown_in_words(field, value, words):
    assert sheets.value_in_words(field, value) == words


def test_setting_words_are_those_of_the_list_and_of_the_project(given, project):
    kind = actions.add_setting_kind(label="Lorry park", **given)
    actions.retire_setting_kind(kind=kind, **given)
    labels = sheets.setting_labels(project)
    assert labels["own-lorry-park"] == "Lorry park" and labels["street"] == "Street"
    assert "own-lorry-park" not in dict(sheets.setting_choices(project))


def values(**changes):
    empty = dict.fromkeys((*said.SEALED, *said.PLAIN))
    return {**empty, "languages": [], **changes}


def test_differences_name_what_the_other_one_changed():
    seen = forms.canonical(values(called="Kim", nationality="Romanian", appearance="Tall"))
    now = values(called="Kimi", nationality="Moldovan", appearance="Tall")
    typed = values(called="Kimmy", nationality="Romanian", appearance="Short")
    found = {one.label: one for one in pages.differences(seen, now, typed, {"called", "appearance"})}
    assert set(found) == {"Name to be called by", "Nationality"}
    both = found["Name to be called by"]
    assert (both.now, both.typed, both.is_both) == ("Kimi", "Kimmy", True)
    assert not found["Nationality"].is_both


def test_differences_are_none_where_both_wrote_the_same():
    seen = forms.canonical(values(called="Kim"))
    [one] = pages.differences(seen, values(called="Kimi"), values(called="Kimi"), {"called"})
    assert not one.is_both


def test_differences_say_nothing_for_a_word_taken_back():
    seen = forms.canonical(values(nationality="Romanian"))
    [one] = pages.differences(seen, values(), values(nationality="Moldovan"), {"nationality"})
    assert (one.now, one.typed) == ("nothing", "Moldovan")


def test_last_changed_by_names_the_worker(given, kim, project):
    assert pages.last_changed_by(project, kim) == ""
    actions.change_person(person=kim, version=1, called="Kimi", **given)
    assert pages.last_changed_by(project, kim) == "Sam Coordinator"


def test_openings_tell_who_when_what_and_why(world, given, kim, project, by, at):
    keeper = world.account("case_worker").worker
    actions.assign_key_worker(person=kim, worker=keeper, **given)
    actions.give_reason(person=kim, reason="urgent", **given)
    with reading(by, project.id, act="people.show_person", reason="urgent") as page:
        sheets.open_sheet(page, kim)
    lines, has_more = who_opened.openings(project, kim)
    assert not has_more
    first = lines[0]
    assert (first.name, first.role, first.did) == ("Sam Coordinator", "Co-ordinator", "opened the record")
    assert first.fields == ("name to be called by",) and "urgent" in first.reason
    assert [line.did for line in lines[1:]] == [
        "gave a reason for opening the record",
        "named the key worker",
        "added this person",
    ]


def test_openings_come_a_page_at_a_time(given, kim, project, monkeypatch):
    monkeypatch.setattr(who_opened, "OPENINGS_PAGE", 2)
    for _ in range(2):
        actions.give_reason(person=kim, reason="cover", **given)
    first, more = who_opened.openings(project, kim, 1)
    second, end = who_opened.openings(project, kim, 2)
    assert (len(first), more, len(second), end) == (2, True, 1, False)


def test_openings_by_the_system_say_so(kim, project, at):
    from django.db import transaction

    from yarrow.vault import trail
    from yarrow.vault.actors import Actor

    with transaction.atomic():
        trail.note(project.id, by=Actor.system("restore"), act="vault.restore_keys", subject=kim.id, at=at)
    lines, _more = who_opened.openings(project, kim)
    assert (lines[0].name, lines[0].role, lines[0].did) == ("Yarrow itself", "", "restore keys")


def test_every_act_of_this_room_has_words():
    import re
    from pathlib import Path

    source = Path(pages.__file__).parent
    acts = {
        act
        for path in source.rglob("*.py")
        for act in re.findall(r'act="(people\.\w+)"|"(people\.open_to_change)"', path.read_text())
        for act in act
        if act
    }
    assert len(acts) > 12
    about_no_person = {"people.add_setting_kind", "people.retire_setting_kind", "people.take_back_batch"}
    about_no_person |= {"people.set_keeping", "people.match_name"}
    plain = {act for act in acts if telling.act_in_words(act) == act.rpartition(".")[2].replace("_", " ")}
    assert plain <= about_no_person


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("people.person.identity.full_name", "full name"),
        ("people.person.gender", "gender for counting"),
        ("people.alias.identity.name", "other names"),
        ("people.waytoreach.identity.value", "ways to reach"),
        ("contacts.contact.notes.note", "times we met: note"),
        ("contacts.followup.identity.what", "what we said we would do: what"),
        ("happened_on", "happened on"),
    ],
)
def test_fields_of_the_trail_are_said_in_words(name, words):
    assert who_opened.field_in_words(name) == words


def test_a_reason_that_is_a_count_is_not_shown_as_a_reason():
    assert who_opened.reason_in_words("people.find_people", "people: 12") == ""
    assert who_opened.reason_in_words("people.show_person", "cover") == lists.label("open_reason", "cover")


def test_way_in_words_leaves_out_what_nobody_said():
    rows = pages.way_in_words({"kind": "app", "value": "@kim", "safe_times": None, "cautions": None})
    assert [row["value"] for row in rows] == ["Messaging app or online name", "@kim"]


def test_called_gives_names_of_several_people_in_one_row(add, by, project):
    people = [add("Kim"), add(), add("Zoe")]
    names = queries.called(by, project, people, "contacts.show_sheet")
    assert [names[person.id] for person in people] == ["Kim", None, "Zoe"]
    assert TrailRow.objects.filter(act="contacts.show_sheet").count() == 1


def test_key_worker_since_is_the_day_of_the_hand_over(world, given, kim, at):
    worker = world.account("case_worker").worker
    day = (at - timedelta(days=4)).date()
    actions.assign_key_worker(person=kim, worker=worker, from_on=day, **given)
    assert kim.key_worker_on(at.date()).from_on == day
