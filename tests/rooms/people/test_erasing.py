"""Erasing a person: every room's rows, past totals, the pages; a room built later is covered without a word here."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.later.models import Line, Poem, PoemRead
from tests.worlds import check_roles
from yarrow.contacts import actions as contacts
from yarrow.contacts.models import Contact, ContactSupply, ContactVersion, FollowUp
from yarrow.evaluation.activity import Asked, table_of
from yarrow.methods.activity import Period
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, queries
from yarrow.people.errors import NotForYou
from yarrow.people.models import Alias, KeyWorker, Opening, Person, PersonSetting, WayToReach
from yarrow.vault import forgetting, keyring
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow

PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


def tell_all(person, project, by, at):
    """Something in every drawer, and a contact with everything on it."""
    given = {"project": project, "by": by, "at": at}
    actions.add_alias(person=person, kind="nickname", name="Kit", **given)
    actions.add_setting(person=person, code="street", own_word="beat", from_on=at.date(), **given)
    actions.add_way_to_reach(person=person, kind="phone", value="07700 900123", **given)
    actions.give_reason(person=person, reason="they_asked", **given)
    contact = contacts.record_contact(
        **given,
        entry_id=uuid4(),
        kind="phone",
        person=person,
        supplies={"condoms": 12},
        done=["listening"],
        note="said a lot",
        language="Romanian",
        happened_on=at.date(),
        follow_up_on=at.date() + timedelta(days=7),
        follow_up_what="ring her sister",
    )
    contacts.correct_contact(**given, contact=contact, version=contact.version, note="said more")
    return contact


def poem_of(person, by, at):
    """Rows of the room that was built later."""
    poem = Poem(project=person.project, person=person, came_on=at.date())
    poem.sealed.put("identity.words", "a long poem", by.unlocked)
    poem.save(force_insert=True)
    Line.objects.create(poem=poem, n=1)
    PoemRead.objects.create(poem=poem, person=person, title="to a friend", n_listeners=9)


def figures(project):
    """Every table of the period, as it stands now."""
    return [
        table_of(project, Asked(PERIOD, by=(dimension,)), PERIOD.to_on)
        for dimension in ("month", "kind", "zone", "gender", "setting")
    ]


def erase(person, given, reason="asked"):
    actions.erase_person(person=person, reason=reason, **given)
    return Person.objects.get(pk=person.pk)


def test_erase_person_deletes_what_nothing_counts_and_empties_the_rest(kim, given, by, project, at):
    contact = tell_all(kim, project, by, at)
    was, entry = kim.code, contact.entry_id
    gone = erase(kim, given)
    for model in (Alias, WayToReach, Opening, KeyWorker, FollowUp, ContactVersion):
        assert not model.objects.exists(), model
    sealed = [getattr(gone, name) for name in Person.Privacy.sealed]
    assert gone.erased_at == at and set(sealed) == {None} and was not in gone.code
    assert gone.created_by.int == 0 and gone.entry_id is None
    left = Contact.objects.get(person=gone)
    assert {left.note, left.language, left.met_at, left.text_digest} == {None}
    assert left.entry_id != entry and left.digest == "" and left.happened_on == at.date()
    assert PersonSetting.objects.get(person=gone).own_word is None
    assert ContactSupply.objects.get(contact=left).n == 12


def test_erase_person_leaves_the_figures_of_a_past_period_as_they_were(kim, add, given, by, project, at):
    bea = add("Bea", gender="man")
    for person in (kim, bea):
        tell_all(person, project, by, at)
    before = figures(project)
    assert before[0].total.n_contacts == 2
    erase(kim, given)
    assert figures(project) == before
    erase(bea, given)
    assert figures(project) == before


def test_erase_person_erases_the_records_that_became_one_with_theirs(kim, add, given, by, project, at):
    rube = add("Rube")
    was = rube.code
    tell_all(rube, project, by, at)
    before = figures(project)
    actions.merge_people(into=kim, came=rube, take=[], **given)
    assert figures(project) == before
    erase(kim, given)
    left = Person.objects.get(pk=rube.pk)
    assert left.erased_at == at and was not in left.code
    assert {getattr(left, name) for name in Person.Privacy.sealed} == {None}
    assert {kim.id, rube.id} <= {subject for _project, subject in keyring.tombstones()}
    assert figures(project) == before


def test_erase_person_covers_a_room_that_was_built_later(kim, add, given, by, at):
    bea = add("Bea")
    for person in (kim, bea):
        poem_of(person, by, at)
    erase(kim, given)
    assert [poem.person for poem in Poem.objects.all()] == [bea]
    assert Line.objects.count() == 1
    counted = PoemRead.objects.get(person=kim)
    assert (counted.title, counted.poem, counted.n_listeners) == ("", None, 9)
    assert PoemRead.objects.get(person=bea).title == "to a friend"


def test_erase_person_leaves_everybody_else_whole(kim, add, given, by, project, at):
    bea = add("Bea")
    tell_all(bea, project, by, at)
    erase(kim, given)
    assert bea.sealed.open_unrecorded("identity.called", by.unlocked) == "Bea"
    assert Alias.objects.count() == ContactVersion.objects.count() == FollowUp.objects.count() == 1


def test_erase_person_writes_one_row_with_the_reason_and_closes_the_key(kim, given, project):
    erase(kim, given, "withdrew")
    row = TrailRow.objects.get(project_id=project.id, act="people.erase_person")
    assert (row.subject, row.reason, row.by_id) == (kim.id, "withdrew", given["by"].id)
    assert "people.person" in row.fields
    assert keyring.is_erased(project.id, kim.id) and keyring.half_erased() == []
    with pytest.raises(Erased):
        kim.sealed.open_unrecorded("identity.called", given["by"].unlocked)


def test_erase_person_is_for_those_who_answer_for_the_record(kim, given, world):
    for role in ("outreach", "case_worker", "adviser"):
        with pytest.raises(NotForYou):
            actions.erase_person(person=kim, reason="asked", **{**given, "by": world.worker(role)})
    with pytest.raises(Refusal) as refused:
        actions.erase_person(person=kim, reason="because", **given)
    assert refused.value.field == "reason" and not keyring.is_erased(kim.project_id, kim.id)


@pytest.mark.parametrize("act", ["again", "name", "change", "contact"])
def test_erased_person_takes_nothing_more(kim, given, act):
    """Also from a page that was open before."""
    erase(kim, given)
    acts = {
        "again": lambda: actions.erase_person(person=Person.objects.get(pk=kim.pk), reason="asked", **given),
        "name": lambda: actions.add_alias(person=kim, kind="nickname", name="Kit", **given),
        "change": lambda: actions.change_person(person=kim, version=1, gender="woman", **given),
        "contact": lambda: contacts.record_contact(
            **given, entry_id=uuid4(), kind="phone", person=Person.objects.get(pk=kim.pk)
        ),
    }
    with pytest.raises(Erased):
        acts[act]()
    assert not Alias.objects.exists() and not Contact.objects.exists()


def test_lists_and_search_leave_the_erased_out(kim, add, given, by, project):
    add("Bea")
    erase(kim, given)
    listed, _more = queries.list_people(by, project)
    assert [line.called for line in listed] == ["Bea"]
    assert queries.find_people(by, project, "Kim") == queries.find_people(by, project, kim.code) == []


def test_erase_page_says_what_goes_and_asks_for_the_word(kim, world, url, by, project, at):
    tell_all(kim, project, by, at)
    client = world.client("coordinator")
    page = client.get(url("erase_person", kim.id)).content.decode()
    assert "Your other names and numbers: 1" in page and "Times we met: 1" in page
    wrong = client.post(url("erase_person", kim.id), {"reason": "asked", "word": "delete"})
    assert "Nothing is erased yet" in wrong.content.decode()
    assert Person.objects.get().erased_at is None
    done = client.post(url("erase_person", kim.id), {"reason": "asked", "word": " Erase"}, follow=True)
    assert done.status_code == 410
    said = done.content.decode()
    assert "This record was erased" in said and "Times we met: 1" in said and "Kim" not in said
    assert client.get(url("change_person", kim.id)).status_code == 410


def test_erase_page_says_erased_only_when_no_byte_is_left(kim, world, url, monkeypatch):
    def stays_busy():
        raise keyring.KeyringBusy("read")

    monkeypatch.setattr("yarrow.vault.erasing.WAITS", (0.0,))
    monkeypatch.setattr(keyring, "checkpoint", stays_busy)
    client = world.client("coordinator")
    answer = client.post(url("erase_person", kim.id), {"reason": "asked", "word": "erase"}, follow=True)
    assert "almost erased" in answer.content.decode()
    assert "This record was erased" not in answer.content.decode()
    monkeypatch.undo()
    assert forgetting.catch_up(Person.objects.get().erased_at) == 1
    assert "This record was erased" in client.get(url("show_person", kim.id)).content.decode()


def test_erase_page_is_for_manager_and_coordinator_with_the_second_factor(kim, world, url):
    check_roles(world, url("erase_person", kim.id), ("manager", "coordinator"))
    without = world.client("coordinator", stepped_up=False).get(url("erase_person", kim.id))
    assert without.status_code == 302 and "again" in without["Location"]
