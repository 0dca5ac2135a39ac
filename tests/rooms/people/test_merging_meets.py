"""Merging and parting where the newer drawers meet: consents, versions, the path of the young, telling apart."""

from datetime import date
from uuid import uuid4

import pytest

from tests.rooms.people.rows import opened
from yarrow.people import actions, comparing, duplicates, history, rules
from yarrow.people.errors import CannotMerge, ChangedMeanwhile, MergedAway, NotForYou, NotHere
from yarrow.people.models import Apart, Consent, Merge, Person, PersonVersion, SafeguardingStep, WayToReach
from yarrow.people.queries import is_nobody_told
from yarrow.vault.errors import Erased

VERSIONS = PersonVersion._default_manager


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def agree(person, given, **said):
    told = {"purpose": "health", "recipient": "clinic", "how": "spoken", "categories": ["health"], **said}
    return actions.give_consent(person=person, **{**given, **told})


def words_of(lines):
    return " ".join(one["value"] for line in lines for one in line.stood)


@pytest.fixture
def merge(given):
    def act(into, came, *take):
        return actions.merge_people(into=again(into), came=again(came), take=take, **given)

    return act


@pytest.fixture
def part(given):
    return lambda made: actions.part_people(merge=again(made), **given)


@pytest.fixture
def rosa(add):
    return add("Rosa", nationality="Romanian")


def test_versions_of_both_stand_in_one_history_and_go_back(kim, rosa, given, by, merge, part):
    actions.change_person(person=kim, version=1, called="Kimmy", **given)
    actions.change_person(person=rosa, version=1, nationality="Moldovan", why="wrong", **given)
    made = merge(kim, rosa)
    told = history.lines_of(by, again(kim), "")
    assert {line["value"] for one in told for line in one.stood} == {"Kim", "Romanian"}
    part(made)
    assert words_of(history.lines_of(by, again(kim), "")) == "Kim"
    assert words_of(history.lines_of(by, again(rosa), "")) == "Romanian"
    kept = VERSIONS.get(person=rosa)
    assert kept.sealing_subject == rosa.id and kept.why == "wrong"


def test_correction_of_a_way_that_came_goes_back_with_the_way(kim, rosa, given, by, merge, part):
    """What stood before was Rosa's number: it may not stay in Kim's history."""
    way = actions.add_way_to_reach(person=rosa, kind="phone", value="07700 900111", **given)
    made = merge(kim, rosa)
    actions.change_way_to_reach(way=again(way), version=1, kind="phone", value="07700 900222", **given)
    part(made)
    assert again(way).person == rosa and opened(again(way), "identity.value", by) == "07700 900222"
    assert "900111" not in words_of(history.lines_of(by, again(kim), ""))
    assert "900111" in words_of(history.lines_of(by, again(rosa), ""))


def test_correction_of_a_way_of_the_one_who_stays_stays(kim, rosa, given, by, merge, part):
    way = actions.add_way_to_reach(person=kim, kind="phone", value="07700 900111", **given)
    made = merge(kim, rosa)
    actions.change_way_to_reach(way=again(way), version=1, kind="phone", value="07700 900222", **given)
    part(made)
    assert VERSIONS.get(row_id=way.id).person == kim
    assert history.lines_of(by, again(rosa), "") == []


def test_record_can_be_corrected_after_merging_and_after_parting(kim, rosa, given, merge, part):
    """Numbers of versions never collide, whatever came between."""
    actions.change_person(person=kim, version=1, called="One", **given)
    made = merge(kim, rosa, "nationality")
    now = again(kim)
    actions.change_person(person=now, version=now.version, called="Two", **given)
    part(made)
    now = again(kim)
    actions.change_person(person=now, version=now.version, called="Three", **given)
    numbers = list(VERSIONS.filter(row_id=kim.id).values_list("n", flat=True))
    assert len(numbers) == len(set(numbers)) == 3 and numbers == sorted(numbers, reverse=True)


def test_page_open_before_a_merge_is_an_old_page_after_it(kim, rosa, given, merge):
    seen = kim.version
    merge(kim, rosa)
    with pytest.raises(ChangedMeanwhile):
        actions.change_person(person=kim, version=seen, called="Late", **given)


