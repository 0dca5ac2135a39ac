"""How an agreement stands, driven through its life step by step beside a second account of it; its days; its pages."""

from datetime import date
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from tests.rooms.sharing.conftest import NOW
from tests.rooms.sharing.test_agreements import DAY, SAID, TODAY
from yarrow.methods.agreements import uncovered
from yarrow.methods.refusals import Refusal
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, agreeing, covering
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Agreement, Signature
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.sqlite_only(
    reason="which agreement covers what is decided from plain rows by one function"
)
A_DAY = 24 * 60
BAD = '<img src=x onerror="alert(1)">'


@pytest.fixture
def arrange(table):
    return lambda action, **said: table.do(action, role="coordinator", **said)


@pytest.fixture
def agreed(arrange):
    return arrange(actions.add_agreement, **SAID)


def shown(table, agreement, day=TODAY):
    return agreeing.AgreementShown(covering.agreement_in(table.project, agreement.pk), day)


class Account:
    """The same agreement kept a second time: for each agency the days on which it was signed and left."""

    def __init__(self, agreement):
        self.first, self.last, self.ended = agreement.starts_on, agreement.expires_on, None
        self.spans = {}

    def is_over(self, day):
        return day > self.last or (self.ended is not None and day >= self.ended)

    def sign(self, agency, day):
        if self.is_over(day):
            return False
        spans = self.spans.setdefault(agency, [])
        if not spans or spans[-1][1] is not None:
            spans.append([day, None])
        return True

    def leave(self, agency, day):
        if self.spans.get(agency) and self.spans[agency][-1][1] is None:
            self.spans[agency][-1][1] = day

    def covers(self, agency, day):
        stands = any(on <= day and (left is None or day < left) for on, left in self.spans.get(agency, []))
        return stands and day >= self.first and not self.is_over(day)


class Life:
    """Twenty steps, four days apart, taken by the actions and written into the account."""

    def __init__(self, table, agreed, arrange, seed):
        self.agreed, self.arrange, self.dice, self.account = agreed, arrange, Random(seed), Account(agreed)
        self.agencies = [table.agency(f"Clinic {n}") for n in range(3)]

    def step(self, n):
        day, after, agency = TODAY + n * 4 * DAY, n * 4 * A_DAY, self.dice.choice(self.agencies)
        act = self.dice.choices([self.sign, self.leave, self.end], [6, 4, 0.3])[0]
        act(agency, day, after)

    def sign(self, agency, day, after):
        said = {"agreement": self.agreed, "agency": agency, "signed_by": "Its head", "after": after}
        if self.account.sign(agency.pk, day):
            self.arrange(actions.sign, **said)
        else:
            with pytest.raises(WrongStep):
                self.arrange(actions.sign, **said)

    def leave(self, agency, day, after):
        self.account.leave(agency.pk, day)
        standing = Signature.objects.filter(agency=agency, left_on=None).first()
        if standing:
            self.arrange(actions.leave_agreement, signature=standing, after=after)

    def end(self, agency, day, after):
        self.account.ended = self.account.ended or day
        self.arrange(actions.end_agreement, agreement=self.agreed, after=after)


@pytest.mark.parametrize("seed", range(4))
def test_a_life_of_signing_leaving_and_ending_covers_day_by_day_what_was_signed(table, arrange, agreed, seed):
    life = Life(table, agreed, arrange, seed)
    for n in range(20):
        life.step(n)
    row = covering.agreement_in(table.project, agreed.pk)
    terms = row.terms
    for n in range(-32, 90):
        day = TODAY + n * DAY
        covered = {one.pk for one in life.agencies if life.account.covers(one.pk, day)}
        found = {
            one.pk for one in life.agencies if uncovered(terms, one.pk, "health", ["health"], day) is None
        }
        assert found == covered, day
        if n >= -30 and not row.terms.is_over(day):
            assert agreeing.AgreementShown(row, day).n_signed == len(covered)
    for agency in life.agencies:
        wanted = covering.Wanted(agency, "health", frozenset({"health"}), TODAY + 30 * DAY)
        is_covered = life.account.covers(agency.pk, wanted.day)
        assert covering.found(wanted) == (agreed if is_covered else None)


