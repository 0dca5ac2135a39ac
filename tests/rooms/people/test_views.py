"""The pages, through the whole stack: access, seal, forms, trail."""

import re
from uuid import uuid4

import pytest

from yarrow.people import actions
from yarrow.people.models import Alias, KeyWorker, Opening, Person, PersonSetting, WayToReach
from yarrow.vault.models import TrailRow


@pytest.fixture
def client(world):
    return world.client("coordinator", enforce_csrf_checks=False)


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


def hidden(response, name):
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', response.content.decode())
    assert found, f"no hidden {name}"
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def trail_rows(project, act):
    return TrailRow.objects.filter(project_id=project.id, act=act)


def test_list_people_says_how_to_begin_when_empty(client, url):
    response = client.get(url("list_people"))
    assert response.status_code == 200
    assert "Nobody here yet" in response.content.decode()


def test_list_people_shows_own_caseload_first_and_one_trail_row(world, project, by, at, client, url, add):
    mine = add("Mirela")
    add("Zoe")
    me = world.account("coordinator").worker
    actions.assign_key_worker(person=mine, worker=me, project=project, by=by, at=at)
    page = client.get(url("list_people")).content.decode()
    assert page.index("Mirela") < page.index("Zoe") and "Yours" in page
    assert trail_rows(project, "people.list_people").count() == 1


def test_list_people_pages_by_what_comes_next(client, url, add):
    for n in range(41):
        add(f"Person {n}")
    first = client.get(url("list_people")).content.decode()
    assert 'href="?page=2"' in first and first.count("lines__what") == 40
    second = client.get(url("list_people") + "?page=2").content.decode()
    assert second.count("lines__what") == 1 and "?page=3" not in second
    assert client.get(url("list_people") + "?page=²").status_code == 200
    assert "ends before this page" in client.get(url("list_people") + "?page=99").content.decode()


def test_search_people_finds_by_a_misspelling_and_keeps_the_term_out_of_addresses(client, url, add):
    add("Marion", full_name="Marion Fletcher")
    response = client.post(url("search_people"), {"text": "Marian Fletsher"})
    assert "Marion" in response.content.decode() and "Found by full name" in response.content.decode()
    assert client.get(url("search_people") + "?text=Marion").status_code == 405


def test_search_people_says_what_to_do_when_nobody_fits(client, url, add):
    add("Marion")
    assert "Nobody fits" in client.post(url("search_people"), {"text": "Xanthippe"}).content.decode()
    assert "Type a name or a code first" in client.post(url("search_people"), {"text": " "}).content.decode()


def test_add_person_with_nothing_said_is_a_person(client, url, project):
    page = client.get(url("add_person"))
    response = client.post(url("add_person"), {"entry_id": hidden(page, "entry_id")})
    person = Person.objects.get(project=project)
    assert response.url == url("show_person", person.id)
    assert person.called is None and person.gender == "not_said"
    assert trail_rows(project, "people.add_person").get().fields == []


def test_add_person_sent_twice_is_one_person(client, url, project):
    entry = {"entry_id": str(uuid4()), "called": "Kim"}
    first, second = client.post(url("add_person"), entry), client.post(url("add_person"), entry)
    assert first.url == second.url
    assert Person.objects.filter(project=project).count() == 1


def test_add_person_keeps_what_was_typed_when_refused(client, url, project):
    entry = {
        "entry_id": str(uuid4()),
        "called": "K" * 10_000,
        "full_name": "Kim Ashdown",
        "born_on_0": "31",
        "born_on_1": "2",
        "born_on_2": "1990",
    }
    page = client.post(url("add_person"), entry).content.decode()
    assert "This is 9920 characters too long. Up to 80 fit." in page
    assert "We could not read that date" in page
    assert 'value="Kim Ashdown"' in page and "K" * 10_000 in page
    assert not Person.objects.filter(project=project).exists()


@pytest.mark.parametrize("name", ["K\x00im", "Kim\u202e", "K\u2066im", "\ue000Kim", "K\u200bim"])
def test_add_person_refuses_signs_that_cannot_be_seen(client, url, name):
    page = client.post(url("add_person"), {"entry_id": str(uuid4()), "called": name}).content.decode()
    assert "characters in this that can&#x27;t be seen" in page


