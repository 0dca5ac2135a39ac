"""The built town: live, sealed, true to its plan; and twenty of its people open."""

import random
from collections import Counter

import pytest
from django.core.management import call_command

from tests.rooms.demo import matched, neighboured, referred, released, told, vouched
from yarrow.contacts import stock
from yarrow.contacts.models import Contact, ContactVersion, FollowUp, Premises, Session
from yarrow.demo import loading
from yarrow.demo.sign_ins import SIGN_INS
from yarrow.demo.town import months_before
from yarrow.evaluation.activity import Asked, apart_in, table_of
from yarrow.evaluation.models import Grant
from yarrow.methods.activity import Period
from yarrow.people.duplicates import list_duplicates
from yarrow.people.models import Consent, KeyWorker, Merge, Opening, Person, PersonVersion, SafeguardingStep
from yarrow.people.queries import find_people
from yarrow.staff.models import Membership
from yarrow.staff.roles import ROLES
from yarrow.vault import keyring, recovery, trail
from yarrow.vault.models import InboxEntry

pytestmark = pytest.mark.django_db
TODAY = referred.NOW.date()
WHOLE = Period(months_before(TODAY, 24), TODAY)


def test_town_is_live_with_a_proven_envelope(town):
    assert town.project.is_live and town.project.code == "small"
    assert recovery.current(town.project.id).proven_at is not None


def test_town_has_a_sign_in_for_every_role(town):
    assert [one.role for one in SIGN_INS] == list(ROLES)
    for one in SIGN_INS:
        place = Membership.objects.get(project=town.project, worker__email=one.email)
        assert place.role == one.role and place.is_active
        # The co-ordinator reads reports by a grant that names them: alerts take two.
        named = {"incident"} if one.role == "coordinator" else set()
        assert set(place.held) == set(place.compartments) | named


def test_town_has_somebody_who_left_and_somebody_who_waits_for_keys(town):
    states = Counter(Membership.objects.filter(project=town.project).values_list("state", flat=True))
    assert states == {"active": 10, "left": 1, "waiting_for_keys": 1}
    leaver = Membership.objects.get(project=town.project, state="left")
    assert leaver.held == set()
    assert not KeyWorker.objects.current().filter(worker=leaver.worker).exists()
    assert KeyWorker.objects.filter(worker=leaver.worker, end_reason="worker_leaves").exists()


def test_town_says_how_far_it_is(town):
    months = [words for words in town.said if words[:2] == "20"]
    assert len(months) in (24, 25)
    assert "(100 %)" in months[-1] and not any("(100 %)" in words for words in months[:-1])


def test_town_trail_is_whole(town):
    assert trail.verify(town.project.id) == []
    assert keyring.half_erased() == []


def test_town_figures_are_those_of_the_plan(town):
    """Independent of the building: the plan's own numbers, plus what linking moved and what became one."""
    plan = town.plan
    table = table_of(town.project, Asked(WHOLE), TODAY)
    apart = {one.number for one in plan.people if one.is_apart}
    known = sum(contact.person is not None and contact.person not in apart for contact in plan.contacts)
    unnamed = sum(contact.n_people for contact in plan.contacts if contact.person is None)
    n_linked = Contact.objects.filter(project=town.project, split_from__isnull=False).count()
    n_linked += sum(row.act == "link_contact" and row.contact.n_people == 1 for row in versions(town))
    assert table.total.n_contacts == known + unnamed
    assert table.total.n_unnamed <= unnamed and n_linked >= 1
    assert table.total.n_people == 60 - len(apart) + len(plan.twice) - 1
    figures = apart_in(town.project, WHOLE)
    assert {code: found.n_people for code, found in figures.items()} == dict.fromkeys(figures, 1)
    assert set(figures) == {"partner", "family", "under_18"}
    given = Counter()
    for contact in plan.contacts:
        given.update(contact.supplies)
    assert dict(table.total.given) == dict(given)


