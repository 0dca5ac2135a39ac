"""Every write: what it does, what it refuses, that it leaves one trail row, that sent twice is once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.worlds import make_project
from yarrow.methods.refusals import Refusal
from yarrow.people import actions
from yarrow.people.errors import ChangedMeanwhile, NotForYou, NotHere, NotLive
from yarrow.people.models import Alias, KeyWorker, Opening, Person, PersonSetting, SettingKind, WayToReach
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry, TrailRow


@pytest.fixture
def given(project, by, at):
    return {"project": project, "by": by, "at": at}


@pytest.fixture
def kim(add):
    return add("Kim")


def n_rows(project):
    return TrailRow.objects.filter(project_id=project.id).count()


def last_row(project):
    return TrailRow.objects.filter(project_id=project.id).order_by("-n").first()


def opened(row, path, by):
    return row.sealed.open_unrecorded(path, by.unlocked)


# --- a person ---------------------------------------------------------------------------------------------


def test_add_person_needs_nothing(given, project):
    person = actions.add_person(**given)
    assert person.gender == person.age_band == "not_said"
    assert person.first_met_on == date(2026, 3, 14) and person.version == 1
    assert last_row(project).fields == []


def test_add_person_seals_what_identifies_and_names_the_fields_on_the_trail(given, project, by, at):
    person = actions.add_person(
        called="Kim", born_on=date(1990, 5, 1), trans="yes", languages=["ro"], gender="woman", **given
    )
    assert opened(person, "identity.born_on", by) == "1990-05-01"
    assert opened(person, "identity.trans", by) == "yes"
    assert person.age_band == "35_44"
    row = last_row(project)
    assert (row.act, row.subject, row.at) == ("people.add_person", person.id, at)
    assert "people.person.identity.called" in row.fields and "people.person.gender" in row.fields


def test_add_person_in_the_past_meets_them_then(project, by):
    then = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    person = actions.add_person(project=project, by=by, at=then)
    assert person.created_at == then
    assert person.first_met_on == date(2024, 7, 1), "half past midnight in London"


def test_add_person_with_a_code_of_ours_keeps_it(given):
    assert actions.add_person(code="k74mw", **given).code == "K7-4MW"
    with pytest.raises(Refusal, match="already has this code"):
        actions.add_person(code="K7-4MW", **given)
    with pytest.raises(Refusal, match="not a code of ours"):
        actions.add_person(code="client 12", **given)


def test_the_same_code_in_two_projects_is_two_people(world, given, at):
    other = world.other
    actions.add_person(code="K7-4MW", **given)
    there = actions.add_person(code="K7-4MW", project=other.project, by=other.worker("manager"), at=at)
    assert there.project_id == other.project.id


def test_add_person_by_the_same_entry_is_one_person(given, project):
    entry_id = uuid4()
    first = actions.add_person(called="Kim", entry_id=entry_id, **given)
    n = n_rows(project)
    assert actions.add_person(called="Kim", entry_id=entry_id, **given) == first
    assert n_rows(project) == n


def test_add_person_when_two_come_at_one_moment(given, project, monkeypatch):
    """The other request's row appears between our look and our save."""
    from yarrow.people.actions import people

    entry_id = uuid4()
    first = actions.add_person(called="Kim", entry_id=entry_id, **given)
    answers = iter([None, first])
    monkeypatch.setattr(people, "entered_before", lambda project, entry_id: next(answers))
    assert actions.add_person(called="Kim", entry_id=entry_id, **given) == first
    assert Person.objects.filter(project=project).count() == 1


def test_an_entry_id_tells_nothing_about_another_project(world, given, at, project):
    entry_id = uuid4()
    mine = actions.add_person(entry_id=entry_id, **given)
    theirs = actions.add_person(
        entry_id=entry_id, project=world.other.project, by=world.other.worker("manager"), at=at
    )
    assert mine.id != theirs.id


