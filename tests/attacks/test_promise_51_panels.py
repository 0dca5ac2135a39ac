"""A panel's sheet says to each agency what consent and agreement let it say in that second, and nothing else."""

import random
from contextlib import suppress

import pytest

from tests.attacks.test_promise_46_shares import race, without_locks
from tests.rooms.panels.conftest import COVERED, DAY, KINDS, NOW, WORDS, make_round
from yarrow.methods.refusals import Refusal
from yarrow.methods.speaking import Verdict
from yarrow.panels import speaking
from yarrow.panels.actions import telling
from yarrow.people.models import Consent
from yarrow.sharing import actions as sharing
from yarrow.sharing import lists
from yarrow.sharing.models import Share

PROMISE = (
    "A panel's sheet says to each agency only what the person agreed to, or two people decided, and what the agreement "
    "that it signed covers, in the second in which it is made; whoever is left out is not counted, and each sheet is a "
    "share in the ledger."
)
once = pytest.mark.sqlite_only(
    reason="what may be said is decided by one function; the races are PostgreSQL's"
)
committed = pytest.mark.django_db(transaction=True)
postgres = pytest.mark.postgres_only(reason="a file has one writer; two at once are PostgreSQL's")
MINUTES_A_DAY = 24 * 60


class Panel:
    """A panel with a few people whose consents differ, and the judge: the rows of the ledger read on their own."""

    def __init__(self, seed):
        self.dice, self.round = random.Random(seed), make_round()
        self.signed = self.dice.sample(sorted(KINDS), self.dice.randint(1, 3))
        self.covers = self.dice.sample(["identity", "health", "support", "safety"], self.dice.randint(2, 4))
        self.round.set_up(signed=self.signed, categories=self.covers)
        self.people = [self.somebody(n) for n in range(5)]

    def somebody(self, n):
        """Somebody who agreed, took back and agreed again, some of it for one agency alone, some that runs out."""
        person = self.round.person(f"Person{n}")
        for step in range(self.dice.randint(0, 4)):
            kind = self.dice.choice(sorted(KINDS))
            named = self.dice.choice([None, self.round.agencies[kind]])
            said = {"agency": named, "after": n * 10 + step - 60}
            if self.dice.random() < 0.3:
                self.take_back(person, kind, **said)
            else:
                self.agree(person, kind, **said)
        self.round.forward(person, {code: f"{text} {n}" for code, text in WORDS.items()})
        return person

    def agree(self, person, kind, agency, after):
        some = self.dice.sample(COVERED[KINDS[kind]], self.dice.randint(1, 3))
        until = self.dice.choice([None, None, (NOW + DAY).date()])
        self.round.agrees(person, kind, categories=some, agency=agency, expires_on=until, after=after)

    def take_back(self, person, kind, agency, after):
        with suppress(Refusal):  # where nothing stands, nothing is taken back
            self.round.takes_back(person, kind, agency=agency, after=after)

    def may(self, person, kind, code, day):
        """Whether this fact may be said: the ledger's rows in order, the agreement, its signatures."""
        category, agency = lists.category_of(code), self.round.agencies[kind]
        agreement = self.round.agreement
        agreement.refresh_from_db()
        over = agreement.ended_on is not None or not agreement.starts_on <= day <= agreement.expires_on
        if over or category not in self.covers or not agreement.signatures.filter(agency=agency).exists():
            return False
        rows = list(Consent.objects.filter(person=person, purpose=KINDS[kind], recipient=kind).order_by("n"))
        return last_word(rows, agency.pk, category, day)

    def faults(self, day=0):
        """What stood on a sheet and should not have, or was left out and might have been said."""
        found = []
        for kind in KINDS:
            said = [dict(line.said) for line in self.round.tell(kind, after=day * MINUTES_A_DAY).lines]
            on = (NOW + day * DAY).date()
            for n, person in enumerate(self.people):
                expected = {
                    code: f"{text} {n}" for code, text in WORDS.items() if self.may(person, kind, code, on)
                }
                mine = [one for one in said if any(text.endswith(f" {n}") for text in one.values())]
                found += (
                    [] if mine == ([expected] if expected else []) else [f"{kind} {n}: {mine} {expected}"]
                )
        return found


