"""Reports are compared as far as their reporters allow, and pairs wait until somebody says something of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.rooms.safety.conftest import NOW, Safe
from tests.worlds import make_project
from yarrow.safety import actions, links, matching
from yarrow.safety.errors import CannotBe, Closed, Conflict, NotAllowed, NotHere
from yarrow.safety.models import Decision, Offender, Report, Suggestion
from yarrow.safety.told import Chosen
from yarrow.vault.models import TrailRow

HEARD = {"level": "warn", "tell": "here", "release": "never"}
ESCROW = {"level": "escrow", "tell": "here", "release": "never"}
NOBODY = {"level": "kept", "tell": "nobody", "release": "never"}
MAN = {"phones": ["07700 900123"], "plates": ["AB12 CDE"], "age": "35-44"}


def man(**more):
    return {"offenders": [{**MAN, **more}]}


def key_of(report):
    return Offender.objects.get(report=report).pk


def compared(safe, *reports, at=NOW):
    ids = [each.pk for each in reports]
    return safe.do(matching.compare, report_ids=ids, at=at)


@pytest.fixture
def two(safe):
    """Two reports of one plate and number, compared."""
    pair = safe.report(**man()), safe.report(**man())
    assert compared(safe, *pair) == 1
    return pair


def decide(safe, one, other, said, n_seen=0, **act):
    return safe.do(actions.decide, one=key_of(one), other=key_of(other), said=said, n_seen=n_seen, **act)


def test_two_that_are_alike_are_suggested_once_and_wait(safe, two):
    (row,) = Suggestion.objects.all()
    assert {row.low_id, row.high_id} == {key_of(each) for each in two} and row.bits > 10
    assert all(report.compared_at == NOW for report in Report.objects.all())
    assert compared(safe, *two, at=NOW + timedelta(days=1)) == 0
    assert matching.n_waiting(safe.project) == matching.Waiting(1, NOW)


def test_comparing_is_on_the_trail_also_where_nothing_came_of_it(safe):
    quiet = safe.report(**man(), choice=NOBODY)
    safe.report(**man())
    before = TrailRow.objects.count()
    assert compared(safe, quiet) == 0
    row = TrailRow.objects.order_by("n").last()
    assert (TrailRow.objects.count(), row.act, row.reason) == (before + 1, "safety.compare", "suggested: 0")


def test_a_report_of_which_nobody_may_hear_is_not_compared_until_it_may_be(safe):
    quiet, loud = safe.report(**man(), choice=NOBODY), safe.report(**man())
    assert list(matching.to_compare(safe.project)) == [loud]
    assert compared(safe, quiet, loud) == 0
    quiet.refresh_from_db()
    assert quiet.compared_at is None
    safe.do(actions.choose, report_id=quiet.pk, chosen=Chosen(**HEARD), how="phone", at=NOW + timedelta(1))
    assert list(matching.to_compare(safe.project)) == [quiet]
    assert safe.do(matching.compare_waiting) == 1


def test_a_pair_waits_no_more_once_a_reporter_lets_nobody_hear(safe, two):
    safe.do(actions.choose, report_id=two[0].pk, chosen=Chosen(**NOBODY), how="phone", at=NOW + timedelta(1))
    assert matching.n_waiting(safe.project).n == 0


@pytest.mark.parametrize("said", ["same", "different", "unsure"])
def test_what_was_decided_waits_no_more_and_is_not_suggested_again(safe, two, said):
    decide(safe, *two, said)
    Suggestion.objects.all().delete()
    assert compared(safe, *two) == 0
    assert matching.n_waiting(safe.project) == matching.Waiting(0, None)


def test_what_is_taken_back_waits_again(safe, two):
    decide(safe, *two, "different")
    decide(safe, *two, "undone", n_seen=1)
    assert matching.n_waiting(safe.project).n == 1
    assert [row.said for row in Decision.objects.order_by("n")] == ["different", "undone"]


def test_whoever_saw_less_than_stands_gets_a_conflict(safe, two):
    decide(safe, *two, "same")
    with pytest.raises(Conflict):
        decide(safe, *two, "different")
    assert Decision.objects.get().said == "same"


@pytest.mark.parametrize(
    ("said", "n_seen", "refusal"),
    [("maybe", 0, CannotBe), ("", 0, CannotBe), ("undone", 0, CannotBe), ("same", -1, Conflict)],
)
def test_decide_refuses_what_can_not_be_said(safe, two, said, n_seen, refusal):
    with pytest.raises(refusal):
        decide(safe, *two, said, n_seen=n_seen)


def test_decide_of_one_report_or_of_another_project_is_refused(safe, two):
    report = safe.report(offenders=[MAN, {"age": "18-24"}])
    first, second = Offender.objects.filter(report=report)
    with pytest.raises(CannotBe):
        safe.do(actions.decide, one=first.pk, other=second.pk, said="same", n_seen=0)
    with pytest.raises(NotHere):
        safe.do(actions.decide, one=first.pk, other=first.pk, said="same", n_seen=0)
    other = safe.world.other
    with other.inside(), pytest.raises(NotHere):
        actions.decide(
            one=first.pk,
            other=key_of_any(two, safe),
            said="same",
            n_seen=0,
            project=other.project,
            by=other.worker("adviser"),
            at=NOW,
        )


def key_of_any(two, safe):
    with safe.world.inside():
        return key_of(two[0])


@pytest.mark.parametrize("role", ["outreach", "peer", "evaluator"])
def test_whoever_reads_no_reports_neither_compares_nor_decides(safe, two, role):
    with pytest.raises(NotAllowed):
        safe.do(matching.compare, report_ids=[two[0].pk], by=role)
    with pytest.raises(NotAllowed):
        decide(safe, *two, "same", by=role)
    assert safe.do(matching.compare_waiting, by=role) == 0


def test_a_report_in_escrow_is_suggested_and_nothing_is_decided_of_it(safe):
    shut, loud = safe.report(**man(), choice=ESCROW), safe.report(**man())
    assert compared(safe, shut, loud) == 1
    assert matching.n_waiting(safe.project).n == 1
    for said in ("same", "different", "unsure"):
        with pytest.raises(Closed):
            decide(safe, shut, loud, said)
    safe.do(actions.choose, report_id=shut.pk, chosen=Chosen(**HEARD), how="phone", at=NOW + timedelta(1))
    assert decide(safe, shut, loud, "same").n == 1


def test_words_of_a_report_in_escrow_speak_for_nobody(safe):
    rare = "zeppelinmask quarterstaff hurdygurdy bandoneon"
    said = {"words": rare, "offenders": [{"age": "35-44"}]}
    shut, loud = safe.report(**said, choice=ESCROW), safe.report(**said)
    register = matching.read_unrecorded(safe.world.worker("adviser"), safe.project)
    assert "zeppelinmask" not in register.told[key_of(shut)].one.words
    assert "zeppelinmask" in register.told[key_of(loud)].one.words


def test_clusters_are_connected_and_come_apart_where_a_link_goes(safe):
    one, two, three, four = (safe.report(**man()) for _ in range(4))
    decide(safe, one, two, "same")
    decide(safe, two, three, "same")
    decide(safe, three, four, "different")
    keys = [key_of(each) for each in (one, two, three, four)]
    assert links.cluster_of(safe.project, keys[0]) == set(keys[:3])
    assert links.cluster_of(safe.project, keys[3]) == {keys[3]}
    decide(safe, one, two, "undone", n_seen=1)
    assert links.cluster_of(safe.project, keys[0]) == {keys[0]}
    assert links.cluster_of(safe.project, keys[2]) == set(keys[1:3])


def test_a_cluster_leaves_out_whoever_lets_nobody_hear_and_what_was_erased(safe):
    one, two, three = (safe.report(**man()) for _ in range(3))
    decide(safe, one, two, "same")
    decide(safe, two, three, "same")
    keys = [key_of(each) for each in (one, two, three)]
    later = NOW + timedelta(1)
    safe.do(actions.choose, report_id=two.pk, chosen=Chosen(**NOBODY), how="phone", at=later)
    assert links.cluster_of(safe.project, keys[0]) == {keys[0]}
    assert links.cluster_of(safe.project, keys[1]) == frozenset()
    safe.do(actions.choose, report_id=two.pk, chosen=Chosen(**HEARD), how="phone", at=later + timedelta(1))
    assert len(links.cluster_of(safe.project, keys[0])) == 3
    three.delete()
    assert links.cluster_of(safe.project, keys[0]) == set(keys[:2])


def test_one_reporter_counts_once(safe):
    first = safe.report(**man())
    again, other = safe.report(**man(), reporter=str(first.pk)), safe.report(**man())
    keys = [key_of(each) for each in (first, again, other)]
    assert links.n_reporters(safe.project, keys) == 2
    assert links.n_reporters(safe.project, []) == 0


@pytest.mark.postgres_only(reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_two_advisers_who_decide_at_once_say_one_thing():
    safe = Safe(world=make_project())
    pair = [safe.report(**man()) for _ in range(2)]
    keys, by, start = [key_of(each) for each in pair], safe.world.worker("adviser"), Barrier(2)

    def say(said):
        with safe.world.inside():
            start.wait(timeout=10)
            try:
                told = {"one": keys[0], "other": keys[1], "said": said, "n_seen": 0}
                return actions.decide(project=safe.project, by=by, at=NOW, **told).said
            except Conflict:
                return "conflict"
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(say, ["same", "different"]))
    assert said[0] == "conflict"
    with safe.world.inside():
        assert [row.said for row in Decision.objects.all()] == [said[1]]