@pytest.mark.parametrize("role", ["evaluator", "administrator", "system"])
def test_add_person_by_a_role_that_meets_nobody_is_refused(project, by, at, role):
    with pytest.raises(NotForYou):
        actions.add_person(project=project, by=Actor(by.id, role, by.unlocked), at=at)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_add_person_before_the_project_is_live_is_refused(at):
    world = make_project("young", live=False)
    with pytest.raises(NotLive, match="not live yet"):
        actions.add_person(project=world.project, by=world.worker("manager"), at=at)


def test_a_refused_add_leaves_nothing(given, project):
    n = n_rows(project)
    with pytest.raises(Refusal):
        actions.add_person(called="K" * 81, **given)
    assert not Person.objects.exists() and n_rows(project) == n


def test_change_person_counts_versions_and_keeps_the_rest(given, project, by, add):
    kim = add("Kim", nationality="Romanian")
    now = actions.change_person(person=kim, version=1, called="Kimi", **given)
    assert now.version == 2
    assert opened(now, "identity.called", by) == "Kimi"
    assert opened(now, "identity.nationality", by) == "Romanian"


def test_change_person_with_nothing_to_change_changes_nothing(given, project, kim):
    n = n_rows(project)
    assert actions.change_person(person=kim, version=1, **given).version == 1
    assert n_rows(project) == n


def test_change_person_from_an_old_page_is_refused_and_keeps_the_first(given, by, kim):
    actions.change_person(person=kim, version=1, called="Kimi", **given)
    with pytest.raises(ChangedMeanwhile):
        actions.change_person(person=kim, version=1, called="Kimmy", **given)
    assert opened(Person.objects.get(pk=kim.pk), "identity.called", by) == "Kimi"


def test_change_person_takes_a_word_back(given, by, kim):
    now = actions.change_person(person=kim, version=1, called="", **given)
    assert now.called is None


def test_change_person_needs_a_day_of_first_meeting(given, kim):
    with pytest.raises(Refusal, match="first met") as caught:
        actions.change_person(person=kim, version=1, first_met_on=None, **given)
    assert caught.value.field == "first_met_on"


def test_nobody_changes_another_projects_person(world, at, kim):
    other = world.other
    by = other.worker("manager")
    with pytest.raises(NotHere):
        actions.change_person(person=kim, version=1, called="X", project=other.project, by=by, at=at)
    with pytest.raises(NotHere):
        actions.add_alias(person=kim, kind="nickname", name="X", project=other.project, by=by, at=at)


def test_the_database_itself_refuses_two_people_of_one_code(given, project, kim):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(
            project=project,
            code=kim.code,
            first_met_on=kim.first_met_on,
            created_by=uuid4(),
            created_at=kim.created_at,
        )


# --- left while locked ------------------------------------------------------------------------------------


def test_someone_left_while_locked_is_added_as_of_when_they_were_met(world, project, by, at):
    locked = Actor(world.worker("outreach").id, "outreach")
    entry_id = uuid4()
    for _ in range(2):
        actions.leave_person(
            project=project, by=locked, at=at, entry_id=entry_id, called="Kim", born_on=date(1990, 5, 1)
        )
    settled = inbox.open_waiting(project.id, by=by, at=at + timedelta(days=3))
    assert settled.n_need_a_look == 0
    person = Person.objects.get(project=project)
    assert person.first_met_on == at.date() and person.entry_id == entry_id
    assert opened(person, "identity.born_on", by) == "1990-05-01" and person.age_band == "35_44"
    assert bytes(InboxEntry.objects.get().envelope) == b""


def test_left_while_locked_is_checked_before_it_is_sealed(world, project, at):
    locked = Actor(world.worker("outreach").id, "outreach")
    with pytest.raises(Refusal, match="too long"):
        actions.leave_person(project=project, by=locked, at=at, entry_id=uuid4(), called="K" * 81)
    assert not InboxEntry.objects.exists()


