"""Every page with nothing to show, with one of everything, and with more than fits; drawn without a browser."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from tests.attacks.town import addresses, build, left
from tests.rooms.states import LATIN, overfull
from tests.worlds import World, make_project
from yarrow.contacts import kinds
from yarrow.people import actions as people
from yarrow.vault import telling, trail

pytestmark = pytest.mark.sqlite_only(
    reason="it reads what pages say, and every page is opened on both elsewhere"
)

# What a page says of a list that has nothing on it yet: what will be there and how to begin.
EMPTY = {
    "alerts:list_alerts": "No alert is in force",
    "alerts:list_echoes": "is listed here, once both were compared",
    "alerts:list_members": "they are listed here",
    "agencies:list_agencies": "are listed here by name",
    "agencies:list_feeds": "Directories you add will be listed here",
    "agencies:list_services": "The directory is empty",
    "alerts:accept_identifiers": "stand here once a reporter lets checks find them",
    "community:list_agreements": "What you agree with the police is listed here",
    "community:list_complaints": "is listed here, with what was done",
    "community:list_events": "is drawn on every chart over time",
    "community:list_statements": "are asked before and after each training",
    "community:list_trainings": "is listed here, with what they thought",
    "community:show_around": "without one are listed here",
    "community:show_complaint_trend": "It is counted here once it is",
    "community:show_policing_trend": "It is counted here once it is",
    "community:show_training_answers": "once they are typed in",
    "contacts:arrange": "Draw the first one below",
    "contacts:find_contacts": "are found here once they are written down",
    "contacts:keep_cupboard": "once something is in the cupboard",
    "contacts:list_follow_ups": "What you promised to do, with its day, is listed here",
    "contacts:list_premises": "other indoor places you visit are listed here",
    "contacts:list_sessions": "Sessions that are over will be listed here",
    "justice:list_round": "whoever waited longest for a visit first",
    "justice:show_figures": "Contacts are counted here once they are written down",
    "measures:list_forms": "No form is here yet",
    "measures:list_signals": "Nobody waits",
    "safety:list_matches": "are listed here in pairs",
    "safety:list_reports": "It is sealed as you save it",
    "safety:show_door": "The page is closed. Nobody can report by a link.",
    "surveys:list_surveys": "No survey was opened yet",
    "contacts:list_unnamed": "People you meet without knowing them are listed here",
    "contacts:show_stock": "Count what is on the shelf once",
    "contacts:start_import": "Files you bring will be listed here",
    "desk:list_devices": "Devices you add will be listed here",
    "desk:list_entries": "will be counted here",
    "desk:show_questions_pad": "No form is kept here",
    "desk:show_today": "What you promise with a contact, with its day, is listed here",
    "evaluation:list_grants": "Add one with its first and last day",
    "evaluation:list_releases": "Propose a table, look at it, and publish it",
    "evaluation:show_activity": "Nobody was met",
    "panels:list_actions": "What you take on at a panel will be listed here",
    "panels:list_forums": "each with its seats, its strategy and its steps",
    "panels:list_panels": "Panels will be listed here",
    "safety:list_challenges": "What people say is wrong is listed here",
    "sharing:list_agreements": "with who signed them and until when they hold",
    "sharing:list_guests": "once they have signed in, say here for which agency",
    "sharing:list_due": "shares that need a second person, will be listed here",
    "sharing:list_templates": "Those who arrange the work take one up below",
    "plans:list_due": "plans to be looked at again, will be listed here",
    "plans:show_distance": "Ratings are counted here once they are written down",
    "referrals:list_open": "listed here until they have come to their end",
    "referrals:list_pathways": "people can set out on it from their page",
    "referrals:list_takers": "once somebody who was referred is accepted there",
    "referrals:show_answers": "They are counted here once they are",
    "referrals:show_gaps": "What became of them stands here once one was",
    "people:list_duplicates": "Look again after a spreadsheet was brought in",
    "people:list_ending": "Whose time comes stands here 30 days before",
    "people:list_people": "Everyone the project knows will stand here",
    "people:list_settings": "Words that only your project uses will be listed here",
    "people:show_caseload": "when someone names a key worker on their page",
}
# Pages that only holders of the key to reports see; all others are opened by a co-ordinator.
FOR_ADVISERS = {"alerts:accept_identifiers", "alerts:list_echoes", "safety:list_matches"}
# Pages of a list that take no object, and are not one that can be empty.
NEVER_EMPTY = {
    # Open to partners' guests alone.
    "sharing:list_sent",
    "contacts:show_workload",
    "languages:list_languages",
    "desk:show_pad",
    "staff:list_keys",
    "staff:list_roles",
    "staff:list_workers",
    "staff:show_readiness",
}
LISTS = re.compile(r":(list|show)_\w+$")
INLINE = re.compile(r"</?(?:a|b|bdi|code|em|span|strong|time)\b[^>]*>")
UNREAD = re.compile(r"<(script|svg|datalist|option)\b.*?</\1>", re.S)
NOT_PLURAL = {"is", "was", "has", "this", "as", "does", "less", "plus", "across", "unless"}
ALONE = re.compile(r"(?<![\w.,:/×–-])1 (people|were|have|are|[a-z]+s)\b")
SEVERAL = re.compile(
    r"(?<![\w.,:/×–-])(?:[02-9]|\d{2,}) (?:person|day|week|month|contact|entry|session|pair|row|thing)\b"
)


def words_of(answer) -> str:
    """What a page says, its blocks apart."""
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0].partition(">")[2]
    text = re.sub(r"<[^>]+>", " | ", INLINE.sub("", UNREAD.sub(" | ", main)))
    return re.sub(r"\s+", " ", html.unescape(text))


def miscounted(words: str, labels: list[str]) -> list[str]:
    """One said as many, or many as one."""
    alone = [found for found in ALONE.findall(words) if found not in NOT_PLURAL]
    lists = [label for label in labels if re.search(rf"(?<!\d)1 {re.escape(label)}\b", words, re.I)]
    return [f"1 {found}" for found in [*alone, *lists]] + SEVERAL.findall(words)


def seen(world: World, ids: dict[tuple[str, str], Any]) -> dict[str, str]:
    """What every page that a co-ordinator can open says, by the name of its address."""
    client, found = world.client("coordinator"), {}
    for each in addresses():
        answer = client.get(each.of(world, ids))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[each.name] = words_of(answer)
        assert answer.status_code < 500, each.name
    assert len(found) > 70
    return found


def test_a_new_project_says_what_will_be_here_and_how_to_begin(db):
    world = make_project()
    clients = {name: world.client("adviser" if name in FOR_ADVISERS else "coordinator") for name in EMPTY}
    lists = {each.name: each for each in addresses() if not each.takes and LISTS.search(each.name)}
    assert set(lists) - set(EMPTY) - NEVER_EMPTY == set()
    everything = {each.name: each for each in addresses()}
    silent = {}
    for name, expected in EMPTY.items():
        said = words_of(clients[name].get(everything[name].of(world, {})))
        if expected not in said:
            silent[name] = said
    assert silent == {}


def test_one_of_everything_is_never_said_as_many(db):
    world = make_project()
    ids = build(world)
    labels = [label for sort in ("supplies", "done") for label in kinds.labels(world.project, sort).values()]
    found = {
        name: faults for name, words in seen(world, ids).items() if (faults := miscounted(words, labels))
    }
    assert found == {}
    acts = {row.act for row in trail.rows_about(world.project.id, ids["people", "person_id"])}
    assert len(acts) > 8
    assert [
        act for act in acts if telling.act_in_words(act) == act.rpartition(".")[2].replace("_", " ")
    ] == []


def test_one_person_is_one_person(db):
    world = make_project()
    act = {"project": world.project, "by": world.worker("coordinator"), "at": world.project.live_at}
    person = people.add_person(called="Kim", **act)
    people.assign_key_worker(person=person, worker=world.account("coordinator").worker, **act)
    client = world.client("coordinator")
    caseload = words_of(client.get(world.project.url("people:show_caseload")))
    found = words_of(client.post(world.project.url("people:search_people"), {"text": "Kim"}))
    assert "1 person" in caseload and "1 person fits" in found
    assert miscounted(caseload + found, []) == []


def test_more_than_fits_is_on_several_pages(db):
    world = make_project()
    ids = overfull(world)
    said = seen(world, ids)
    assert LATIN in said["people:show_person"] and "999,999" in said["contacts:show_stock"]
    paged = {
        "people:list_people": {},
        "people:show_openings": {"person_id": ids["people", "person_id"]},
        "contacts:find_contacts": {},
        "contacts:list_follow_ups": {},
    }
    client = world.client("coordinator")
    for name, takes in paged.items():
        first = client.get(reverse(name, kwargs={"project": world.project.code, **takes})).content.decode()
        further = re.search(r'href="(\?[^"]*)" rel="next"', first)
        assert further, name
        second = client.get(
            reverse(name, kwargs={"project": world.project.code, **takes}) + html.unescape(further[1])
        )
        assert second.status_code == 200 and 'rel="prev"' in second.content.decode(), name


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("1 people met", ["1 people"]),
        ("given: 1 hot drinks", ["1 Hot drinks"]),
        ("hot drinks × 1, condoms × 2", []),
        ("1 person was met in 21 days", []),
        ("11 people, 1 was new", []),
        ("2 day late", ["2 day"]),
    ],
)
def test_counting_words_planted_faults_are_found(words, faults):
    assert miscounted(words, ["Hot drinks"]) == faults


def test_paper_stays_inside_unless_it_may_leave(db):
    world = make_project()
    act = {"project": world.project, "by": world.worker("coordinator"), "at": world.project.live_at}
    release, client = left(act)["release_id"], world.client("coordinator")
    activity = client.get(world.project.url("evaluation:show_activity")).content.decode()
    shared = client.get(world.project.url("evaluation:show_release", release)).content.decode()
    assert "printed on" in activity and "Keep this sheet inside the project" in activity
    assert "printed on" in shared and "Keep this sheet inside the project" not in shared