# Day from today → how it stands there, for an agreement from -30 to 60 that is looked at again on day 10.
STANDS = {
    -31: ("Not begun, covers nothing", "overdue", False),
    -30: ("In force", "done", False),
    9: ("In force", "done", False),
    10: ("To be looked at again", "due", False),
    17: ("To be looked at again", "due", False),
    18: ("Runs out soon", "due", False),
    60: ("Runs out soon", "due", False),
    61: ("Run out, covers nothing", "overdue", True),
}


@pytest.mark.parametrize("day", STANDS)
def test_how_it_stands_is_said_for_each_of_its_days(table, arrange, day):
    made = arrange(actions.add_agreement, **{**SAID, "review_on": TODAY + 10 * DAY})
    one = shown(table, made, TODAY + day * DAY)
    assert (one.stands, one.kind, one.is_over) == STANDS[day]
    assert one.is_live is (-30 <= day <= 60)


@pytest.mark.parametrize(
    ("begins", "ends", "is_taken"),
    [
        (date(2026, 3, 14), date(2036, 3, 14), True),
        (date(2026, 3, 14), date(2036, 3, 15), False),
        (date(2026, 1, 1), date(2036, 12, 31), False),
        (date(2024, 2, 29), date(2034, 2, 28), True),
        (date(2024, 2, 29), date(2034, 3, 1), False),
        (date(1980, 1, 1), date(1990, 1, 1), True),
        (date(1979, 12, 31), date(1985, 1, 1), False),
        (TODAY + 732 * DAY, TODAY + 800 * DAY, True),
        (TODAY + 733 * DAY, TODAY + 800 * DAY, False),
        (date(9999, 1, 1), date(9999, 12, 31), False),
        (TODAY, TODAY, True),
    ],
)
def test_it_holds_for_ten_years_at_most_and_begins_within_two(arrange, begins, ends, is_taken):
    said = {**SAID, "starts_on": begins, "expires_on": ends, "review_on": ends}
    if is_taken:
        assert arrange(actions.add_agreement, **said).expires_on == ends
    else:
        with pytest.raises(CannotBe) as refused:
            arrange(actions.add_agreement, **said)
        assert refused.value.field in ("starts_on", "expires_on") and not Agreement.objects.exists()