@pytest.mark.parametrize(
    "name", ["Kim 🌿", "👩‍👧 Kim", "שירה\u200f", "مريم", "O’Neill", "Nguyễn", "<b>Kim</b>", "=1+1", "{{ x }}"]
)
def test_add_person_takes_every_name_there_is(client, url, project, name):
    response = client.post(url("add_person"), {"entry_id": str(uuid4()), "called": name}, follow=True)
    shown = response.content.decode()
    assert response.status_code == 200
    assert name.replace("<", "&lt;").replace(">", "&gt;") in shown


def test_add_person_while_locked_is_sealed_for_the_next_holder(world, project, url):
    locked = world.client("coordinator", locked=True)
    response = locked.post(url("add_person"), {"entry_id": str(uuid4()), "called": "Kim"})
    assert response.url == url("add_person")
    assert not Person.objects.filter(project=project).exists()
    from django.utils import timezone

    from yarrow.vault import inbox

    by = world.worker("coordinator")
    assert inbox.open_waiting(project.id, by=by, at=timezone.now()).n_opened == 1
    assert Person.objects.get(project=project).called is not None


@pytest.mark.parametrize("name", ["list_people", "show_caseload"])
def test_reading_while_locked_is_refused(world, url, add, name):
    add("Kimberley")
    response = world.client("coordinator", locked=True).get(url(name))
    assert response.status_code in {302, 403} and "Kimberley" not in response.content.decode()


def test_show_person_leads_with_name_code_key_worker_and_how_never(world, project, by, at, client, url, add):
    kim = add("Kim", full_name="Kim Ashdown")
    me = world.account("coordinator").worker
    actions.assign_key_worker(person=kim, worker=me, project=project, by=by, at=at)
    actions.add_way_to_reach(
        person=kim,
        kind="phone",
        value="07700 900123",
        cautions=["never_text"],
        safe_times="after 8",
        project=project,
        by=by,
        at=at,
    )
    page = client.get(url("show_person", kim.id)).content.decode().partition("<main")[2]
    order = [
        page.index(words)
        for words in (
            "<bdi>Kim</bdi>",
            kim.code,
            "Key worker:",
            "Never by text",
            "07700 900123",
            "Kim Ashdown",
        )
    ]
    assert order == sorted(order)
    assert trail_rows(project, "people.show_person").count() == 1


def test_show_person_under_18_says_what_to_do(client, url, add):
    page = client.get(url("show_person", add("Jo", age_band="under_18").id)).content.decode()
    assert "safeguarding" in page


def test_another_projects_person_looks_like_none(world, at, client, url, project):
    with world.other.inside():
        there = actions.add_person(
            project=world.other.project, by=world.other.worker("coordinator"), at=at, called="Ola"
        )
    for name in (
        "show_person",
        "change_person",
        "show_openings",
        "add_alias",
        "add_setting",
        "add_way_to_reach",
        "assign_key_worker",
        "end_key_worker",
        "give_reason",
    ):
        strange, none = client.get(url(name, there.id)), client.get(url(name, uuid4()))
        assert strange.status_code == none.status_code == 404
        assert re.sub(r"nonce=\S+|[0-9a-f-]{36}|value=\S+", "", strange.content.decode()) == re.sub(
            r"nonce=\S+|[0-9a-f-]{36}|value=\S+", "", none.content.decode()
        )
    assert (
        world.client("coordinator").get(there.project.url("people:show_person", there.id)).status_code == 404
    )


def test_evaluator_and_administrator_see_no_people(world, url, add):
    kim = add("Kim")
    for role in ("evaluator", "administrator"):
        for address in (url("list_people"), url("add_person"), url("show_person", kim.id)):
            response = world.client(role).get(address)
            assert response.status_code in {403, 404}, (role, address)


def test_outreach_sees_identity_and_cannot_name_key_workers(world, url, add):
    kim = add("Kim")
    client = world.client("outreach")
    page = client.get(url("show_person", kim.id))
    assert page.status_code == 200 and "Name one" not in page.content.decode()
    assert client.get(url("assign_key_worker", kim.id)).status_code in {403, 404}


