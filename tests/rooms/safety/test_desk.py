"""Reports at the desk: taken by anybody who meets people, read by holders of their key, as far as was agreed."""

from uuid import uuid4

import pytest

from yarrow.safety import choices
from yarrow.safety.models import Choice, Report
from yarrow.safety.told import Chosen
from yarrow.vault.models import InboxEntry, TrailRow

TYPED = {
    "n_offenders": "2",
    "kinds": ["robbery", "threats"],
    "words": "He took my bag by the bridge",
    "methods": ["knife"],
    "day_0": "",
    "day_1": "11",
    "day_2": "2025",
    "hours": "night",
    "place": "Under the bridge",
    "setting": "street",
    "language": "ro",
    "reach": "Text before noon",
    "phones_1": "07700 900123\r\n\r\n900124",
    "plates_1": "AB12 CDE",
    "age_1": "35-44",
    "marks_1": ["scar_hand"],
    "names_2": "Dave",
    "words_2": "Kept watch",
    "level": "warn",
    "tell": "here",
    "release": "two",
}


def address(safe, name, *ids):
    return safe.project.url(f"safety:{name}", *ids)


def add(safe, role="adviser", client=None, **typed):
    client = client or safe.world.client(role)
    said = {"entry_id": str(uuid4()), **TYPED, **typed}
    return client.post(address(safe, "add_report"), said)


def page(safe, name, *ids, role="adviser", **asked):
    answer = safe.world.client(role).get(address(safe, name, *ids), asked)
    return answer.status_code, answer.content.decode()


def test_add_report_by_an_adviser_is_written_down_and_shown_whole(safe):
    answer = add(safe)
    row = Report.objects.get()
    assert answer.url == address(safe, "show_report", row.pk)
    assert (row.kinds, row.way, str(row.month)) == (["robbery", "threats"], "worker", "2025-11-01")
    assert row.taken_by == safe.world.worker("adviser").id
    assert choices.standing(safe.project, row.pk) == Chosen("warn", "here", "two")
    status, says = page(safe, "show_report", row.pk)
    assert status == 200
    for word in ("by the bridge", "07700 900123", "900124", "AB12 CDE", "Dave", "Kept watch", "Knife"):
        assert word in says
    assert "November 2025" in says
    assert TrailRow.objects.filter(act="safety.show_report", subject=row.pk).count() == 1


def test_add_report_by_an_outreach_worker_is_sealed_and_says_who_reads_it(safe):
    answer = add(safe, "outreach")
    entry = InboxEntry.objects.get()
    assert answer.url == address(safe, "show_left", entry.entry_id)
    assert not Report.objects.exists()
    status, says = page(safe, "show_left", entry.entry_id, role="outreach")
    assert status == 200
    safe.world.account("adviser")
    _status, says = page(safe, "show_left", entry.entry_id, role="outreach")
    assert safe.world.account("adviser").worker.name in says
    assert "bridge" not in says
    safe.open_inbox()
    row = Report.objects.get()
    assert (row.way, row.taken_by) == ("worker", safe.world.worker("outreach").id)
    assert choices.standing(safe.project, row.pk) == Chosen("warn", "here", "two")


def test_show_left_is_for_whoever_took_it_alone(safe):
    add(safe, "outreach")
    entry = InboxEntry.objects.get()
    assert page(safe, "show_left", entry.entry_id, role="peer")[0] == 403
    assert page(safe, "show_left", uuid4(), role="peer")[0] == 404
    assert page(safe, "show_left", uuid4(), role="outreach")[0] == 404
    with safe.world.other.inside():
        there = safe.world.other.client("peer")
    url = safe.world.other.project.url("safety:show_left", entry.entry_id)
    assert there.get(url).status_code == 404


def test_add_report_while_locked_is_sealed_even_by_an_adviser(safe):
    answer = add(safe, client=safe.world.client("adviser", locked=True))
    assert "/kept/" in answer.url
    assert InboxEntry.objects.count() == 1
    assert not Report.objects.exists()


def test_add_report_twice_is_one_report(safe):
    entry_id = str(uuid4())
    client = safe.world.client("adviser")
    assert add(safe, client=client, entry_id=entry_id).status_code == 302
    assert add(safe, client=client, entry_id=entry_id).status_code == 302
    assert Report.objects.count() == Choice.objects.count() == 1