ACTS = {
    "sign": lambda row, quay: {"agreement": row, "agency": quay, "signed_by": "Dr Low"},
    "end_agreement": lambda row, quay: {"agreement": row},
    "review_agreement": lambda row, quay: {"agreement": row, "review_on": TODAY + 50 * DAY},
    "leave_agreement": lambda row, quay: {"signature": row.signatures.get()},
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("state", ["stands", "ended", "run out"])
def test_every_act_in_every_state(table, arrange, agreed, quay, name, state):
    """What is over is neither signed nor looked at again; it can be left and ended all the same."""
    other = table.agency("Hill clinic")
    arrange(actions.sign, agreement=agreed, agency=other, signed_by="Its head")
    if state == "ended":
        arrange(actions.end_agreement, agreement=agreed)
    after = 61 * A_DAY if state == "run out" else 1
    said = ACTS[name](agreed, quay)
    if state != "stands" and name in ("sign", "review_agreement"):
        before = TrailRow.objects.count()
        with pytest.raises(WrongStep):
            arrange(getattr(actions, name), after=after, **said)
        assert TrailRow.objects.count() == before
    else:
        assert arrange(getattr(actions, name), after=after, **said)


@pytest.mark.parametrize("name", ACTS)
def test_nobody_else_and_nobody_elsewhere(table, arrange, agreed, quay, name):
    signed = arrange(actions.sign, agreement=agreed, agency=table.agency("Hill clinic"), signed_by="Its head")
    said = ACTS[name](agreed, quay)
    for role in ("case_worker", "outreach", "adviser", "peer"):
        with pytest.raises(NotForYou):
            table.do(getattr(actions, name), role=role, **said)
    other = {"project": table.world.other.project, "by": table.by("coordinator"), "at": NOW}
    with pytest.raises(NotHere):
        getattr(actions, name)(**said, **other)
    agreed.refresh_from_db()
    signed.refresh_from_db()
    assert (agreed.ended_on, agreed.review_on, signed.left_on) == (None, SAID["review_on"], None)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a\u202eb", "x" * 121])
def test_who_signed_is_written_as_it_can_be_read(arrange, agreed, quay, words):
    with pytest.raises(Refusal):
        arrange(actions.sign, agreement=agreed, agency=quay, signed_by=words)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("words", [BAD, "مديرة العيادة", "👩🏽‍⚕️", "O'Neil & Sons"])
def test_what_an_agreement_says_stands_on_its_pages_as_words(table, arrange, url, quay, words):
    made = arrange(actions.add_agreement, **{**SAID, "name": words, "aim": f"{words}\n{words}"})
    arrange(actions.sign, agreement=made, agency=quay, signed_by=words)
    client = table.world.client("coordinator")
    names = [("list_agreements",), ("show_agreement", made.pk), ("sign_agreement", made.pk)]
    pages = [client.get(url(*each)).content.decode() for each in [*names, ("review_agreement", made.pk)]]
    assert BAD not in "".join(pages)
    assert [escape(words) in page for page in pages] == [True] * 4
    assert f"{escape(words)}<br>{escape(words)}" in pages[1]


def test_the_page_of_what_is_over_leads_nowhere_that_would_refuse(table, arrange, agreed, quay, url):
    """The clock of pages is the real one: what was agreed for last spring is over."""
    client = table.world.client("coordinator")
    page = client.get(url("show_agreement", agreed.pk)).content.decode()
    for name in ("sign_agreement", "review_agreement", "end_agreement"):
        assert url(name, agreed.pk) not in page
    now = timezone.now()
    until = {
        "starts_on": now.date(),
        "expires_on": (now + 90 * DAY).date(),
        "review_on": (now + 80 * DAY).date(),
    }
    act = {"project": table.project, "by": table.by("coordinator"), "at": now}
    lasting = actions.add_agreement(**{**SAID, **until}, **act)
    page = client.get(url("show_agreement", lasting.pk)).content.decode()
    for name in ("sign_agreement", "review_agreement", "end_agreement"):
        assert url(name, lasting.pk) in page
    worker = table.world.client("case_worker").get(url("show_agreement", lasting.pk)).content.decode()
    assert url("end_agreement", lasting.pk) not in worker and "In force" in worker


@pytest.mark.parametrize("sent", [{}, {"agency": "\x00"}, {"agency": "", "signed_by": "x" * 121}])
def test_a_signature_that_says_too_little_is_asked_for_again(table, agreed, url, sent):
    client = table.world.client("coordinator")
    assert client.post(url("sign_agreement", agreed.pk), sent).status_code == 200
    assert client.post(url("leave_agreement", agreed.pk, uuid4())).status_code == 404
    assert client.get(url("show_agreement", uuid4())).status_code == 404
    assert not Signature.objects.exists()


def test_a_signature_under_another_agreement_is_not_found_here(table, arrange, agreed, quay, url):
    other = arrange(actions.add_agreement, **{**SAID, "name": "The other"})
    signed = arrange(actions.sign, agreement=other, agency=quay, signed_by="Dr Low")
    client = table.world.client("coordinator")
    assert client.post(url("leave_agreement", agreed.pk, signed.pk)).status_code == 404
    assert client.post(url("leave_agreement", other.pk, signed.pk)).status_code == 302
    signed.refresh_from_db()
    assert signed.left_on is not None


def test_an_agreement_of_another_form_of_another_project_is_not_taken_for_this_one(table, arrange, agreed):
    elsewhere = {"project": table.world.other.project, "by": table.by("coordinator"), "at": NOW}
    with pytest.raises(NotHere):
        actions.add_agreement(entry_id=agreed.pk, **SAID, **elsewhere)
