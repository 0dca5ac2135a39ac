"""Control by others starts from what the person wants; papers to stay open for one purpose, and are off at first."""

import re

import pytest

from tests.rooms.referrals.conftest import NOW, days, text
from yarrow.people.errors import NotForYou, NotHere
from yarrow.referrals import actions, control, lists
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Concern, ConcernStep, StayStatus
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Share

# What would make coming from somewhere a reason.
ORIGIN = re.compile(
    r"migra|foreign|national|visa|asylum|passport|country|abroad|languag|speaks? (no|little)|ethnic|born",
    re.I,
)


def raise_(table, person, **said):
    told = {"wants": "To sleep somewhere else", "signs": ["debt"], **said}
    return table.do(actions.raise_concern, person=person, **told)


def stay(table, person, **said):
    told = {"status": "asked", "is_asked": True, "words": "A letter came", **said}
    return table.do(actions.note_stay, person=person, **told)


@pytest.fixture
def kept(table):
    table.do(actions.keep_stay_status, by=table.world.worker("coordinator"), is_kept=True)


def test_no_reason_is_where_somebody_comes_from():
    offered = [(item.code, item.label) for item in lists.items("signs")]
    assert offered and [one for one in offered if ORIGIN.search(" ".join(one))] == []


def test_origin_planted_faults_are_found():
    for words in ("Migrant", "no_visa", "Does not know the language", "Foreign national", "Seeks asylum"):
        assert ORIGIN.search(words), words


def test_a_made_up_reason_is_refused_and_so_is_none(table, kim):
    for signs in ([], ["migrant"], ["debt", "nationality"]):
        with pytest.raises(CannotBe) as refused:
            raise_(table, kim, signs=signs)
        assert refused.value.field == "signs"
    assert Concern.objects.count() == 0


def test_it_starts_with_what_they_want(table, kim):
    with pytest.raises(CannotBe) as refused:
        raise_(table, kim, wants="  ")
    assert refused.value.field == "wants"
    raise_(table, kim)
    (shown,) = control.concerns_of(table.by, kim, "")
    assert shown.wants == "To sleep somewhere else" and shown.signs == [
        "They work off a debt that somebody set"
    ]


def test_a_report_stands_beside_the_share_by_which_it_left(table, agreed, clinic):
    concern = raise_(table, agreed)
    with pytest.raises(CannotBe):
        table.do(actions.add_concern_step, concern=concern, kind="report")
    share = table.sent(agreed, clinic).share
    other = raise_(table, table.person("Lu"))
    with pytest.raises(NotHere):
        table.do(actions.add_concern_step, concern=other, kind="report", share=share)
    step = table.do(actions.add_concern_step, concern=concern, kind="report", share=share)
    assert step.share == share and ConcernStep.objects.count() == 1
    assert table.do(actions.add_concern_step, concern=concern, kind="safety", share=share).share is None


def test_it_ends_once(table, kim):
    concern = table.do(actions.end_concern, concern=raise_(table, kim))
    with pytest.raises(WrongMove):
        table.do(actions.end_concern, concern=concern)


def test_papers_are_off_at_first(table, kim, client, url):
    with pytest.raises(CannotBe):
        stay(table, kim)
    page = text(client.post(url("show_stay", kim.id), {"is_asked": "on"}))
    assert "writes nothing down" in page and StayStatus.objects.count() == 0


def test_papers_that_are_off_say_who_turns_them_on(table, kim, client, url):
    there = url("keep_stay_status")
    own = client.get(url("show_stay", kim.id)).content.decode()
    assert f'href="{there}"' not in own and "A co-ordinator can turn it on." in own
    page = table.world.client("coordinator").get(url("show_stay", kim.id)).content.decode()
    assert f'href="{there}"' in page


def test_papers_open_only_where_they_asked_for_help(table, kim, kept, client, url):
    with pytest.raises(CannotBe):
        stay(table, kim, is_asked=False)
    stay(table, kim)
    assert "A letter came" not in text(client.get(url("show_stay", kim.id)))
    assert "A letter came" not in text(client.post(url("show_stay", kim.id), {}))
    assert "A letter came" in text(client.post(url("show_stay", kim.id), {"is_asked": "on"}))


def test_only_those_who_arrange_say_that_papers_are_kept(table):
    with pytest.raises(NotForYou):
        table.do(actions.keep_stay_status, is_kept=True)


def test_the_one_share_they_asked_for_is_decided_like_every_other(table, agreed, clinic, kept):
    stay(table, agreed)
    told = {"person": agreed, "agency": clinic}
    with pytest.raises(CannotBe):
        table.do(actions.share_stay, is_asked=False, **told)
    law = table.agency("Law centre", kind="immigration_advice")
    with pytest.raises(NotAgreed):
        table.do(actions.share_stay, is_asked=True, person=agreed, agency=law)
    assert Share.objects.count() == 0
    table.consent(agreed, ("support",), purpose="support", recipient="advice")
    share = table.do(actions.share_stay, is_asked=True, person=agreed, agency=law)
    told = share.sealed.open_unrecorded("notes.told", table.by.key)
    assert "Has asked to stay and waits" in told["support_words"]


def test_taken_away_nothing_is_left(table, kim, kept):
    stay(table, kim)
    stay(table, kim, status="none", at=NOW + days(1))
    assert control.stay_of(table.by, kim).status == "Has no papers"
    assert table.do(actions.forget_stay, person=kim) == 2
    assert StayStatus.objects.count() == 0 and control.stay_of(table.by, kim) is None


def test_the_page_of_a_worry_begins_with_their_wish(table, kim, client, url):
    answer = client.post(url("raise_concern", kim.id), {"signs": ["watched"], "words": "A car waits"})
    assert "Ask first" in text(answer) and Concern.objects.count() == 0
    assert NOW and "Nobody is worried" in text(client.get(url("show_concerns", kim.id)))