# --- names ------------------------------------------------------------------------------------------------


def test_add_alias_twice_by_one_form_is_one_name(given, kim, by):
    entry_id = uuid4()
    for _ in range(2):
        alias = actions.add_alias(person=kim, kind="nickname", name=" Kimi ", entry_id=entry_id, **given)
    assert opened(alias, "identity.name", by) == "Kimi" and Alias.objects.count() == 1


def test_an_entry_id_of_someone_elses_row_is_no_row(given, kim, add):
    alias = actions.add_alias(person=kim, kind="nickname", name="Kimi", **given)
    with pytest.raises(NotHere):
        actions.add_alias(person=add("Zoe"), kind="nickname", name="Z", entry_id=alias.id, **given)


@pytest.mark.parametrize(
    ("kind", "name", "field"),
    [("nickname", " ", "name"), ("rank", "X", "kind"), ("nickname", "X" * 201, "name")],
)
def test_add_alias_says_what_is_wrong_at_its_field(given, kim, kind, name, field):
    with pytest.raises(Refusal) as caught:
        actions.add_alias(person=kim, kind=kind, name=name, **given)
    assert caught.value.field == field and not Alias.objects.exists()


def test_end_alias_twice_ends_once(given, project, kim, at):
    alias = actions.add_alias(person=kim, kind="nickname", name="Kimi", **given)
    actions.end_alias(alias=alias, **given)
    n = n_rows(project)
    later = {**given, "at": at + timedelta(days=9)}
    assert actions.end_alias(alias=alias, **later).ended_on == at.date() and n_rows(project) == n


# --- settings ---------------------------------------------------------------------------------------------


def test_several_settings_hold_at_once_and_change_over_time(given, kim, at):
    actions.add_setting(
        person=kim, code="street", from_on=date(2025, 1, 1), until_on=date(2025, 12, 31), **given
    )
    actions.add_setting(person=kim, code="webcam", from_on=date(2025, 6, 1), **given)
    actions.add_setting(person=kim, code="massage", **given)

    def codes_on(day):
        return sorted(kim.current_settings_on(day).values_list("code", flat=True))

    assert codes_on(date(2024, 12, 31)) == ["massage"]
    assert codes_on(date(2025, 12, 31)) == ["massage", "street", "webcam"]
    assert codes_on(date(2026, 1, 1)) == ["massage", "webcam"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "kerb"}, "code"),
        ({"code": ""}, "code"),
        ({"from_on": date(2026, 3, 15)}, "from_on"),
        ({"from_on": date(2026, 1, 2), "until_on": date(2026, 1, 1)}, "until_on"),
        ({"own_word": "x" * 201}, "own_word"),
    ],
)
def test_add_setting_says_what_is_wrong_at_its_field(given, kim, changes, field):
    with pytest.raises(Refusal) as caught:
        actions.add_setting(person=kim, **{"code": "street", **changes}, **given)
    assert caught.value.field == field and not PersonSetting.objects.exists()


def test_end_setting_today_unless_told(given, kim, at):
    setting = actions.add_setting(person=kim, code="street", from_on=date(2026, 1, 1), **given)
    assert actions.end_setting(setting=setting, **given).until_on == at.date()
    with pytest.raises(Refusal, match="before the beginning"):
        actions.end_setting(setting=setting, until_on=date(2025, 1, 1), **given)


def test_the_projects_own_setting_is_offered_here_only(world, given, kim, at):
    kind = actions.add_setting_kind(label="Lorry park", **given)
    assert kind.code == "own-lorry-park"
    assert actions.add_setting(person=kim, code=kind.code, **given).code == kind.code
    other = world.other
    there = {"project": other.project, "by": other.worker("manager"), "at": at}
    with pytest.raises(Refusal):
        actions.add_setting(person=actions.add_person(**there), code=kind.code, **there)


