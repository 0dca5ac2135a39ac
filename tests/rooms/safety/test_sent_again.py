"""Reports of one reporter that come after another: each stands by itself, and both are one person's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW, SAID
from tests.rooms.safety.test_coming import added, comes, envelope
from yarrow.safety import actions, becoming, choices
from yarrow.safety.models import Addition, Choice, Report
from yarrow.safety.told import Chosen
from yarrow.vault.models import InboxEntry


@pytest.fixture
def read(safe):
    safe.world.worker("adviser")
    return safe


def sealed(read, entry_id, **said):
    """As a browser sends it."""
    payload = {"sent": {**SAID, **said}, "way": "phone", "taken_by": ""}
    return {"entry_id": entry_id, "envelope": envelope(read, entry_id, payload)}


@pytest.mark.parametrize("way", ["browser", "server"])
def test_erasing_a_report_leaves_the_next_of_the_same_reporter(read, way):
    """The adviser who erases holds the key, so what waits is opened and searched."""
    first, second = read.report(), uuid4()
    said = {"reporter": str(first.pk)}
    comes(
        read,
        **(
            sealed(read, second, **said)
            if way == "browser"
            else {"entry_id": second, "sent": {**SAID, **said}}
        ),
    )
    read.do(actions.erase_report, report=first, reason="mistake")
    assert InboxEntry.objects.get().state == "waiting"
    assert read.open_inbox().n_opened == 1 and Report.objects.get().pk == second


def test_erasing_a_report_drops_what_waits_and_tells_of_it(read):
    first = read.report()
    comes(read, sent={**SAID, "words": f"More of {first.pk}", "reporter": str(first.pk)})
    read.do(actions.erase_report, report=first, reason="mistake")
    assert InboxEntry.objects.get().state == "opened" and not Report.objects.exists()


def both(read, way, first, other):
    """The same number twice, and not the same; the second as a worker presses after a look."""
    entry_id = uuid4()
    for said in (first, other):
        if way == "browser":
            comes(read, **sealed(read, entry_id, **said))
        else:
            comes(read, entry_id=entry_id, sent={**SAID, **said})
    read.open_inbox()
    press(read)
    return Report.objects.get(pk=entry_id)


def press(read):
    """On the page of the entry."""
    row = InboxEntry.objects.exclude(state="opened").get()
    answer = read.world.client("adviser").post(read.project.url("desk:settle_entry", row.pk), follow=True)
    row.refresh_from_db()
    assert "It is in the records now" in answer.content.decode() and row.state == "opened"


def page_of(read, report):
    url = read.project.url("safety:show_report", report.pk)
    return read.world.client("adviser").get(url).content.decode()


@pytest.mark.parametrize("way", ["browser", "server"])
def test_a_report_put_otherwise_and_sent_again_is_one_report_with_more(read, way):
    man = SAID["offenders"][0]
    more = [{**man, "plates": [*man["plates"], "QX71 ZZY"]}, {"names": ["Bob"]}]
    other = {"words": "It was by the mill", "place": "The mill", "reach": "Ring my sister", "offenders": more}
    report = both(read, way, {}, {**other, "kinds": ["young"]})
    assert Report.objects.get() == report and report.kinds == ["robbery", "young"]
    assert report.offenders.count() == 2 and report.compared_at is None
    said = page_of(read, report)
    for each in (SAID["words"], "It was by the mill", "The mill", "Ring my sister", "QX71 ZZY", "Bob"):
        assert each in said
    assert said.count("He took my bag") == 1
    read.do(actions.take_back, report_id=report.pk)
    assert not Report.objects.exists() and not Addition.objects.exists()


def test_one_sent_again_that_says_no_more_adds_nothing(read):
    report = both(read, "server", {}, {"reporter": str(uuid4())})
    assert not Addition.objects.exists() and report.offenders.count() == 1
    assert Choice.objects.count() == 1


ESCROW = {"level": "escrow", "tell": "here", "release": "never"}


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_choices_the_narrower_holds_and_nothing_opens(read, turned):
    choice = [{"choice": SAID["choice"]}, {"choice": ESCROW, "words": "In secret"}]
    report = both(read, "browser", *(reversed(choice) if turned else choice))
    assert choices.standing(read.project, report.pk) == Chosen(**ESCROW)
    said = page_of(read, report)
    assert "In secret" not in said and "He took my bag" not in said


def test_what_the_reporter_chose_since_holds(read):
    entry_id = uuid4()
    for words in ("One", "Two"):
        comes(read, **sealed(read, entry_id, words=words))
    read.open_inbox()
    chosen = Chosen("full", "projects", "now")
    read.do(actions.choose, report_id=entry_id, chosen=chosen, how="phone", at=NOW + timedelta(1))
    press(read)
    assert choices.standing(read.project, entry_id) == chosen


def test_one_sent_again_that_nobody_looked_at_goes_with_the_report(read):
    entry_id = uuid4()
    for words in ("One", "Two"):
        comes(read, **sealed(read, entry_id, words=words))
    read.open_inbox()
    read.do(actions.take_back, report_id=entry_id)
    assert not InboxEntry.objects.exclude(state="opened").exists()


def test_an_addition_put_otherwise_is_one_more(read):
    report = read.report()
    number = becoming.addition_ids(report.pk)[0]
    for words in ("His car was blue", "His car was red"):
        added(read, report.pk, words=words, entry_id=number)
    read.open_inbox()
    press(read)
    said = page_of(read, report)
    assert "His car was blue" in said and "His car was red" in said


def stuck(read):
    """An earlier report that nobody could open."""
    entry_id = uuid4()
    comes(read, **sealed(read, entry_id, words=""))
    InboxEntry.objects.update(state="needs_a_look")
    return entry_id


def test_a_report_whose_earlier_one_needs_a_look_is_counted_with_it_once_that_opens(read):
    first = stuck(read)
    for _ in range(2):
        comes(read, sent={**SAID, "reporter": str(first)})
    assert read.open_inbox().n_opened == 2
    assert len(reporters()) == 1
    press(read)
    assert Report.objects.count() == 3 and len(reporters()) == 1
    comes(read, sent={**SAID, "reporter": str(first)})
    read.open_inbox()
    assert len(reporters()) == 1


def test_reports_whose_earlier_one_was_put_aside_are_still_one_reporters(read):
    first = stuck(read)
    comes(read, sent={**SAID, "reporter": str(first)})
    read.open_inbox()
    InboxEntry.objects.filter(entry_id=first).update(state="opened")
    comes(read, sent={**SAID, "reporter": str(first)})
    read.open_inbox()
    assert Report.objects.count() == 2 and len(reporters()) == 1


def reporters():
    return set(Report.objects.values_list("reporter_id", flat=True))