@pytest.mark.parametrize("order", ["given_last", "withdrawn_last"])
def test_of_two_consents_that_meet_the_latest_word_counts(kim, rosa, given, at, merge, part, order):
    """Whoever took it back last did so for the one person they are."""
    first, second = (kim, rosa) if order == "withdrawn_last" else (rosa, kim)
    hour = at.replace(hour=at.hour + 1)
    agree(rosa, given)
    agree(kim, given)
    told = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
    actions.withdraw_consent(person=second, **{**given, "at": hour}, **told)
    if order == "given_last":
        agree(first, {**given, "at": hour.replace(minute=45)})
    made = merge(kim, rosa)
    asked = {"at": hour.replace(minute=59)}
    is_held = rules.has_consent(again(kim), "health", "clinic", **asked)
    assert is_held is (order == "given_last")
    part(made)
    assert not rules.has_consent(again(second), "health", "clinic", **asked)
    assert rules.has_consent(again(first), "health", "clinic", **asked)


def test_consent_given_since_the_merge_stays_where_it_was_given(kim, rosa, given, at, merge, part):
    made = merge(kim, rosa)
    row = agree(again(kim), given)
    with pytest.raises(MergedAway, match=kim.code):
        agree(again(rosa), given)
    part(made)
    assert Consent.objects.get() == row and again(row).person == kim
    assert not rules.has_consent(again(rosa), "health", "clinic", at=at)


def test_path_of_the_young_moves_and_goes_back_and_is_never_begun_twice(kim, add, given, by, merge, part):
    lia = add("Lia", born_on=date(2009, 9, 9))
    actions.note_safeguarding(person=lia, told="Ruth Lead", note="An aunt", **given)
    made = merge(kim, lia, "age_band", "born_on")
    assert again(kim).is_under_18 and not is_nobody_told(again(kim))
    steps = list(SafeguardingStep.objects.filter(person=kim))
    assert {opened(step, "notes.note", by) for step in steps} == {None, "An aunt"}
    now = again(kim)
    actions.change_person(person=now, version=now.version, nationality="Maltese", **given)
    assert SafeguardingStep.objects.count() == 2
    part(made)
    assert not again(kim).is_under_18 and again(lia).is_under_18
    assert not SafeguardingStep.objects.filter(person=kim).exists()
    assert (
        opened(SafeguardingStep.objects.get(person=lia, told_on=given["at"].date()), "identity.told", by)
        == "Ruth Lead"
    )


def test_birth_date_taken_over_brings_its_age_band(kim, add, by, merge, part):
    """Else somebody of sixteen would stand among adults."""
    lia = add("Lia", born_on=date(2009, 9, 9))
    made = merge(kim, lia, "born_on")
    assert opened(again(kim), "identity.born_on", by) == "2009-09-09"
    assert again(kim).is_under_18
    part(made)
    assert again(kim).age_band == kim.age_band and opened(again(kim), "identity.born_on", by) is None


def test_birth_date_that_nobody_said_takes_no_age_band_along(add, rosa, merge):
    lia = add("Lia", born_on=date(2009, 9, 9))
    made = merge(lia, rosa)
    assert again(lia).is_under_18 and "age_band" not in made.made


def test_parted_merge_keeps_no_word_of_the_one_who_left(kim, rosa, by, merge, part):
    """Sealed with Kim's key it would outlive the erasing of Rosa."""
    made = merge(kim, rosa, "nationality", "called")
    assert opened(again(made), "identity.kept", by)["nationality"] == [None, "Romanian"]
    part(made)
    kept = opened(again(made), "identity.kept", by)
    assert "Romanian" not in str(kept) and "Rosa" not in str(kept)
    assert set(comparing.as_it_was(by, again(made))["taken"]) == {"Name to be called by", "Nationality"}


def test_told_apart_moves_with_a_merge_and_comes_back(kim, rosa, add, given, by, merge, part):
    zoe = add("Zoe")
    row = actions.tell_apart(person=rosa, other=zoe, facts="abc", **given)
    turned = actions.tell_apart(person=zoe, other=rosa, facts="def", **given)
    made = merge(kim, rosa)
    assert again(row).person == kim and again(turned).other == kim
    assert opened(again(row), "identity.facts", by) == "abc"
    part(made)
    assert again(row).person == rosa and again(turned).other == rosa
    assert opened(again(row), "identity.facts", by) == "abc"


