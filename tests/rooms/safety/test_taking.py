"""Reports are sealed as they are taken, and how far each goes is what was said last."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.rooms.safety.conftest import NOW, SAID, TODAY
from yarrow.safety import actions, choices, lists, rules
from yarrow.safety.described import described
from yarrow.safety.errors import CannotBe, Closed, NotAllowed, NotHere
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.told import MOST_OFFENDERS, Chosen, read
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import InboxEntry
from yarrow.vault.opening import reading


def opened(safe, row, path, by="adviser"):
    with reading(safe.world.worker(by), safe.project.id, act="safety.show_report") as page:
        value = page.open(row, path)
    return value.value


def test_take_report_seals_every_word_and_leaves_codes_for_figures(safe):
    row = safe.report()
    assert opened(safe, row, "incident.words") == SAID["words"]
    assert opened(safe, row, "incident.facts") == {
        "day": "2026-11-10",
        "hours": "night",
        "methods": ["knife"],
    }
    assert opened(safe, row, "incident.reach") == SAID["reach"]
    assert (row.kinds, row.setting, row.month) == (["robbery"], "street", date(2026, 11, 1))
    (offender,) = Offender.objects.filter(report=row)
    assert opened(safe, offender, "incident.described") == SAID["offenders"][0]


def test_take_report_twice_is_one_report_with_one_choice(safe):
    entry_id = uuid4()
    assert safe.report(entry_id=entry_id).pk == safe.report(entry_id=entry_id, words="Other").pk == entry_id
    assert Report.objects.count() == Choice.objects.count() == Offender.objects.count() == 1


def test_take_report_of_nothing_is_refused(safe):
    nothing = {"kinds": [], "methods": [], "day": "", "hours": "", "words": "", "offenders": []}
    with pytest.raises(CannotBe):
        safe.report(**nothing)
    assert safe.report(**{**nothing, "kinds": ["felt_wrong"]}).kinds == ["felt_wrong"]


def test_take_report_without_the_key_is_refused_by_the_key(safe):
    told = read(SAID, TODAY)
    with pytest.raises(NoGrant):
        safe.do(
            actions.take_report, told=told, way="worker", received_at=NOW, entry_id=uuid4(), by="coordinator"
        )


@pytest.mark.parametrize("role", ["outreach", "peer", "evaluator", "administrator"])
def test_take_report_by_a_role_that_reads_none_is_refused(safe, role):
    with pytest.raises(NotAllowed):
        safe.do(
            actions.take_report,
            told=read(SAID, TODAY),
            way="phone",
            received_at=NOW,
            entry_id=uuid4(),
            by=role,
        )


def test_leave_report_waits_sealed_until_a_holder_comes(safe):
    entry_id = safe.left()
    assert not Report.objects.exists()
    entry = InboxEntry.objects.get(entry_id=entry_id)
    assert b"bridge" not in bytes(entry.envelope)
    later = NOW + timedelta(days=2)
    assert safe.open_inbox(at=later).n_opened == 1
    row = Report.objects.get()
    assert (row.pk, row.way, row.received_at, row.opened_at) == (entry_id, "worker", NOW, later)
    assert row.taken_by == safe.world.worker("outreach").id
    assert choices.standing(safe.project, row.pk) == Chosen("warn", "here", "two")


def test_leave_report_of_nothing_or_by_an_evaluator_is_refused(safe):
    with pytest.raises(NotAllowed):
        safe.left(by="evaluator")
    with pytest.raises(CannotBe):
        safe.left(kinds=[], methods=[], day="", hours="", words="", offenders=[])


def test_choose_before_a_report_is_opened_holds_after_it_is(safe):
    entry_id = safe.left()
    taken_back = Chosen("kept", "nobody", "never")
    safe.do(actions.choose, report_id=entry_id, chosen=taken_back, how="phone", at=NOW + timedelta(hours=1))
    safe.open_inbox(at=NOW + timedelta(days=1))
    assert choices.standing(safe.project, entry_id) == taken_back


def test_choose_anew_keeps_what_was_said_before(safe):
    row = safe.report()
    escrow = Chosen("escrow", "here", "never")
    assert safe.do(actions.choose, report_id=row.pk, chosen=escrow, how="phone", at=NOW + timedelta(hours=1))
    assert (
        safe.do(actions.choose, report_id=row.pk, chosen=escrow, how="phone", at=NOW + timedelta(hours=2))
        is None
    )
    said = Choice.objects.filter(report_id=row.pk).order_by("said_at").values_list("level", flat=True)
    assert list(said) == ["warn", "escrow"]
    with pytest.raises(Closed):
        rules.check_text_is_open(choices.standing(safe.project, row.pk))


def test_choice_that_stands_is_never_rewritten(safe):
    safe.report()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE safety_choice SET level = 'full'")


def test_take_report_of_an_earlier_reporter_counts_them_once(safe):
    first = safe.report()
    assert safe.report(reporter=str(first.pk)).reporter_id == first.reporter_id
    assert safe.report().reporter_id != first.reporter_id
    with pytest.raises(NotHere):
        safe.report(reporter=str(uuid4()))


@pytest.mark.parametrize(
    ("level", "kinds", "may"),
    [
        ("kept", ["robbery"], False),
        ("escrow", ["robbery"], False),
        ("warn", ["robbery"], True),
        ("intelligence", ["robbery"], True),
        ("full", ["robbery"], True),
        ("warn", ["robbery", "young"], False),
    ],
)
def test_may_warn_only_as_chosen_and_never_about_somebody_young(level, kinds, may):
    assert rules.may_warn(Chosen(level, "here", "now"), kinds) is may


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"day": "2026-11-15"}, "day"),
        ({"day": "1979-12-31"}, "day"),
        ({"day": "yesterday"}, "day"),
        ({"day": "0001-01"}, "day"),
        ({"words": "x" * 10_001}, "words"),
        ({"offenders": [{"words": "a"}] * (MOST_OFFENDERS + 1)}, "offenders"),
        ({"offenders": [{"phones": ["1"] * 11}]}, "phones"),
        ({"offenders": [{"plates": ["1" * 201]}]}, "plates"),
    ],
)
def test_read_names_the_field_that_cannot_be(sent, field):
    with pytest.raises(CannotBe) as refused:
        read(sent, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "sent",
    [
        {"kinds": "robbery", "methods": {"knife": 1}, "hours": 3, "setting": "mars", "offenders": "one"},
        {"kinds": ["nothing", 4, None], "offenders": [None, [], {"phones": "070"}, {"age": "0-200"}]},
        {"setting": ["street"], "zone": {"docks": 1}, "language": [["ro"]], "reach": 7},
        {"words": ["a"], "day": 20261110, "choice": "full", "reporter": "nobody"},
        {"words": "\u200b\x00 ", "offenders": [{"phones": ["\x00"]}]},
    ],
)
def test_read_takes_nothing_from_what_no_form_sends(sent):
    told = read(sent, TODAY)
    assert told.is_empty
    assert told.chosen == Chosen(lists.KEPT, lists.NOBODY, lists.NEVER)


def test_described_carries_what_the_matching_compares_and_no_more():
    said = {**SAID["offenders"][0], "build": "slim", "marks": ["scar_hand"], "address": "4 Quay Row"}
    facts = {"day": "2026-11-10", "hours": "night", "methods": ["knife"], "place": "under the bridge"}
    one = described(uuid4(), uuid4(), said, facts, kinds=["robbery"], zone="docks")
    assert one.phones == ("07700 900123",)
    assert (one.age, one.day, one.place, one.words) == (
        (35, 44),
        date(2026, 11, 10),
        "docks",
        "Northern voice",
    )
    assert one.traits == {"build": "slim"}
    month = described(uuid4(), uuid4(), {}, {"day": "2026-11"}, kinds=[], zone="")
    assert month.day is None
