"""Sharing at its edges: midnights of the project, every way in which a link ends, two people, whose row it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rooms.sharing.conftest import MINUTE, NOW, Table, answer, open_it
from tests.worlds import make_project
from yarrow.methods.sharing import Why
from yarrow.people import actions as people
from yarrow.people.errors import MergedAway, NotForYou, NotHere
from yarrow.people.models import Merge
from yarrow.sharing import actions, taking_along
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import CannotBe, Ended, NoPackage, NotAgreed, WrongCode, WrongStep
from yarrow.sharing.models import Answer, Package, Proposal, Share
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow

DAY = 24 * 60
FACTS = [Fact("called", "Kim"), Fact("health_words", "Needs an X-ray")]
# (zone, the last instant of 20 March there, how it is told in UTC)
MIDNIGHTS = {
    "Pacific/Auckland": datetime(2026, 3, 20, 10, 59, 59, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 3, 20, 18, 14, 59, tzinfo=UTC),
    "America/Los_Angeles": datetime(2026, 3, 21, 6, 59, 59, tzinfo=UTC),
    "Europe/London": datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC),
}


@pytest.fixture
def police(table):
    return table.agency("River police", kind="police")


def why(act):
    with pytest.raises(NotAgreed) as found:
        act()
    return found.value.why


@pytest.mark.parametrize("zone", MIDNIGHTS)
def test_a_consent_ends_with_its_last_day_where_the_project_is(db, zone):
    """The share, the link that lives on it, and the file all end at the same midnight."""
    table = Table(
        world=make_project(zone.lower().replace("/", "-")[:20], time_zone=zone, at=NOW - timedelta(days=9))
    )
    kim, quay = table.person("Kim"), table.agency()
    table.agree(kim, quay, expires_on=date(2026, 3, 20))
    last, over = MIDNIGHTS[zone], MIDNIGHTS[zone] + timedelta(seconds=1)
    told = {"person": kim, "agency": quay, "purpose": "health", "facts": FACTS, "project": table.project}
    made = actions.make_package(days=30, openings=9, by=table.by(), at=last, **told)
    assert actions.open_package(token=made.token, code=made.code, at=last).said["called"] == "Kim"
    assert why(lambda: actions.record_share(how="spoken", by=table.by(), at=over, **told)) == Why.EXPIRED
    with pytest.raises(NoPackage):
        actions.open_package(token=made.token, code=made.code, at=over)
    states = [
        taking_along.consents_of(table.by(), kim, at)["entry"][0]["resource"]["status"] for at in (last, over)
    ]
    assert states == ["active", "inactive"]


def test_a_consent_may_end_today_and_not_yesterday_where_the_project_is(db):
    table = Table(world=make_project("auckland", time_zone="Pacific/Auckland", at=NOW - timedelta(days=9)))
    kim = table.person("Kim")
    with pytest.raises(Exception, match="This day is over"):
        table.agree(kim, expires_on=NOW.date())
    assert table.agree(kim, expires_on=NOW.date() + timedelta(days=1)).said_on == date(2026, 3, 15)


def try_wrong_codes(table, made, kim, quay):
    for _n in range(5):
        with pytest.raises(WrongCode):
            open_it(made, code="x")


def say_no_by_name(table, made, kim, quay):
    table.take_back(kim, quay, after=1)
    table.agree(kim, after=1)


ENDS = {
    "used up": lambda table, made, kim, quay: [open_it(made) for _n in range(3)],
    "late": lambda table, made, kim, quay: None,
    "five wrong codes": try_wrong_codes,
    "by hand": lambda table, made, kim, quay: table.do(actions.end_package, package=made.package, after=1),
    "taken back": lambda table, made, kim, quay: table.take_back(kim, after=1),
    "no by name": say_no_by_name,
    "ran out": lambda table, made, kim, quay: table.agree(kim, quay, expires_on=NOW.date(), after=1),
    "another kind": lambda table, made, kim, quay: (
        type(quay).objects.filter(pk=quay.pk).update(kind="police")
    ),
    "erased": lambda table, made, kim, quay: table.do(
        people.erase_person, person=kim, role="manager", reason="asked", after=1
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_link_that_ended_tells_the_same_whichever_way_it_ended(table, make, kim, quay, how):
    made = make()
    ENDS[how](table, made, kim, quay)
    after = {"late": 7 * DAY, "ran out": DAY}.get(how, 5)
    n = Answer.objects.count(), TrailRow.objects.filter(act="sharing.open_package").count()
    said = set()
    is_told = how in ("taken back", "no by name", "erased")
    if is_told:
        with pytest.raises(Ended):
            open_it(made, after=after)
    for code in ("000000x",) if is_told else (made.code, "000000x"):
        with pytest.raises(NoPackage) as found:
            open_it(made, after=after, code=code)
        said.add((found.value.message, found.value.status, found.value.field))
    with pytest.raises(NoPackage) as found:
        open_it(made, after=after, token="A" * 43)
    assert said == {(found.value.message, found.value.status, found.value.field)}, (
        "not even whether the code is right"
    )
    if how == "used up":
        assert answer(made, "booked", after=after).answer == "booked"
    else:
        with pytest.raises(Ended if is_told else NoPackage):
            answer(made, "booked", after=after)
        assert n == (Answer.objects.count(), TrailRow.objects.filter(act="sharing.open_package").count())


@pytest.mark.parametrize(
    ("said", "reason"),
    [("booked", "x"), ("accepted", "sex work, and she owes money"), ("attended", " "), ("accepted", "full"),
     ("refused", "FULL"), ("refused", "x" * 5_000), ("", ""), ("ACCEPTED", ""), ("refused", " full")],
)  # fmt: skip
def test_nobody_outside_writes_words_of_their_own(make, said, reason):
    made = make()
    with pytest.raises(CannotBe) as found:
        answer(made, said, reason)
    assert found.value.field == "answer" and not Answer.objects.exists()
    assert not TrailRow.objects.filter(act="sharing.answer_package").exists()


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "１２３４５６", "0" * 4_000, "\x00"])
def test_what_is_no_code_is_a_wrong_one(make, code):
    made = make()
    with pytest.raises(WrongCode):
        open_it(made, code=code)
    assert Package.objects.get().n_wrong == 1 and open_it(made, code=f" {made.code}\n").said


def test_a_link_follows_a_merge_and_its_parting(table, make, kim, quay):
    made, mel = make(openings=9), table.person("Mel")
    table.do(people.merge_people, into=mel, came=kim, take=[])
    assert open_it(made).package.person_id == mel.pk
    table.do(people.part_people, merge=Merge.objects.get(), after=1)
    assert Package.objects.get().person_id == Share.objects.get().person_id == kim.pk
    assert open_it(made, after=2).said["called"] == "Kim"
    table.take_back(kim, quay, after=3)
    assert set(Share.objects.to_recall()) == {Share.objects.get()}
    with pytest.raises(Ended):
        open_it(made, after=4)


@pytest.mark.parametrize("role", ["outreach", "adviser", "peer", "administrator", "evaluator"])
def test_who_proposed_and_does_no_case_work_any_more_sends_nothing(table, kim, police, role):
    proposal = table.decide(table.propose(kim, police))
    moved = replace(table.by(), role=role)
    told = {
        "person": kim,
        "agency": police,
        "purpose": "",
        "facts": FACTS[:1],
        "how": "spoken",
        "proposal": proposal,
    }
    with pytest.raises(NotForYou):
        actions.record_share(project=table.project, by=moved, at=NOW, **told)
    assert not Share.objects.exists() and Proposal.objects.get().state == "approved"


def test_an_author_approves_nothing_in_whatever_role_they_come_back(table, kim, police):
    proposal = table.propose(kim, police)
    for role in ("manager", "coordinator", "case_worker"):
        as_another = replace(table.by(), role=role)
        with pytest.raises(WrongStep):
            actions.decide_proposal(
                proposal=proposal, act="approve", project=table.project, by=as_another, at=NOW
            )
    assert Proposal.objects.get().decided_by is None


@pytest.mark.parametrize(
    ("decided", "sent", "is_in_time"),
    [
        (3 * DAY - 1, 4 * DAY - 2, True),
        (3 * DAY - 1, 4 * DAY - 1, False),
        (0, DAY - 1, True),
        (0, DAY, False),
    ],
)
def test_an_approval_is_for_one_day_from_the_approval(table, kim, police, decided, sent, is_in_time):
    proposal = table.decide(table.propose(kim, police), after=decided)
    send = {"proposal": proposal, "facts": {"called": "Kim"}, "after": sent}
    if is_in_time:
        assert table.share(kim, police, **send).approved_by == table.by("manager").id
    else:
        assert why(lambda: table.share(kim, police, **send)) == Why.OVER
        with pytest.raises(WrongStep):
            table.decide(proposal, "refuse", after=sent)


@pytest.mark.parametrize(
    "acts",
    [("approve", "approve"), ("approve", "refuse", "approve"), ("refuse", "approve"), ("refuse", "refuse")],
)
def test_a_proposal_is_decided_once(table, kim, police, acts):
    proposal = table.propose(kim, police)
    *before, last = acts
    for act in before:
        table.decide(proposal, act)
    stood = Proposal.objects.values().get()
    with pytest.raises(WrongStep):
        table.decide(proposal, last, role="coordinator", after=1)
    assert Proposal.objects.values().get() == stood, "nothing of the first decision changed"


def test_an_approved_proposal_that_was_refused_after_all_lets_nothing_leave(table, kim, police):
    proposal = table.decide(table.propose(kim, police))
    table.decide(proposal, "refuse", role="coordinator", after=1)
    assert (
        why(lambda: table.share(kim, police, proposal=proposal, facts={"called": "Kim"}, after=2))
        == Why.NOT_APPROVED
    )


def test_a_proposal_goes_with_a_merge_and_ends_with_an_erasure(table, kim, police):
    proposal, mel = table.decide(table.propose(kim, police)), table.person("Mel")
    table.do(people.merge_people, into=mel, came=kim, take=[])
    send = {"proposal": proposal, "facts": {"called": "Kim"}}
    with pytest.raises(MergedAway):
        table.share(kim, police, **send)
    assert table.share(mel, police, **send).proposal_id == proposal.pk
    other = table.decide(table.propose(mel, police))
    table.do(people.erase_person, person=mel, role="manager", reason="asked")
    with pytest.raises(Erased):
        table.share(mel, police, proposal=other, facts={"called": "Kim"})
    assert not Proposal.objects.exists() and not Share.objects.exists()


def test_no_by_name_and_a_later_yes_for_its_kind_says_what_to_do(table, kim, quay):
    table.agree(kim, quay)
    table.take_back(kim, quay, after=1)
    table.agree(kim, after=2)
    with pytest.raises(NotAgreed, match=r"said no to Quay clinic.*by its name"):
        table.share(kim, quay, after=3)
    assert table.share(kim, table.agency("Lock clinic"), after=3).pk
    table.agree(kim, quay, after=4)
    assert table.share(kim, quay, after=5).pk


def test_the_file_of_consents_says_whom_a_kind_does_not_reach(table, kim, quay):
    lock = table.agency("Lock clinic")
    for one in (quay, lock):
        table.agree(kim, one)
    table.take_back(kim, quay, after=1)
    table.agree(kim, after=2)
    by_name = {
        entry["resource"]["provision"]["actor"][0]["reference"]["display"]: entry["resource"]["provision"]
        for entry in taking_along.consents_of(table.by(), kim, NOW + 3 * MINUTE)["entry"]
    }
    assert set(by_name) == {"A clinic", "Lock clinic"} and "provision" not in by_name["Lock clinic"]
    (denied,) = by_name["A clinic"]["provision"]
    assert (denied["type"], denied["actor"][0]["reference"]["display"]) == ("deny", "Quay clinic")


@pytest.mark.parametrize("what", ["share", "package", "proposal"])
def test_an_entry_that_is_somebody_elses_is_nobodys(table, kim, quay, what):
    """A form of one record sent to another's address finds nothing, and writes nothing."""
    zoe = table.person("Zoe")
    for one in (kim, zoe):
        table.agree(one, quay)
    if what == "proposal":
        first = table.propose(kim, quay)
        assert table.propose(kim, quay, entry_id=first.pk) == first
        with pytest.raises(NotHere):
            table.propose(zoe, quay, entry_id=first.pk)
        return
    first = table.share(kim, quay)
    told = {"person": zoe, "agency": quay, "purpose": "health", "facts": FACTS, "entry_id": first.pk}
    act, said = (
        (actions.record_share, {"how": "spoken"})
        if what == "share"
        else (actions.make_package, {"days": 7, "openings": 3})
    )
    with pytest.raises(NotHere):
        table.do(act, **told, **said)
    assert Share.objects.count() == 1 and not Package.objects.exists()


@pytest.mark.parametrize("facts", [("called", "called"), ("called", "nationality"), ("CALLED",), ("",)])
def test_facts_are_of_the_list_and_each_once(table, kim, quay, facts):
    table.agree(kim, quay)
    told = {"person": kim, "agency": quay, "purpose": "health", "how": "spoken"}
    with pytest.raises(CannotBe):
        table.do(actions.record_share, facts=[Fact(code, "x") for code in facts], **told)
    assert not Share.objects.exists()