def versions(town):
    return ContactVersion.objects.filter(contact__project=town.project).select_related("contact")


def test_town_has_mistakes_that_were_put_right(town):
    acts = Counter(row.act for row in versions(town))
    assert acts["correct_contact"] >= 5 and acts["void_contact"] >= 3 and acts["link_contact"] >= 2


def test_town_has_people_known_twice_of_whom_one_is_one_record_and_one_is_two_again(town):
    merges = Merge.objects.filter(project=town.project).order_by("merged_at")
    assert sorted(merge.undone_at is None for merge in merges) == [False, True]
    pairs, n = list_duplicates(town.crew.actor("coordinator"), town.project)
    planned = [(one.twice_of, one) for one in town.plan.twice]
    waiting = {frozenset((town.plan.people[first].called, one.called)) for first, one in planned[1:]}
    assert n == len(pairs) == len(waiting)
    assert {frozenset((pair.called, pair.other_called)) for pair in pairs} == waiting


def test_town_has_somebody_under_18_on_the_path_and_ages_that_were_put_right(town):
    steps = SafeguardingStep.objects.filter(project=town.project, person__age_band="under_18")
    assert steps.count() == 2 and steps.exclude(told=None).count() == 1
    assert PersonVersion.objects.filter(project=town.project, why="wrong").count() == 4


def test_town_has_somebody_who_was_forgotten(town):
    gone = Person.objects.get(project=town.project, erased_at__isnull=False)
    assert gone.called is None and gone.erased_at.date() < TODAY
    assert (town.project.id, gone.id) in keyring.tombstones()
    name = town.plan.people[town.plan.erased].called
    assert not [
        one for one in find_people(town.crew.actor("outreach"), town.project, name) if one.called == name
    ]


def test_town_keeps_a_cupboard_places_consents_and_a_grant(town):
    cupboard = {line.supply: line.n for line in stock.stocked(town.project, TODAY)}
    assert cupboard["condoms"] >= 0 and cupboard["needles_out"] >= 0
    assert Premises.objects.filter(project=town.project).count() == 3
    keyed = [one for one in town.plan.people if one.key_worker]
    own = Consent.objects.filter(project=town.project, recipient="project")
    acts = Counter(own.values_list("act", flat=True))
    assert acts["given"] == 2 * len(keyed) and 1 <= acts["withdrawn"] < len(keyed)
    assert Grant.objects.get(project=town.project).lines.count() == 3


def test_town_has_plans_ratings_and_something_due(town):
    """Ratings by the person and the worker, goals with steps, and a list of what is due that is not empty."""
    due = town.client("case_worker").get(town.project.url("plans:list_due") + "?whose=all", secure=True)
    text = due.content.decode()
    assert "look at the plan together" in text and "tag--overdue" in text and text.count("/plans/of/") > 5
    page = town.client("evaluator").get(town.project.url("plans:show_distance"), secure=True)
    text = page.content.decode()
    assert (
        "They said it themselves" in text and "How the worker sees it" in text and "Not for sharing" in text
    )


def test_town_waits_for_today(town):
    tonight = Session.objects.filter(project=town.project, planned_on=TODAY)
    assert [session.state for session in tonight] == ["planned"]
    assert Session.objects.filter(project=town.project, planned_on__gt=TODAY).count() == 4
    overdue = FollowUp.objects.filter(project=town.project, done_at=None, due_on__lt=TODAY)
    assert overdue.count() == 3
    # Counted whatever became of it: the first holder who opens a page takes it in.
    assert InboxEntry.objects.filter(project_id=town.project.id).count() >= 1
    assert Opening.objects.filter(project=town.project).count() == 2


