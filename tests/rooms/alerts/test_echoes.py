"""Between projects: that both have a report naming the same is told where both reporters let it be; nothing more is."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.checks import NUMBER, Table
from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions, echoes
from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Echo, Talk
from yarrow.safety.actions import erase_report, judge
from yarrow.safety.errors import NotAllowed
from yarrow.safety.models import Challenge, Outcome, Report
from yarrow.vault.errors import NoGrant


@pytest.fixture
def two(table):
    """Two projects of one installation."""
    return table, Table(world=table.world.other)


def lay_out(table, at=NOW):
    with table.world.inside():
        found = echoes.wanted(table.world.worker("adviser"), table.project)
        return table.do(actions.lay_out, wanted=found, at=at)


def told(table, **said):
    with table.world.inside():
        return table.report(**{"tell": "projects", **said})


def heard(table):
    with table.world.inside():
        return [
            (one.report.pk, one.other.pk, one.kinds, one.has_talked) for one in echoes.heard(table.project)
        ]


def both_laid_out(two):
    for table in two:
        lay_out(table)


def test_both_projects_hear_that_the_other_has_the_same(two):
    here, there = two
    ours, theirs = told(here), told(there, phones=["+44 (0)7700 900 123"])
    both_laid_out(two)
    assert heard(here) == [(ours.pk, there.project.pk, ("phone",), False)]
    assert heard(there) == [(theirs.pk, here.project.pk, ("phone",), False)]


@pytest.mark.parametrize("silent", ["ours", "theirs"])
@pytest.mark.parametrize("tell", ["here", "nobody"])
def test_nobody_hears_where_one_reporter_did_not_agree(two, silent, tell):
    here, there = two
    told(here, **({"tell": tell} if silent == "ours" else {}))
    told(there, **({"tell": tell} if silent == "theirs" else {}))
    both_laid_out(two)
    assert heard(here) == heard(there) == []


@pytest.mark.parametrize("which", [0, 1])
def test_choice_taken_back_silences_both_at_once(two, which):
    rows = [told(table) for table in two]
    both_laid_out(two)
    with two[which].world.inside():
        two[which].choose(rows[which], tell="here", at=NOW + timedelta(days=1))
    assert heard(two[0]) == heard(two[1]) == []


def test_tags_of_a_choice_taken_back_go_when_it_is_compared_again(two):
    here, _there = two
    row = told(here)
    assert lay_out(here) == 1
    with here.world.inside():
        here.choose(row, tell="nobody", at=NOW + timedelta(days=1))
    assert lay_out(here) == 1
    assert not Echo.objects.exists()


@pytest.mark.parametrize("which", [0, 1])
def test_report_that_was_restricted_after_a_challenge_echoes_nowhere_until_it_is_kept(two, which):
    rows, table = [told(each) for each in two], two[which]
    both_laid_out(two)

    def judged(outcome):
        with table.world.inside():
            challenge = Challenge.objects.create(project=table.project, received_at=NOW)
            row = Report.objects.get(pk=rows[which].pk)
            said = {"challenge": challenge, "report": row, "outcome": outcome, "reason": "Looked at anew"}
            table.do(judge, at=NOW + timedelta(days=1) * Outcome.objects.count(), **said)

    judged("restrict")
    assert heard(two[0]) == heard(two[1]) == []
    assert lay_out(table) == 0
    assert heard(two[0]) == heard(two[1]) == []
    judged("keep")
    assert lay_out(table) == 1
    assert len(heard(two[0])) == len(heard(two[1])) == 1


def test_tags_that_lie_there_still_of_a_restricted_report_are_not_heard_of(two):
    here, there = two
    report = told(here)
    told(there)
    both_laid_out(two)
    with here.world.inside():
        challenge = Challenge.objects.create(project=here.project, received_at=NOW)
        said = {"outcome": "restrict", "decided_by": uuid4(), "decided_at": NOW}
        Outcome.objects.create(project=here.project, challenge=challenge, report=report, **said)
    assert heard(here) == [] and lay_out(here) == 1


def test_comparing_again_changes_nothing(two):
    here, _there = two
    told(here, plates=["AB12 CDE"], online=["@quiet.river"])
    assert lay_out(here) == 3
    assert lay_out(here) == 0


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ({"phones": [], "plates": ["ab 12 cde"]}, ("plate",)),
        ({"phones": [], "online": ["https://www.instagram.com/quiet.river"]}, ("online",)),
        ({"plates": ["AB12CDE"], "online": ["quiet.river"]}, ("phone", "plate", "online")),
        ({"phones": ["07700 900124"]}, ()),
        ({"phones": ["900123"]}, ()),
        ({"phones": [], "plates": ["AB12*"]}, ()),
        ({"phones": [], "words": NUMBER}, ()),
    ],
)
def test_whole_identifiers_in_any_spelling_are_the_same_and_parts_are_not(two, said, kinds):
    here, there = two
    told(here, plates=["AB12 CDE"], online=["@quiet.river"])
    told(there, **said)
    both_laid_out(two)
    assert [one[2] for one in heard(here)] == ([kinds] if kinds else [])


def test_two_reports_of_one_project_are_no_echo(two):
    here, _there = two
    told(here)
    told(here)
    lay_out(here)
    assert heard(here) == []


def test_rows_hold_nothing_that_says_the_number(two):
    here, _there = two
    told(here)
    lay_out(here)
    row = Echo.objects.get()
    assert NUMBER[-6:] not in f"{row.tag}{row.key_id}"
    assert (len(row.tag), row.kind) == (32, "phone")


def test_note_talk_stands_once_and_is_the_projects_own(two):
    here, there = two
    ours = told(here)
    told(there)
    both_laid_out(two)
    for _n in range(2):
        with here.world.inside():
            here.do(actions.note_talk, report=ours, other=there.project)
    assert Talk.objects.count() == 1
    assert [one[3] for one in heard(here)] == [True]
    assert [one[3] for one in heard(there)] == [False]


def test_note_talk_about_nothing_is_not_here(two):
    here, there = two
    ours = told(here)
    with here.world.inside(), pytest.raises(NotHere):
        here.do(actions.note_talk, report=ours, other=there.project)


@pytest.mark.parametrize(("role", "error"), [("outreach", NotAllowed), ("coordinator", NoGrant)])
def test_listening_needs_the_right_and_the_key(two, role, error):
    here, _there = two
    told(here)
    with pytest.raises(error):
        echoes.wanted(here.world.worker(role), here.project)
    with pytest.raises(error):
        here.do(actions.lay_out, wanted=[], by=role)


def test_erased_report_is_heard_of_no_more(two):
    here, there = two
    told(here)
    theirs = told(there)
    both_laid_out(two)
    with there.world.inside():
        there.do(erase_report, report=theirs, reason="asked")
    assert heard(here) == []


def test_page_names_the_other_project_and_says_nothing_of_its_report(two):
    here, there = two
    told(here)
    told(there, words="Their words alone")
    both_laid_out(two)
    client = here.world.client("adviser")
    page = client.get(here.project.url("alerts:list_echoes")).content.decode()
    assert there.project.name in page and "The same phone number" in page
    assert "Their words alone" not in page and NUMBER not in page
    assert "900123" not in page


def test_page_compares_and_notes_that_they_talked(two):
    here, there = two
    ours = told(here)
    told(there)
    lay_out(there)
    client = here.world.client("adviser")
    assert client.post(here.project.url("alerts:lay_out_echoes")).status_code == 302
    address = here.project.url("alerts:note_talk", ours.pk, there.project.pk)
    assert address in client.get(here.project.url("alerts:list_echoes")).content.decode()
    assert client.post(address).status_code == 302
    assert "Talked" in client.get(here.project.url("alerts:list_echoes")).content.decode()
    assert client.post(here.project.url("alerts:note_talk", ours.pk, uuid4())).status_code == 404


def test_page_is_closed_to_whoever_lacks_the_key(two):
    here, there = two
    told(here)
    told(there)
    both_laid_out(two)
    answer = here.world.client("coordinator").get(here.project.url("alerts:list_echoes"))
    assert answer.status_code == 403
    assert there.project.name not in answer.content.decode()
