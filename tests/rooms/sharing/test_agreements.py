"""Agreements between agencies: written as signed, kept by those who arrange, noted on each share they cover."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.rooms.sharing.conftest import NOW
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, agreeing, covering
from yarrow.sharing.errors import CannotBe, NotAgreed, NotCovered, WrongStep
from yarrow.sharing.models import Agreement, Share, Signature

DAY = timedelta(days=1)
TODAY = NOW.date()
SAID = {
    "name": "Sharing in the north",
    "aim": "To help together",
    "covers": ["health"],
    "categories": ["identity", "health"],
    "starts_on": TODAY - 30 * DAY,
    "expires_on": TODAY + 60 * DAY,
    "review_on": TODAY + 30 * DAY,
}


@pytest.fixture
def arrange(table):
    return lambda action, **said: table.do(action, role="coordinator", **said)


@pytest.fixture
def agreed(arrange):
    return arrange(actions.add_agreement, **SAID)


@pytest.fixture
def signed(arrange, agreed, quay):
    return arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Dr Low")


def test_a_share_says_which_agreement_covered_it(table, kim, quay, agreed, signed):
    table.agree(kim, quay)
    assert table.share(kim, quay).agreement == agreed


def test_a_share_without_an_agreement_rests_on_consent_alone_and_says_none(table, kim, quay, agreed):
    table.agree(kim, quay)
    assert table.share(kim, quay).agreement is None


def test_of_two_that_cover_it_the_one_that_runs_longest_is_noted(table, kim, quay, arrange, signed):
    long = arrange(actions.add_agreement, **{**SAID, "expires_on": TODAY + 90 * DAY})
    arrange(actions.sign, agreement=long, agency=quay, signed_by="Dr Low")
    table.agree(kim, quay)
    assert table.share(kim, quay).agreement == long


def test_under_an_agreement_consent_is_asked_all_the_same(table, kim, quay, agreed, signed):
    with pytest.raises(NotAgreed):
        table.share(kim, quay, agreement=agreed)
    table.agree(kim, quay)
    table.take_back(kim, quay, after=1)
    with pytest.raises(NotAgreed):
        table.share(kim, quay, agreement=agreed, after=2)
    assert not Share.objects.exists()


@pytest.mark.parametrize("how", ["nobody signed", "ended", "left", "over", "less"])
def test_under_an_agreement_that_does_not_cover_it_nothing_leaves(table, kim, quay, arrange, agreed, how):
    table.agree(kim, quay)
    if how == "less":
        agreed = arrange(actions.add_agreement, **{**SAID, "categories": ["identity"]})
    if how != "nobody signed":
        sign = arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Dr Low")
    if how == "ended":
        arrange(actions.end_agreement, agreement=agreed)
    if how == "left":
        arrange(actions.leave_agreement, signature=sign)
    with pytest.raises(NotCovered):
        table.share(kim, quay, agreement=agreed, after=61 * 24 * 60 if how == "over" else 1)
    assert not Share.objects.exists()


def test_another_projects_agreement_covers_nothing(table, kim, quay, agreed, signed):
    table.agree(kim, quay)
    agreed.pk = uuid4()
    with pytest.raises(NotHere):
        table.share(kim, quay, agreement=agreed)


def test_the_agreement_of_a_share_is_never_changed(table, kim, quay, agreed, signed):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_share SET agreement_id = NULL WHERE shared_by IS NOT NULL")
    share.refresh_from_db()
    assert share.agreement == agreed


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"aim": ""}, "aim"),
        ({"covers": []}, "covers"),
        ({"covers": ["health", "anything"]}, "covers"),
        ({"categories": ["immigration"]}, "categories"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"expires_on": date(9999, 12, 31)}, "expires_on"),
        ({"expires_on": SAID["starts_on"] - DAY}, "expires_on"),
        ({"review_on": SAID["expires_on"] + DAY}, "review_on"),
    ],
)
def test_an_agreement_that_can_not_be_is_refused_at_its_field(arrange, changed, field):
    with pytest.raises(CannotBe) as refused:
        arrange(actions.add_agreement, **{**SAID, **changed})
    assert refused.value.field == field and not Agreement.objects.exists()


@pytest.mark.parametrize("day", [TODAY + DAY, date(1, 1, 1)])
def test_nobody_signs_on_a_day_that_can_not_be(arrange, agreed, quay, day):
    with pytest.raises(CannotBe):
        arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Dr Low", signed_on=day)


def test_signed_twice_or_sent_twice_is_once_and_after_leaving_anew(arrange, agreed, quay, signed):
    assert arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Another") == signed
    arrange(actions.leave_agreement, signature=signed)
    again = arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Another")
    assert again != signed and Signature.objects.count() == 2
    once = uuid4()
    first = arrange(actions.add_agreement, entry_id=once, **SAID)
    assert arrange(actions.add_agreement, entry_id=once, **SAID) == first


def test_nobody_signs_what_is_over(arrange, agreed, quay):
    arrange(actions.end_agreement, agreement=agreed)
    with pytest.raises(WrongStep):
        arrange(actions.sign, agreement=agreed, agency=quay, signed_by="Dr Low")


def test_looked_at_again_moves_the_review_and_never_the_end(arrange, agreed):
    row = arrange(actions.review_agreement, agreement=agreed, review_on=TODAY + 50 * DAY)
    assert row.review_on == TODAY + 50 * DAY and row.expires_on == SAID["expires_on"]
    for day in (TODAY, SAID["expires_on"] + DAY):
        with pytest.raises(CannotBe):
            arrange(actions.review_agreement, agreement=agreed, review_on=day)


def test_agreements_are_kept_by_those_who_arrange(table, agreed, quay):
    for role in ("case_worker", "outreach"):
        with pytest.raises(NotForYou):
            table.do(actions.add_agreement, role=role, **SAID)
        with pytest.raises(NotForYou):
            table.do(actions.end_agreement, role=role, agreement=agreed)
    assert Agreement.objects.get().ended_on is None


def test_how_it_stands_is_said_and_what_runs_out_comes_first(table, arrange, agreed):
    arrange(actions.add_agreement, **{**SAID, "name": "Soon", "expires_on": TODAY + 31 * DAY})
    over = arrange(actions.add_agreement, **{**SAID, "name": "Over"})
    arrange(actions.end_agreement, agreement=over)
    found = agreeing.listed(table.project, TODAY)
    assert [(one.agreement.name, one.kind) for one in found] == [
        ("Soon", "due"),
        ("Sharing in the north", "done"),
        ("Over", "overdue"),
    ]
    later = agreeing.AgreementShown(covering.agreement_in(table.project, agreed.pk), TODAY + 61 * DAY)
    assert later.stands == "Run out, covers nothing" and not later.is_live


def test_pages_write_an_agreement_and_say_what_is_wrong(table, quay):
    client, url = table.world.client("coordinator"), table.project.url
    days = {
        f"{name}_{n}": str(part)
        for name in ("starts_on", "expires_on", "review_on")
        for n, part in enumerate((SAID[name].day, SAID[name].month, SAID[name].year))
    }
    sent = {"name": "North", "aim": "Help", "covers": ["health"], "categories": ["health"], **days}
    page = client.post(url("sharing:add_agreement"), {**sent, "entry_id": str(uuid4()), "covers": ["\x00"]})
    assert page.status_code == 200 and not Agreement.objects.exists()
    done = client.post(url("sharing:add_agreement"), {**sent, "entry_id": str(uuid4())})
    made = Agreement.objects.get()
    assert done.status_code == 302 and done.url == url("sharing:show_agreement", made.pk)
    assert client.post(url("sharing:sign_agreement", made.pk), {"agency": str(uuid4())}).status_code == 200
    assert table.world.client("case_worker").post(url("sharing:end_agreement", made.pk)).status_code == 403