def test_walk_twenty_people_open_with_their_names(town):
    plan = {one.called for one in town.plan.records}
    standing = Person.objects.filter(project=town.project, erased_at=None, merged_into=None)
    people = list(standing.order_by("code"))
    client = town.client("coordinator")
    shown = 0
    for person in random.Random(5).sample(people, 20):
        address = town.project.url("people:show_person", person.id)
        page = client.get(address, secure=True)
        if page.status_code == 302:
            client.post(page["Location"], {"reason": "supervision"}, secure=True)
            page = client.get(address, secure=True)
        text = page.content.decode()
        assert page.status_code == 200 and person.code in text and "[sealed]" not in text
        called = town.called(person)
        assert called in plan
        shown += bool(called) and called in text
    assert shown >= 14


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "coordinator", "manager", "adviser"])
def test_walk_today_shows_for_every_worker(town, role):
    page = town.client(role).get(town.project.url("desk:show_today"), secure=True)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Open the sheet" in text and "[sealed]" not in text


def test_walk_activity_shows_for_the_evaluator(town):
    page = town.client("evaluator").get(town.project.url("evaluation:show_activity"), secure=True)
    assert b"known people met us" in page.content


def test_town_people_are_found_by_another_name(town):
    found = find_people(town.crew.actor("outreach"), town.project, "Sharon")
    assert "Shaz" in {one.called for one in found}


def test_town_second_project_shares_a_worker_and_nothing_else(town):
    other = Membership.objects.get(project__code="other", role="case_worker").project
    client = town.client("case_worker")
    assert client.get(other.url("people:list_people"), secure=True).status_code == 200
    outsider = town.client("coordinator")
    assert outsider.get(other.url("people:list_people"), secure=True).status_code == 404
    theirs = Person.objects.filter(project=other).first()
    assert client.get(town.project.url("people:show_person", theirs.id), secure=True).status_code == 404


def test_town_nothing_readable_stands_in_the_rows(town):
    plan = town.plan
    names = {one.called for one in plan.people if len(one.called) > 4}
    notes = {contact.note for contact in plan.contacts if contact.note}
    for row in Person.objects.filter(project=town.project).values_list():
        text = " ".join(str(value) for value in row)
        assert not any(name in text for name in names)
    for contact in Contact.objects.filter(project=town.project).exclude(note=None)[:50]:
        assert not any(note.encode() in contact.note.ciphertext for note in notes)


def test_town_is_loaded_once(town, as_demo, capsys):
    assert loading.is_loaded()
    call_command("load_town", "small")
    assert "is here already" in capsys.readouterr().out


def test_town_follows_its_referrals_and_walks_the_published_pathway(town):
    referred.check_followed(town.project, TODAY)
    referred.check_answered(town.project)
    referred.check_pathway(town.project)


def test_town_tells_ordered_and_chosen_contact_apart(town):
    referred.check_judged(town.project, TODAY)


def test_town_has_neighbours_who_complain_less_and_police_who_owe_an_answer(town):
    neighboured.check_neighbours(town.project, TODAY)


def test_town_has_members_of_alerts_who_chose_what_they_read(town):
    vouched.check_members(town.project, TODAY)


def test_town_has_letters_a_guest_and_a_file_that_waits_for_them(town):
    guest, listed = town.client("guest"), town.project.url("sharing:list_sent")
    page = guest.get(listed, secure=True).content.decode()
    waits = [part.split('"')[0] for part in page.split(f'action="{listed}')[1:]]
    assert len(waits) == 1 and "Ada" not in page
    opened = guest.post(f"{listed}{waits[0]}", secure=True).content.decode()
    assert "The appointment, on a page" in opened and "Ada" in opened
    letters = town.client("case_worker").get(town.project.url("sharing:list_templates"), secure=True)
    assert letters.content.decode().count("Version 1") == 3


def test_town_was_told_of_incidents(town):
    told.check_reports(town.project)


def test_town_has_reports_of_one_person(town):
    matched.check_matches(town.project)


def test_town_has_numbers_that_checks_find_with_whatever_key(town, settings, tmp_path):
    released.check_checks(town, TODAY)
    released.check_other_key(town, TODAY, settings, tmp_path / "check-key")