def test_change_person_writes_only_what_was_touched(client, url, project, add):
    kim = add("Kim", full_name="Kim Ashdown", languages=["en", "ro"])
    page = client.get(url("change_person", kim.id))
    assert 'value="en, ro"' in page.content.decode()
    entry = as_shown(page) | {"called": "Kimi"}
    assert client.post(url("change_person", kim.id), entry).status_code == 302
    row = trail_rows(project, "people.change_person").get()
    assert row.fields == ["people.person.identity.called"]


def as_shown(page):
    """What a browser would send of a page with the person form when nobody touched it."""
    form = page.context["form"]
    entry = {"version": hidden(page, "version"), "seen": hidden(page, "seen")}
    for name in form.fields:
        value = form[name].value()
        if name in {"born_on", "first_met_on"}:
            if value:
                entry |= {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}
        elif value is not None and name not in entry:
            entry[name] = value
    return entry


def test_two_workers_changing_one_person_see_each_other_and_lose_nothing(world, url, project, add):
    kim = add("Kim", full_name="Kim Ashdown", nationality="Romanian")
    rosa, sam = world.client("manager"), world.client("coordinator")
    address = url("change_person", kim.id)
    page_of_rosa, page_of_sam = rosa.get(address), sam.get(address)
    rosa.post(address, as_shown(page_of_rosa) | {"called": "Kimi", "nationality": "Moldovan"})
    clash = sam.post(address, as_shown(page_of_sam) | {"called": "Kimmy", "appearance": "Red scarf"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Mona Manager saved this record while you were writing" in page
    assert "Saved now: Kimi" in page and "You wrote: Kimmy" in page and "Saved now: Moldovan" in page
    assert 'value="Kimmy"' in page and "Red scarf" in page and 'value="Moldovan"' in page
    assert sam.post(address, as_shown(clash)).status_code == 302
    shown = sam.get(url("show_person", kim.id)).content.decode()
    assert "Kimmy" in shown and "Red scarf" in shown and "Moldovan" in shown


def test_change_person_with_a_mangled_page_is_no_loss(client, url, project, add):
    kim = add("Kim")
    response = client.post(
        url("change_person", kim.id), {"called": "Kimi", "seen": "{not json", "version": "x²"}
    )
    assert response.status_code == 409 and "Kimi" in response.content.decode()


def test_names_settings_and_ways_come_and_go(world, project, client, url, add):
    kim = add("Kim")
    entry = {"entry_id": str(uuid4()), "kind": "working_name", "name": "Roxanne"}
    for _ in range(2):
        assert client.post(url("add_alias", kim.id), entry).status_code == 302
    alias = Alias.objects.get(person=kim)
    client.post(url("end_alias", kim.id, alias.id))
    setting = {"entry_id": str(uuid4()), "code": "webcam", "own_word": "on cam"}
    assert client.post(url("add_setting", kim.id), setting).status_code == 302
    row = PersonSetting.objects.get(person=kim)
    assert client.get(url("end_setting", kim.id, row.id)).status_code == 200
    assert (
        client.post(
            url("end_setting", kim.id, row.id), {"until_on_0": "", "until_on_1": "", "until_on_2": ""}
        ).status_code
        == 302
    )
    way = {"entry_id": str(uuid4()), "kind": "app", "value": "@kim", "cautions": ["others_see"]}
    assert client.post(url("add_way_to_reach", kim.id), way).status_code == 302
    client.post(url("end_way_to_reach", kim.id, WayToReach.objects.get(person=kim).id))
    page = client.get(url("show_person", kim.id)).content.decode()
    after = page[page.index("What no longer holds") :]
    assert "Roxanne" in after and "on cam" in after and "@kim" in after


def test_add_way_to_reach_that_contradicts_itself_is_refused_at_the_field(client, url, add):
    kim = add("Kim")
    entry = {"entry_id": str(uuid4()), "kind": "text", "value": "07700 900123", "cautions": ["never_text"]}
    page = client.post(url("add_way_to_reach", kim.id), entry).content.decode()
    assert "it says never by text" in page and 'value="07700 900123"' in page


def test_change_way_to_reach_shows_what_the_other_one_saved(world, project, by, at, url, add):
    kim = add("Kim")
    way = actions.add_way_to_reach(
        person=kim, kind="phone", value="07700 900123", project=project, by=by, at=at
    )
    rosa, sam = world.client("manager"), world.client("coordinator")
    address = url("change_way_to_reach", kim.id, way.id)
    rosa.get(address), sam.get(address)
    entry = {"version": "1", "kind": "phone", "value": "07700 900124"}
    assert rosa.post(address, entry).status_code == 302
    clash = sam.post(address, entry | {"value": "07700 900125"})
    assert clash.status_code == 409
    assert "07700 900124" in clash.content.decode() and 'value="07700 900125"' in clash.content.decode()
    again = entry | {"value": "07700 900125", "version": hidden(clash, "version")}
    assert sam.post(address, again).status_code == 302


def test_outside_the_caseload_a_reason_is_asked_once_and_shown(world, project, by, at, client, url, add):
    kim = add("Kim")
    keeper = world.account("case_worker").worker
    actions.assign_key_worker(person=kim, worker=keeper, project=project, by=by, at=at)
    address, ask = url("show_person", kim.id), url("give_reason", kim.id)
    asked = client.get(address)
    assert asked.status_code == 302 and asked.url.startswith(ask)
    assert "Kim" not in client.get(asked.url).content.decode().replace(kim.code, "")
    assert "Choose an answer" in client.post(asked.url, {"reason": ""}).content.decode()
    assert client.post(asked.url, {"reason": "cover"}).url == address
    assert client.get(address).status_code == 200
    assert client.get(url("change_person", kim.id)).status_code == 200
    assert trail_rows(project, "people.show_person").get().reason == "cover"
    opened = world.client("case_worker").get(url("show_openings", kim.id)).content.decode()
    assert "Sam Coordinator (Co-ordinator) opened the record" in opened
    assert "Reason: I am covering for their key worker" in opened
    assert Opening.objects.count() == 1


def test_give_reason_goes_nowhere_else(world, project, by, at, client, url, add):
    kim = add("Kim")
    actions.assign_key_worker(
        person=kim, worker=world.account("case_worker").worker, project=project, by=by, at=at
    )
    for evil in ("https://evil.example/", "//evil.example/", "/p/small/people/\\evil", "/sign-out/"):
        response = client.post(url("give_reason", kim.id) + f"?next={evil}", {"reason": "cover"})
        assert response.url == url("show_person", kim.id)


def test_key_worker_named_ended_and_handed_over(world, project, client, url, add):
    people = [add("Kim"), add("Zoe")]
    first, second = world.account("case_worker").worker, world.account("peer").worker
    for person in people:
        entry = {"worker": str(first.pk), "reason": "handed_over"}
        assert client.post(url("assign_key_worker", person.id), entry).status_code == 302
    assert "Kim" in client.get(url("show_caseload_of", first.pk)).content.decode()
    address = url("hand_over", first.pk)
    assert client.get(address).status_code == 200
    refused = client.post(address, {"people": [str(people[0].pk)], "worker": "", "reason": "handed_over"})
    assert "Choose an answer for “To”" in refused.content.decode()
    entry = {"people": [str(p.pk) for p in people], "worker": str(second.pk), "reason": "worker_leaves"}
    assert client.post(address, entry).url == url("show_caseload_of", second.pk)
    assert KeyWorker.objects.current().filter(worker=second).count() == 2
    client.post(url("give_reason", people[0].pk), {"reason": "records"})
    assert client.get(url("end_key_worker", people[0].pk)).status_code == 200
    assert client.post(url("end_key_worker", people[0].pk), {"reason": "moved_on"}).status_code == 302
    assert KeyWorker.objects.current().filter(worker=second).count() == 1


def test_list_settings_takes_the_projects_own_and_refuses_doubles(client, url, project):
    address = url("list_settings")
    assert client.post(address, {"label": "Lorry park"}).status_code == 302
    assert "on the list already" in client.post(address, {"label": "street"}).content.decode()
    kind = project.setting_kinds.get()
    assert client.post(url("retire_setting_kind", kind.id)).status_code == 302
    assert "No longer offered" in client.get(address).content.decode()


@pytest.mark.parametrize(("role", "is_there"), [("coordinator", True), ("outreach", False)])
def test_list_people_leads_to_the_settings_list_for_those_who_keep_it(world, url, role, is_there):
    page = world.client(role).get(url("list_people")).content.decode()
    assert (url("list_settings") in page) is is_there
    assert world.client(role).get(url("list_settings")).status_code == (200 if is_there else 403)