def test_add_report_keeps_what_was_typed_beside_each_error(safe):
    answer = add(
        safe, day_0="31", day_1="2", phones_2="\n".join(["0"] * 11), plates_1="x" * 201, n_offenders="2"
    )
    says = answer.content.decode()
    assert answer.status_code == 200
    for box in ("id_day_error", "id_phones_2_error", "id_plates_1_error"):
        assert f'id="{box}"' in says
    for typed in ("He took my bag by the bridge", "07700 900123", "Kept watch"):
        assert typed in says
    assert not Report.objects.exists()


def test_add_report_describes_another_person_without_saving_anything(safe):
    answer = add(safe, another_person="1", day_0="99")
    says = answer.content.decode()
    assert "Person 3: Phone numbers" in says
    assert "07700 900123" in says
    assert "govuk-error-message" not in says
    assert 'name="n_offenders" value="3"' in says
    assert not Report.objects.exists()


@pytest.mark.parametrize("n", ["0", "-4", "9", "99999999999999999999", "٣", "", "x"])
def test_add_report_with_an_odd_number_of_people_asks_about_one_to_eight(safe, n):
    answer = add(safe, n_offenders=n, another_person="1")
    assert answer.status_code == 200
    assert "Person 9:" not in answer.content.decode()


def test_add_report_of_nothing_is_refused_with_a_sentence(safe):
    said = {"entry_id": str(uuid4()), "level": "kept", "tell": "nobody", "release": "never"}
    for role in ("adviser", "outreach"):
        answer = safe.world.client(role).post(address(safe, "add_report"), said)
        assert "Anything may be left out, but not everything." in answer.content.decode()


def test_add_report_of_an_earlier_reporter_is_offered_to_readers_alone(safe):
    first = safe.report()
    assert str(first.pk) in page(safe, "add_report")[1]
    assert str(first.pk) not in page(safe, "add_report", role="outreach")[1]
    add(safe, reporter=str(first.pk))
    assert Report.objects.exclude(pk=first.pk).get().reporter_id == first.reporter_id
    add(safe, "outreach", reporter=str(first.pk))
    safe.open_inbox()
    assert Report.objects.filter(reporter_id=first.reporter_id).count() == 2


def test_add_report_in_escrow_needs_somebody_who_hears_of_the_match(safe):
    answer = add(safe, level="escrow", tell="nobody")
    assert 'id="id_tell_error"' in answer.content.decode()
    assert add(safe, level="escrow", tell="here").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "\x00"},
        {"kinds": "nothing"},
        {"zone": "mars"},
        {"level": "all"},
        {"day_0": "1", "day_1": "1", "day_2": "0001"},
        {"day_0": "1", "day_1": "1", "day_2": "9999"},
        {"reporter": "nobody"},
        {"entry_id": "one"},
        {"place": "x" * 201},
        {"words_2": "x" * 10_001},
    ],
)
def test_add_report_with_what_no_form_sends_is_refused_on_the_page(safe, typed):
    answer = add(safe, **typed)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("role", ["outreach", "peer", "evaluator", "administrator"])
@pytest.mark.parametrize("name", ["show_report", "reply", "correct_report", "erase_report"])
def test_pages_of_readers_are_closed_to_every_other_role(safe, role, name):
    row = safe.report()
    assert page(safe, name, row.pk, role=role)[0] == 403


def test_pages_of_readers_need_the_key_besides_the_role(safe):
    row = safe.report()
    if safe.world.worker("case_worker").holds(safe.project.id, "incident"):
        pytest.fail("a case worker holds the key to reports without a grant that names them")
    for name, ids in (("show_report", (row.pk,)), ("reply", (row.pk,))):
        assert page(safe, name, *ids, role="case_worker")[0] == 403


def test_pages_show_nothing_of_another_projects_reports(safe):
    with safe.world.other.inside():
        other = type(safe)(world=safe.world.other).report()
    for name in ("show_report", "reply", "choose", "correct_report", "join_reporters", "erase_report"):
        assert page(safe, name, other.pk)[0] == 404, name