def test_told_apart_the_other_way_round_is_the_same_answer(add, given, by, project):
    said = {"full_name": "Mirela Popa", "born_on": date(1990, 5, 3)}
    one, two = add("Mirela", **said), add("Mirela", **said)
    assert duplicates.list_duplicates(by, project)[1] == 1
    facts = duplicates.digest_of(by, project, two, one)
    assert facts == duplicates.digest_of(by, project, one, two)
    actions.tell_apart(person=two, other=one, facts=facts, **given)
    assert duplicates.list_duplicates(by, project) == ([], 0)


def test_partner_with_the_same_facts_is_never_suggested_nor_merged(add, by, project, merge):
    """That they are known both would tell on one of them."""
    said = {"full_name": "Mirela Popa", "born_on": date(1990, 5, 3)}
    one, partner = add("Mirela", **said), add("Mirela", **said, supported_as="partner")
    assert duplicates.list_duplicates(by, project) == ([], 0)
    assert duplicates.alike(by, project, partner) == duplicates.alike(by, project, one) == []
    with pytest.raises(CannotMerge, match="can't become one"):
        merge(one, partner)


@pytest.mark.parametrize("side", ["into", "came"])
def test_erased_record_is_merged_with_nobody(kim, rosa, given, merge, side):
    """What is left of it is a count, which belongs to no one."""
    actions.erase_person(person=rosa, reason="asked", **given)
    pair = (rosa, kim) if side == "into" else (kim, rosa)
    with pytest.raises(Erased):
        merge(*pair)
    assert not Merge.objects.exists() and again(rosa).merged_into is None


def test_erased_record_is_not_told_apart_and_not_suggested(kim, rosa, given, by, project):
    actions.erase_person(person=rosa, reason="asked", **given)
    with pytest.raises(Erased):
        actions.tell_apart(person=kim, other=again(rosa), facts="abc", **given)
    assert not Apart.objects.exists()
    assert [one.person for one in duplicates.alike(by, project, kim)] == []


def test_merge_is_parted_in_its_own_project_by_those_who_may(kim, rosa, given, world, merge):
    made = merge(kim, rosa)
    there = {"project": world.other.project, "by": world.other.worker("manager"), "at": given["at"]}
    with pytest.raises(NotHere):
        actions.part_people(merge=made, **there)
    with pytest.raises(NotHere):
        comparing.merge_in(world.other.project, made.id)
    for role in ("outreach", "evaluator"):
        with pytest.raises(NotForYou):
            actions.part_people(merge=made, **{**given, "by": world.worker(role)})
    assert again(made).undone_at is None


def test_two_of_another_project_are_neither_compared_nor_told_apart(kim, given, world, project):
    with world.other.inside():
        there = actions.add_person(
            project=world.other.project, by=world.other.worker("manager"), at=given["at"], called="Kim"
        )
    with pytest.raises(NotHere):
        comparing.both_in(project, kim.id, there.id)
    with pytest.raises(NotHere):
        comparing.both_in(project, kim.id, kim.id)
    with pytest.raises(NotHere):
        comparing.both_in(project, kim.id, uuid4())
    with pytest.raises(NotHere):
        actions.tell_apart(person=kim, other=there, facts="abc", **given)


def test_brought_record_keeps_its_batch_and_is_not_taken_back_once_merged(kim, add, given, by, merge):
    batch = uuid4()
    came = add("Rube", batch_id=batch)
    merge(kim, came)
    actions.take_back_batch(batch_id=batch, **given)
    assert again(came).stands == kim and again(came).batch_id == batch
    assert Person.objects.count() == 2


def test_way_ended_since_the_merge_goes_back_ended(kim, rosa, given, merge, part):
    way = actions.add_way_to_reach(person=rosa, kind="phone", value="07700 900111", **given)
    made = merge(kim, rosa)
    actions.end_way_to_reach(way=again(way), **given)
    part(made)
    left = WayToReach.objects.get(person=rosa)
    assert left.ended_on == given["at"].date()
