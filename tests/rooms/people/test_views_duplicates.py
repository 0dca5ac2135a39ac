"""Pages of people known twice, through the whole stack."""

from datetime import date

import pytest

from tests.worlds import check_roles
from yarrow.methods.matching import REASONS
from yarrow.people import actions, duplicates, rules
from yarrow.people.models import Apart, Merge, Person
from yarrow.vault.models import TrailRow

BORN = date(1990, 5, 3)


@pytest.fixture
def client(world):
    return world.client("coordinator")


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


@pytest.fixture
def two(add):
    return (
        add("Mirela", full_name="Mirela Popa", born_on=BORN, gender="woman"),
        add("Mirella", full_name="Mirella Popa", born_on=BORN, nationality="Romanian", gender="woman"),
    )


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_list_duplicates_says_who_and_why_with_one_trail_row(client, url, two, add, project):
    add("Zoe", full_name="Zoe Marsh", born_on=date(1971, 2, 1))
    page = text_of(client.get(url("list_duplicates")))
    assert "Same date of birth" in page and "The name sounds the same" in page
    assert two[0].code in page and two[1].code in page and "Zoe" not in page
    row = TrailRow.objects.get(project_id=project.id, act="people.list_duplicates")
    assert set(row.fields) == {
        *("people.person.identity.called", "people.person.identity.full_name"),
        "people.person.identity.born_on",
    }


def test_list_duplicates_is_empty_when_nobody_is_like_another(client, url, add):
    add("Zoe")
    assert "Nobody seems to be known twice" in text_of(client.get(url("list_duplicates")))


def test_compare_people_shows_what_differs_and_merges_as_chosen(client, url, two):
    here, there = two
    address = url("compare_people", here.id, there.id)
    page = text_of(client.get(address))
    assert "Mirella Popa" in page and "Romanian" in page
    answer = client.post(address, {"called": "here", "full_name": "there", "nationality": "there"})
    assert answer["Location"] == url("show_person", here.id)
    page = text_of(client.get(answer["Location"]))
    assert "Mirella Popa" in page and "Romanian" in page and f"{there.code} became part" in page


def test_compare_people_refused_keeps_what_was_chosen(client, url, two):
    answer = client.post(url("compare_people", two[0].id, two[1].id), {"called": "there"})
    page = text_of(answer)
    assert "Choose which one stays" in page and not Merge.objects.exists()
    assert 'value="there" required checked' in page or page.count("checked") == 1


def test_merged_record_leads_to_the_one_that_stands(client, url, two, given):
    actions.merge_people(into=two[0], came=two[1], take=[], **given)
    answer = client.get(url("show_person", two[1].id))
    assert answer.status_code == 302 and answer["Location"] == url("show_person", two[0].id)
    assert "are one record now" in text_of(client.get(answer["Location"]))


def test_show_merge_takes_it_back(client, url, two, given):
    made = actions.merge_people(into=two[0], came=two[1], take=["nationality"], **given)
    page = text_of(client.get(url("show_merge", made.id)))
    assert "Mirella Popa" in page and "Taken over from it: Nationality" in page
    answer = client.post(url("show_merge", made.id))
    assert answer["Location"] == url("show_person", two[1].id)
    assert Person.objects.get(pk=two[1].pk).merged_into is None
    assert "Taken back on" in text_of(client.get(url("show_merge", made.id)))


def test_tell_apart_is_not_asked_again_until_a_fact_changes(client, url, two, given):
    client.post(url("tell_apart", two[0].id, two[1].id))
    assert Apart.objects.count() == 1
    assert "Nobody seems to be known twice" in text_of(client.get(url("list_duplicates")))
    actions.add_alias(person=two[1], kind="nickname", name="Miri", **given)
    assert two[1].code in text_of(client.get(url("list_duplicates")))


def test_merged_records_are_not_suggested(by, project, two, given):
    actions.merge_people(into=two[0], came=two[1], take=[], **given)
    assert duplicates.list_duplicates(by, project) == ([], 0)


def test_add_person_hints_at_someone_known_without_stopping(client, url, two):
    page = client.get(url("add_person")).content.decode()
    entry = page.split('name="entry_id"')[1].split('value="')[1].split('"')[0]
    said = {"entry_id": entry, "called": "Mirella", "full_name": "Mirella Popa"}
    answer = client.post(url("add_person"), said)
    assert Person.objects.count() == 3
    assert answer["Location"].endswith("/alike/")
    page = text_of(client.get(answer["Location"]))
    assert "Someone like" in page and "is known:" in page and two[1].code in page


def test_add_person_whom_nobody_is_like_goes_to_their_record(client, url, two):
    page = client.get(url("add_person")).content.decode()
    entry = page.split('name="entry_id"')[1].split('value="')[1].split('"')[0]
    answer = client.post(url("add_person"), {"entry_id": entry, "called": "Zoe"})
    assert not answer["Location"].endswith("/alike/")


def test_compare_people_outside_the_caseload_asks_why_first(client, url, two, given, world):
    worker = world.account("case_worker").worker
    actions.assign_key_worker(person=two[1], worker=worker, **given)
    answer = client.get(url("compare_people", two[0].id, two[1].id))
    assert answer["Location"].startswith(url("give_reason", two[1].id))
    assert client.post(url("compare_people", two[0].id, two[1].id)).status_code == 403
    assert not Merge.objects.exists()


def test_list_duplicates_is_for_those_who_may_merge(world, url):
    check_roles(world, url("list_duplicates"), rules.MERGERS)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_words(code):
    assert duplicates.reason_in_words(code)[0].isupper()


def test_records_that_nothing_suggests_are_compared_from_a_persons_page(client, url, add):
    zoe, ann, rel = add("Zoe"), add("Ann Marsh"), add("Ann Rivers", supported_as="partner")
    way = url("list_alike", zoe.id)
    page = text_of(client.get(url("show_person", zoe.id)))
    assert f'href="{way}"' in page and "Known twice? Compare with" in page
    assert "Nobody like them is known." in text_of(client.get(way))
    found = text_of(client.post(way, {"text": "Ann"}))
    assert f'href="{url("compare_people", zoe.id, ann.id)}"' in found
    assert rel.code not in found, "relatives are never compared with whom they belong to"
    assert "Nobody else fits" in text_of(client.post(way, {"text": "Zoe"}))


def test_search_for_the_other_record_marks_who_is_under_18(client, url, add):
    zoe, _lia = add("Zoe"), add("Lia", age_band="under_18")
    assert "under 18" in text_of(client.post(url("list_alike", zoe.id), {"text": "Lia"}))


def test_search_for_the_other_record_is_for_those_who_may_merge(world, url, add):
    zoe, ann = add("Zoe"), add("Ann")
    outreach = world.client("outreach")
    assert "Compare with" not in text_of(outreach.get(url("show_person", zoe.id)))
    answer = outreach.post(url("list_alike", zoe.id), {"text": "Ann"})
    assert answer.status_code == 403 and ann.code not in answer.content.decode()
    locked = world.client("coordinator", locked=True).post(url("list_alike", zoe.id), {"text": "Ann"})
    assert ann.code not in locked.content.decode()