def last_word(rows, agency, category, day):
    """What was said last about an agency, or about its kind, decides; no by name holds until yes by name."""
    named = [row for row in rows if row.agency == agency]
    heard = [row for row in rows if row.agency in (None, agency)]
    if not heard or heard[-1].act != "given" or (named and named[-1].act != "given"):
        return False
    standing = [heard[-1]]
    if heard[-1].agency is None:
        since = [n for n, row in enumerate(heard) if row.act != "given"]
        after = heard[(since[-1] + 1 if since else 0) : -1]
        standing += [row for row in after if row.agency == agency][-1:]
    return any(
        category in row.categories and (row.expires_on is None or row.expires_on >= day) for row in standing
    )


@once
@pytest.mark.parametrize("seed", range(4))
def test_every_sheet_is_what_the_consents_of_everyone_on_it_let_be_said(db, seed):
    panel = Panel(seed)
    assert panel.faults() == []
    assert panel.faults(day=2) == []
    panel.round.arrange(sharing.end_agreement, agreement=panel.round.agreement)
    assert panel.faults() == []


@once
def test_those_panels_say_something_and_leave_something_out(db):
    panel = Panel(1)
    assert panel.faults() == []
    n_told = Share.objects.count()
    assert 0 < n_told < len(KINDS) * len(panel.people)
    assert set(Share.objects.values_list("agreement", flat=True)) == {panel.round.agreement.pk}


def everything(hearing, facts, rows, proposals):
    return Verdict(by_consent=tuple(facts))


@once
def test_sheet_twin_that_says_what_was_put_forward_is_caught(db, monkeypatch):
    panel = Panel(1)
    monkeypatch.setattr(speaking, "decided", everything)
    monkeypatch.setattr(telling, "_shared", lambda *said: None)
    assert panel.faults() != []


@once
def test_sheet_twin_that_forgets_the_agreement_is_caught(db, monkeypatch):
    panel = Panel(1)
    panel.round.arrange(sharing.end_agreement, agreement=panel.round.agreement)
    monkeypatch.setattr("yarrow.methods.speaking.agreements.uncovered", lambda *said: None)
    monkeypatch.setattr("yarrow.sharing.covering.uncovered", lambda *said: None)
    assert panel.faults() != []


@once
def test_a_decision_that_says_too_much_is_refused_by_the_ledger(db, monkeypatch):
    """Two decide: what the panel would say is asked again of the share, which refuses, and nothing is told."""
    panel = Panel(1)
    panel.round.arrange(sharing.end_agreement, agreement=panel.round.agreement)
    monkeypatch.setattr(speaking, "decided", everything)
    before = Share.objects.count()
    with pytest.raises(Exception, match=r"agree|covers"):
        panel.round.tell(panel.signed[0])
    assert Share.objects.count() == before


# --- A withdrawal races a print ------------------------------------------------------------------------------------
def at_the_panel():
    table = make_round().set_up()
    kim = table.person("Kim")
    table.agrees(kim, "clinic")
    table.forward(kim)
    sheets = []
    return table, sheets, lambda: sheets.append(table.sheet("clinic", after=2)), kim


@committed
@postgres
def test_sheet_that_began_before_a_withdrawal_was_committed_leaves_them_out():
    table, sheets, make, kim = at_the_panel()
    assert race(table, lambda: table.takes_back(kim, "clinic", after=1), make) == (["done"], True)
    assert sheets == [[]] and not Share.objects.exists()


@committed
@postgres
def test_withdrawal_waits_for_a_sheet_and_asks_for_the_agency_to_be_told():
    table, sheets, make, kim = at_the_panel()
    assert race(table, make, lambda: table.takes_back(kim, "clinic", after=3)) == (["done"], True)
    assert len(sheets[0]) == 1 and Share.objects.to_recall().count() == 1


@committed
@postgres
def test_agreement_that_ends_while_a_sheet_begins_covers_nothing():
    table, sheets, make, _kim = at_the_panel()
    end = {"agreement": table.agreement}
    assert race(table, lambda: table.arrange(sharing.end_agreement, **end), make) == (["done"], True)
    assert sheets == [[]] and not Share.objects.exists()


@committed
@postgres
def test_race_twin_without_the_lock_tells_them(monkeypatch):
    table, sheets, make, kim = at_the_panel()
    without_locks(monkeypatch)
    race(table, lambda: table.takes_back(kim, "clinic", after=1), make)
    assert len(sheets[0]) == 1
