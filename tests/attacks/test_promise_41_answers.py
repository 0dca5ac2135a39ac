"""What somebody answered to a form is words under seal: in no table, no file, no log and no extract."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.attacks.asking import asked
from tests.attacks.scanner import marker
from tests.attacks.test_promise_01_stolen_disk import without_sealing
from yarrow.measures import extract, leaving
from yarrow.people.actions import add_person

PROMISE = (
    "What a person answers to a form, also what was put right or is not finished, and what was done about it, is "
    "readable on no disk; figures have scores alone, and no signal is in any file that leaves."
)


@pytest.fixture
def answered(world):
    """A person with one draft, one form that was put right and one signal that was acted on; every word a marker."""
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = add_person(called="Kim", **act)
    planted = []

    def word(_name):
        planted.append(marker())
        return planted[-1]

    ids = asked(world, person, act, word)
    return person, act, planted, ids


def shown(world, person, ids):
    """What a case worker reads of it on pages."""
    client, url = world.client("case_worker"), world.project.url
    pages = [url("measures:show_filling", person.id, ids["filling_id"])]
    pages += [url("measures:fill", person.id, ids["draft_id"]) + "?~at=q2"]
    said = "".join(client.get(page).content.decode() for page in pages)
    signal = url("measures:show_signal", ids["signal_id"])
    return said + world.client("coordinator").get(signal).content.decode()


def test_answers_are_on_no_disk(world, disk, answered):
    person, _act, planted, ids = answered
    read = shown(world, person, ids)
    assert len(planted) >= 4 and sum(word in read for word in planted) >= 3
    assert [(hit.place, hit.disguise) for hit in disk.scan(planted)] == []


def test_answers_twin_without_sealing_is_caught(world, disk, monkeypatch):
    without_sealing(monkeypatch)
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    word = marker()
    asked(world, add_person(called="Kim", **act), act, lambda name: f"{word} {uuid4()}")
    assert disk.scan([word])


def leaves(world, person, act):
    """What goes out of the project about this person's forms: the file for elsewhere, the rows for figures."""
    today = timezone.localdate()
    rows = list(extract.score_rows(world.project, today - timedelta(days=9), today + timedelta(days=1)))
    return repr(leaving.bundle_of(act["by"], person, "")) + repr(rows)


def test_signals_and_what_was_done_leave_in_no_file(world, answered):
    person, act, planted, ids = answered
    said = leaves(world, person, act)
    assert "QuestionnaireResponse" in said and str(ids["filling_id"]) not in said
    # The words typed about the signal are the last that were planted.
    assert planted[-1] not in said and str(ids["signal_id"]) not in said and "agreed" not in said


def test_signals_twin_that_leave_with_the_answers_are_caught(world, answered, monkeypatch):
    person, act, _planted, ids = answered
    whole = leaving.response_of

    def telling(row, opened, source):
        return {**whole(row, opened, source), "signals": [str(one.id) for one in row.signals.all()]}

    monkeypatch.setattr(leaving, "response_of", telling)
    assert str(ids["signal_id"]) in leaves(world, person, act)
