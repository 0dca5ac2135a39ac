"""What was said anew is compared anew; one person's second report opens no escrow; each in escrow is asked."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW
from tests.rooms.safety.test_comparing import ESCROW, HEARD, NOBODY, compared, key_of, man
from yarrow.safety import actions, alike, comparing, matching, queries
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.models import Report, Suggestion
from yarrow.safety.told import Chosen

DAY = timedelta(days=1)


def choose(safe, report, said, days=1):
    return safe.do(
        actions.choose, report_id=report.pk, chosen=Chosen(**said), how="phone", at=NOW + days * DAY
    )


def is_matched(safe, report):
    """As its page says it."""
    said = queries.whole(safe.project, report.pk).is_matched
    assert said == alike.is_matched(safe.project, report.pk)
    return said


def beside(safe, report):
    found = comparing.compared(safe.world.worker("adviser"), safe.project, report.pk)
    return [match for person in found.people for match in person.matches]


def test_a_second_report_of_the_same_reporter_opens_no_escrow(safe):
    shut = safe.report(**man(), choice=ESCROW)
    again = safe.report(**man(), choice=HEARD, reporter=str(shut.pk))
    assert compared(safe, shut, again) == 0
    assert not is_matched(safe, shut) and beside(safe, shut) == [] == beside(safe, again)
    other = safe.report(**man(), choice=HEARD)
    assert compared(safe, other) == 2 and is_matched(safe, shut)


def test_own_open_reports_leave_room_for_others(safe):
    """Five of one person's do not stand before the one by somebody else."""
    shut = safe.report(**man(), choice=ESCROW)
    for _ in range(6):
        safe.report(**man(words="Northern voice, said he was Bob"), choice=HEARD, reporter=str(shut.pk))
    other = safe.report(offenders=[{"phones": ["07700 900123"]}], choice=HEARD)
    compared(safe, shut)
    assert Suggestion.objects.filter(low__report__in=[shut, other], high__report__in=[shut, other]).exists()


def test_reports_joined_since_open_no_escrow_and_do_again_once_parted(safe):
    shut, other = safe.report(**man(), choice=ESCROW), safe.report(**man(), choice=HEARD)
    assert compared(safe, shut, other) == 1 and is_matched(safe, shut)
    safe.do(actions.join_reporters, report=other, other=shut)
    assert matching.n_waiting(safe.project).n == 0 and not is_matched(safe, shut)
    safe.do(actions.part_reporter, report=other)
    assert matching.n_waiting(safe.project).n == 1 and is_matched(safe, shut)


def test_one_compared_as_the_same_reporters_is_compared_anew_once_parted(safe):
    shut = safe.report(**man(), choice=ESCROW)
    again = safe.report(**man(), choice=HEARD, reporter=str(shut.pk))
    compared(safe, shut, again)
    safe.do(actions.part_reporter, report=again)
    assert safe.do(matching.compare_waiting) == 1


@pytest.mark.parametrize("closed", [NOBODY, {**ESCROW, "tell": "nobody"}])
@pytest.mark.parametrize("side", [0, 1])
def test_nothing_matches_while_one_side_lets_nobody_hear(safe, closed, side):
    pair = safe.report(**man(), choice=ESCROW), safe.report(**man(), choice=HEARD)
    compared(safe, *pair)
    assert is_matched(safe, pair[0])
    choose(safe, pair[side], closed)
    assert not is_matched(safe, pair[0])


@pytest.mark.parametrize("closed", [NOBODY, ESCROW])
def test_what_came_meanwhile_is_compared_once_more_may_be(safe, closed):
    report = safe.report(**man(), choice=HEARD)
    compared(safe, report)
    choose(safe, report, closed)
    between = safe.report(**man(), choice=HEARD)
    n_before = compared(safe, between)
    choose(safe, report, HEARD, 2)
    assert list(matching.to_compare(safe.project)) == [report]
    safe.do(matching.compare_waiting)
    assert n_before + matching.n_waiting(safe.project).n > 0
    pair = [report, between]
    assert Suggestion.objects.filter(low__report__in=pair, high__report__in=pair).exists()


def test_what_closes_a_report_or_changes_checks_alone_is_not_compared_anew(safe):
    report = safe.report(**man(), choice=HEARD)
    compared(safe, report)
    for n, said in enumerate([{**HEARD, "release": "now"}, {**HEARD, "tell": "projects"}, ESCROW], start=1):
        choose(safe, report, said, n)
        assert not matching.to_compare(safe.project).exists()


def test_codes_put_right_are_compared_anew(safe):
    report = safe.report(**man(), choice=HEARD)
    compared(safe, report)
    report.refresh_from_db()
    said = {"kinds": ["rape"], "setting": "", "zone": "", "month": "", "seen": seen_of(report)}
    safe.do(actions.correct, report=report, **said)
    assert list(matching.to_compare(safe.project)) == [report]


def test_what_was_said_while_the_comparing_went_on_holds(safe):
    """Read as open, and nobody's to hear of by the time it is written down; the other went into escrow and back."""
    quiet, other = safe.report(**man(), choice=HEARD), safe.report(**man(), choice=HEARD)
    keys = sorted(key_of(each) for each in (quiet, other))
    choose(safe, quiet, NOBODY)
    read = {quiet.pk: Chosen(**HEARD), other.pk: replace(Chosen(**HEARD), level="escrow")}
    assert safe.do(actions.note_compared, read=read, found={tuple(keys): 20.0}) == 0
    assert not Suggestion.objects.exists()
    assert not Report.objects.exclude(compared_at=None).exists()


def test_two_in_escrow_wait_until_each_reporter_was_asked(safe):
    pair = [safe.report(**man(), choice=ESCROW) for _ in range(2)]
    assert compared(safe, *pair) == 1
    (match,) = beside(safe, pair[0])
    assert {report_id for report_id, _short in match.asks} == {each.pk for each in pair}
    page = safe.world.client("adviser").get(safe.project.url("safety:compare_report", pair[0].pk))
    said = page.content.decode()
    assert all(safe.project.url("safety:reply", each.pk) in said for each in pair)
    for n, report in enumerate(pair):
        safe.do(actions.hand_phrase, report_id=report.pk)
        safe.do(actions.reply, report=report, words="May we?", entry_id=uuid4(), at=NOW + DAY)
        assert matching.n_waiting(safe.project).n == 1 - n
