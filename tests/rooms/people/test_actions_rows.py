"""Names, settings and ways to reach: what each action does and what it refuses, at which field."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from tests.rooms.people.rows import n_rows, opened
from yarrow.methods.refusals import Refusal
from yarrow.people import actions
from yarrow.people.errors import ChangedMeanwhile, NotForYou, NotHere
from yarrow.people.models import Alias, PersonSetting, SettingKind, WayToReach


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
    with pytest.raises(Refusal), other.inside():
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
    with other.inside():
        kind = actions.add_setting_kind(label="X", project=other.project, by=other.worker("manager"), at=at)
    with pytest.raises(NotHere):
        actions.retire_setting_kind(kind=kind, **given)


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


def test_nothing_is_added_to_someone_who_was_taken_back_meanwhile(given, add):
    kim = add("Kim")
    type(kim).objects.filter(pk=kim.pk).delete()
    for act in (
        lambda: actions.add_alias(person=kim, kind="nickname", name="Kimi", **given),
        lambda: actions.add_setting(person=kim, code="street", **given),
        lambda: actions.add_way_to_reach(person=kim, kind="phone", value="1", **given),
        lambda: actions.end_key_worker(person=kim, reason="moved_on", **given),
    ):
        with pytest.raises(NotHere):
            act()
    assert not Alias.objects.exists()


@pytest.mark.postgres_only(reason="SQLite lets one transaction write at a time, so two forms never meet")
@pytest.mark.django_db(transaction=True)
def test_one_form_arriving_twice_at_one_moment_adds_one_name(world, project, by, at, add):
    kim, entry_id = add("Kim"), uuid4()
    both = Barrier(2)

    def send():
        try:
            both.wait(10)
            sender = world.worker("coordinator")
            return actions.add_alias(
                person=kim, kind="nickname", name="Kimi", entry_id=entry_id, project=project, by=sender, at=at
            ).id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(copy_context().run, send) for _ in range(2)]
    assert {one.result() for one in sent} == {entry_id}
    assert Alias.objects.count() == 1