def test_a_retired_setting_stays_with_those_who_have_it_and_can_come_back(given, kim):
    kind = actions.add_setting_kind(label="Lorry park", **given)
    actions.add_setting(person=kim, code=kind.code, **given)
    actions.retire_setting_kind(kind=kind, **given)
    with pytest.raises(Refusal):
        actions.add_setting(person=kim, code=kind.code, **given)
    assert PersonSetting.objects.get().code == kind.code
    assert actions.add_setting_kind(label="lorry park", **given).pk == kind.pk
    assert SettingKind.objects.get().retired_at is None


def test_two_settings_whose_names_fold_alike_get_two_codes(given):
    codes = {
        actions.add_setting_kind(label=label, **given).code for label in ("Ферма", "Поле", "Farm!", "Farm?")
    }
    assert len(codes) == 4


def test_only_coordinators_and_managers_keep_the_list(world, project, at):
    by = world.worker("outreach")
    with pytest.raises(NotForYou):
        actions.add_setting_kind(label="Lorry park", project=project, by=by, at=at)


def test_another_projects_setting_kind_is_none(world, given, at):
    other = world.other
    kind = actions.add_setting_kind(label="X", project=other.project, by=other.worker("manager"), at=at)
    with pytest.raises(NotHere):
        actions.retire_setting_kind(kind=kind, **given)


# --- ways to reach ----------------------------------------------------------------------------------------


def test_a_way_to_reach_is_sealed_whole(given, kim, by):
    way = actions.add_way_to_reach(
        person=kim,
        kind="leave_word",
        value="at the kiosk",
        safe_times="mornings",
        cautions=["others_see"],
        **given,
    )
    assert opened(way, "identity.kind", by) == "leave_word"
    assert opened(way, "identity.cautions", by) == ["others_see"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"value": ""}, "value"),
        ({"value": "x" * 401}, "value"),
        ({"cautions": ["never_on_sundays"]}, "cautions"),
        ({"kind": "text", "cautions": ["never_text"]}, "cautions"),
        ({"cautions": ["never_text", "never_voice"]}, "cautions"),
        ({"cautions": ["ok_message", "never_voicemail"]}, "cautions"),
    ],
)
def test_add_way_to_reach_says_what_is_wrong_at_its_field(given, kim, changes, field):
    with pytest.raises(Refusal) as caught:
        actions.add_way_to_reach(person=kim, **{"kind": "phone", "value": "07700 900123", **changes}, **given)
    assert caught.value.field == field and not WayToReach.objects.exists()


def test_change_way_to_reach_from_an_old_page_is_refused(given, kim, by):
    way = actions.add_way_to_reach(person=kim, kind="phone", value="1", **given)
    actions.change_way_to_reach(way=way, version=1, kind="phone", value="2", **given)
    with pytest.raises(ChangedMeanwhile):
        actions.change_way_to_reach(way=way, version=1, kind="phone", value="3", **given)
    assert opened(WayToReach.objects.get(), "identity.value", by) == "2"


# --- key workers ------------------------------------------------------------------------------------------


def test_one_key_worker_at_a_time_and_the_one_before_ends_on_that_day(world, given, project, kim, at):
    first, second = world.account("case_worker").worker, world.account("peer").worker
    actions.assign_key_worker(person=kim, worker=first, from_on=date(2026, 1, 5), **given)
    actions.assign_key_worker(
        person=kim, worker=second, from_on=date(2026, 2, 1), reason="worker_leaves", **given
    )
    before, now = KeyWorker.objects.order_by("from_on")
    assert (before.until_on, before.end_reason) == (date(2026, 2, 1), "worker_leaves")
    assert (now.worker_id, now.until_on) == (second.pk, None)
    assert kim.key_worker_on(date(2026, 1, 4)) is None
    assert kim.key_worker_on(date(2026, 1, 31)).worker == first
    assert kim.key_worker_on(date(2026, 2, 1)).worker == second
    assert last_row(project).reason == "worker_leaves"


