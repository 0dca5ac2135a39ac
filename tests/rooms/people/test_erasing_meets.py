"""Erasing and copying somebody who was merged, parted, told apart, corrected, who agreed, or who is under 18."""

import re
from datetime import date

import pytest

from tests.rooms.people.rows import opened
from tests.rooms.people.test_merging_meets import again, agree
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, duplicates
from yarrow.people.copying import copy_of, files_of
from yarrow.people.errors import MergedAway, NotHere
from yarrow.people.models import (
    Apart,
    Consent,
    KeyWorker,
    Merge,
    Person,
    PersonVersion,
    SafeguardingStep,
)
from yarrow.vault import clearing, erasing, forgetting, keyring
from yarrow.vault.errors import Erased

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OF_PERSON = (Consent, SafeguardingStep, PersonVersion, Apart, Merge, KeyWorker)
QUIET = {
    "gp": "yes",
    "pregnant": "yes",
    "parenting": "two, with her mother",
    "suits_place": "the quay",
}


@pytest.fixture
def full(add, given, world):
    """Rosa, sixteen, with something in every newer drawer."""
    rosa = add("Rosa", nationality="Romanian", born_on=date(2009, 9, 9))
    now = actions.change_person(person=rosa, version=1, nationality="Moldovan", why="asked", **given)
    actions.change_person(person=now, version=2, parenting="one at home", suits_place="the quay", **given)
    actions.note_safeguarding(person=rosa, told="Ruth Lead", next_step="Strategy talk", note="Aunt", **given)
    agree(rosa, given, witness="Wanda Witness", interpreter="Ivo by phone", recipient_name="Quay clinic")
    actions.assign_key_worker(person=rosa, worker=world.account("case_worker").worker, **given)
    return again(rosa)


def erase(person, given):
    actions.erase_person(person=again(person), reason="asked", **given)


def text_of(person, by, project, at):
    """Every byte that a person takes away."""
    copy = copy_of(by, project, again(person), "asked", at)
    return b"".join(b"".join(parts) for _name, parts in files_of(copy, by)).decode()


def nothing_opens_of(subjects):
    return not [place for place in erasing.sealed_places() if place[1] in subjects]


def test_erase_empties_every_newer_drawer(full, given):
    kept = [
        (Consent.objects.get(), "identity.witness"),
        (SafeguardingStep.objects.exclude(told_on=None).get(), "notes.note"),
        (PersonVersion._base_manager.first(), "identity.stood"),
    ]
    erase(full, given)
    for model in OF_PERSON:
        assert not model._base_manager.exists(), model
    assert nothing_opens_of({full.id})
    assert [each.model for each in clearing.reach_of(again(full))] == [Person]
    for row, path in kept:
        with pytest.raises(Erased):
            row.sealed.open_unrecorded(path, given["by"].unlocked)


def test_erase_of_both_at_once_after_a_merge_leaves_nothing_of_either(kim, full, given, by, project):
    actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    erase(kim, given)
    for model in OF_PERSON:
        assert not model._base_manager.exists(), model
    assert nothing_opens_of({kim.id, full.id})
    assert {again(one).erased_at for one in (kim, full)} == {given["at"]}


def test_erase_of_a_record_that_became_part_of_another_is_asked_of_that_one(kim, full, given, world, project):
    """Else it would say erased while everything stands with the other."""
    actions.merge_people(into=kim, came=full, take=["called"], **given)
    with pytest.raises(MergedAway, match=kim.code):
        erase(full, given)
    address = project.url("people:erase_person", full.id)
    world.client("coordinator").post(address, {"reason": "asked", "word": "erase"})
    assert again(full).erased_at is None and not keyring.is_erased(project.id, full.id)
    assert Consent.objects.filter(person=kim).count() == 1


def test_erase_one_after_parting_leaves_the_other_whole(kim, full, given, by):
    made = actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    actions.part_people(merge=made, **given)
    erase(full, given)
    assert opened(again(kim), "identity.called", by) == "Kim"
    assert made.pk and not Merge.objects.exists()
    assert nothing_opens_of({full.id}) and not Consent.objects.exists()
    assert not SafeguardingStep.objects.exists() and not PersonVersion._base_manager.exists()


def test_erase_the_one_who_stayed_after_parting_leaves_the_other_whole(kim, full, given, by):
    made = actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    actions.part_people(merge=made, **given)
    erase(kim, given)
    assert not Merge.objects.exists()
    rosa = again(full)
    assert rosa.erased_at is None and opened(rosa, "identity.nationality", by) == "Moldovan"
    assert opened(Consent.objects.get(), "identity.witness", by) == "Wanda Witness"
    assert KeyWorker.objects.current().get().person == rosa


def test_merge_undone_by_a_page_that_was_open_when_both_were_erased(kim, full, given, world, project):
    made = actions.merge_people(into=kim, came=full, take=[], **given)
    erase(kim, given)
    client = world.client("coordinator")
    assert client.post(project.url("people:show_merge", made.id)).status_code == 404
    assert again(full).erased_at


def test_merge_that_was_undone_goes_with_either_half(kim, full, given, world, project):
    made = actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    actions.part_people(merge=made, **given)
    erase(full, given)
    answer = world.client("coordinator").get(project.url("people:show_merge", made.id))
    assert answer.status_code == 404 and full.code not in answer.content.decode()


def test_erase_takes_along_that_they_were_told_apart(kim, full, given):
    actions.tell_apart(person=full, other=kim, facts="abc", **given)
    actions.tell_apart(person=kim, other=full, facts="made of both", **given)
    erase(full, given)
    assert not Apart.objects.exists()
    assert again(kim).erased_at is None