def test_naming_the_present_key_worker_again_changes_nothing(world, given, project, kim):
    worker = world.account("case_worker").worker
    held = actions.assign_key_worker(person=kim, worker=worker, **given)
    n = n_rows(project)
    assert actions.assign_key_worker(person=kim, worker=worker, **given) == held and n_rows(project) == n


def test_a_hand_over_before_the_beginning_is_refused(world, given, kim):
    actions.assign_key_worker(person=kim, worker=world.account("case_worker").worker, **given)
    with pytest.raises(Refusal, match="began on 14 March 2026") as caught:
        actions.assign_key_worker(
            person=kim, worker=world.account("peer").worker, from_on=date(2026, 3, 13), **given
        )
    assert caught.value.field == "from_on"


def test_a_key_worker_works_here_and_meets_people(world, given, kim):
    for stranger in (world.other.account("manager").worker, world.account("evaluator").worker):
        with pytest.raises(Refusal, match="can't be a key worker here"):
            actions.assign_key_worker(person=kim, worker=stranger, **given)


def test_outreach_names_no_key_workers(world, project, at, kim):
    worker = world.account("case_worker").worker
    with pytest.raises(NotForYou):
        actions.assign_key_worker(
            person=kim, worker=worker, project=project, by=world.worker("outreach"), at=at
        )


def test_hand_over_is_all_or_none(world, given, project, add, at):
    people = [add("Kim"), add("Zoe")]
    first, second = world.account("case_worker").worker, world.account("peer").worker
    for person in people:
        actions.assign_key_worker(person=person, worker=first, **given)
    there = actions.add_person(project=world.other.project, by=world.other.worker("manager"), at=at)
    with pytest.raises(NotHere):
        actions.hand_over(people=[*people, there], to=second, reason="worker_leaves", **given)
    assert KeyWorker.objects.current().filter(worker=first).count() == 2
    assert actions.hand_over(people=people, to=second, reason="worker_leaves", **given) == 2
    assert actions.hand_over(people=people, to=second, reason="worker_leaves", **given) == 0
    with pytest.raises(Refusal, match="at least one"):
        actions.hand_over(people=[], to=second, reason="worker_leaves", **given)


def test_end_key_worker_without_one_is_nothing(given, project, kim):
    n = n_rows(project)
    actions.end_key_worker(person=kim, reason="moved_on", **given)
    assert n_rows(project) == n


def test_give_reason_only_from_the_list(given, kim):
    with pytest.raises(Refusal):
        actions.give_reason(person=kim, reason="curious", **given)
    assert not Opening.objects.exists()


def test_every_action_leaves_exactly_one_trail_row_and_the_chain_holds(world, given, project, by):
    kim = actions.add_person(called="Kim", **given)
    one = {"person": kim, **given}
    alias = actions.add_alias(kind="nickname", name="Kimi", **one)
    setting = actions.add_setting(code="street", **one)
    way = actions.add_way_to_reach(kind="phone", value="1", **one)
    steps = [
        lambda: actions.change_person(version=1, called="Kimi", **one),
        lambda: actions.end_alias(alias=alias, **given),
        lambda: actions.end_setting(setting=setting, **given),
        lambda: actions.change_way_to_reach(way=way, version=1, kind="phone", value="2", **given),
        lambda: actions.end_way_to_reach(way=way, **given),
        lambda: actions.assign_key_worker(worker=world.account("manager").worker, **one),
        lambda: actions.end_key_worker(reason="moved_on", **one),
        lambda: actions.give_reason(reason="cover", **one),
        lambda: actions.add_setting_kind(label="Lorry park", **given),
    ]
    for step in steps:
        n = n_rows(project)
        step()
        assert n_rows(project) == n + 1
        assert last_row(project).act.startswith("people.")
    assert trail.verify(project.id) == []