def test_erased_one_is_in_no_comparison_of_those_who_are_left(add, given, by, project):
    said = {"full_name": "Mirela Popa", "born_on": date(1990, 5, 3)}
    one, two, three = (add("Mirela", **said) for _ in range(3))
    facts = duplicates.digest_of(by, project, one, two)
    actions.tell_apart(person=one, other=two, facts=facts, **given)
    erase(two, given)
    pairs, n_found = duplicates.list_duplicates(by, project)
    assert n_found == 1 and {pairs[0].person, pairs[0].other} == {one, three}


def test_erase_cut_short_after_a_merge_is_finished_by_the_next_start(kim, full, given, monkeypatch, by):
    """Rows of both that older records bring back are cleared again."""
    actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    older = [again(kim), again(full), Consent.objects.get(), Merge.objects.get()]
    erase(kim, given)
    for row in older[:2]:
        row.save()
    for row in older[2:]:
        row.save(force_insert=True)
    assert forgetting.catch_up(given["at"]) == 2
    assert not Consent.objects.exists() and not Merge.objects.exists()
    assert {again(one).called for one in (kim, full)} == {None}
    assert forgetting.catch_up(given["at"]) == 0


def test_erase_reaches_no_other_project(kim, given, world):
    there = {"project": world.other.project, "by": world.other.worker("manager"), "at": given["at"]}
    with pytest.raises(NotHere):
        erase(kim, there)
    assert not keyring.is_erased(kim.project_id, kim.id) and again(kim).erased_at is None


@pytest.mark.parametrize("reason", ["", "ASKED", "asked "])
def test_erase_needs_a_reason_of_the_list_at_its_field(kim, given, reason):
    with pytest.raises(Refusal, match="Choose one of the answers") as refused:
        actions.erase_person(person=kim, reason=reason, **given)
    assert refused.value.field == "reason" and not keyring.is_erased(kim.project_id, kim.id)


@pytest.mark.parametrize(
    "act", [lambda p, g: agree(p, g), lambda p, g: actions.note_safeguarding(person=p, told="Ruth", **g)]
)
def test_page_open_before_the_erasing_adds_no_consent_and_no_step(kim, given, act):
    erase(kim, given)
    with pytest.raises(Erased):
        act(kim, given)
    assert not Consent.objects.exists() and not SafeguardingStep.objects.exists()


def test_copy_says_what_stands_in_the_newer_drawers(full, given, by, project, at):
    told = text_of(full, by, project, at)
    for word in ("Moldovan", "one at home", "the quay", "Ruth Lead", "Strategy talk", "Aunt"):
        assert word in told, word
    for word in ("Wanda Witness", "Ivo by phone", "Quay clinic", "Romanian"):
        assert word in told, word


def test_copy_after_a_merge_has_both_and_no_inner_number(kim, full, given, by, project, at):
    made = actions.merge_people(into=kim, came=full, take=["nationality"], **given)
    told = text_of(kim, by, project, at)
    for word in ("Kim", "Rosa", "Moldovan", "Wanda Witness", "Ruth Lead", "2009", full.code):
        assert word in told, word
    assert ID.findall(told) == [] and made.pk


def test_copy_after_parting_has_nothing_of_the_other(kim, full, given, by, project, at):
    made = actions.merge_people(into=kim, came=full, take=["nationality", "called", "born_on"], **given)
    actions.part_people(merge=made, **given)
    told = text_of(kim, by, project, at)
    for word in ("Rosa", "Moldovan", "Romanian", "2009", "Wanda", "Ruth Lead", "the quay", full.code):
        assert word not in told, word
    assert "Kim" not in text_of(full, by, project, at)


def test_copy_of_one_told_apart_says_nothing_of_whom_from(kim, full, given, by, project, at):
    facts = duplicates.digest_of(by, project, kim, full)
    actions.tell_apart(person=kim, other=full, facts=facts, **given)
    told = text_of(kim, by, project, at)
    assert facts not in told, "made of the other one's facts too"
    for word in ("Rosa", full.code, str(full.id)):
        assert word not in told, word
    theirs = copy_of(by, project, again(full), "asked", at)
    table = next(each for each in theirs.tables if each.key == "people.apart")
    assert len(table.rows) == 1 and table.rows[0]["said_at"][0] and not table.closed
    told = text_of(full, by, project, at)
    for word in (facts, "Kim", kim.code, str(kim.id)):
        assert word not in told, word


def test_copy_of_the_one_left_after_an_erasing_says_nothing_of_the_erased(kim, full, given, by, project, at):
    actions.tell_apart(person=kim, other=full, facts="abcfacts", **given)
    was = full.code
    erase(full, given)
    told = text_of(kim, by, project, at)
    for word in ("Rosa", was, again(full).code, "abcfacts"):
        assert word not in told, word


def test_erased_person_has_no_copy(full, given, world, project):
    erase(full, given)
    client = world.client("coordinator")
    answer = client.post(project.url("people:copy_person", full.id), {"reason": "asked", "shape": "file"})
    assert answer.status_code == 410


@pytest.mark.parametrize("field", sorted(QUIET))
def test_quiet_fact_corrected_keeps_what_stood_and_goes_with_them(add, given, by, field):
    kim = add("Kim", **QUIET)
    changed = "no" if QUIET[field] == "yes" else "changed"
    actions.change_person(person=kim, version=1, why="wrong", **{field: changed}, **given)
    kept = PersonVersion._base_manager.get()
    assert opened(kept, "identity.stood", by) == {field: QUIET[field]}
    erase(kim, given)
    assert Person.objects.get().erased_at and not PersonVersion._base_manager.exists()
