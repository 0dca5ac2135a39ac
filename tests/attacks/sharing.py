"""Consents, withdrawals, days that pass, shares and proposals in any order; and what the ledger says of each share.

The judge here is not the one that decides: it reads the rows of the consent ledger and asks of each category of each
share whether somebody had agreed to it at that instant.
"""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yarrow.methods.refusals import Refusal
from yarrow.people.models import Consent
from yarrow.sharing import rules
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Proposal, Share

HEALTH = {"purpose": "health", "recipient": "clinic"}
CATEGORIES = ("identity", "ways", "health")
FACTS = {"identity": "called", "ways": "ways", "health": "health_words"}
MINUTES_A_DAY = 24 * 60


def agreed(rows: list[Consent], agency: Any, category: str, day: Any) -> bool:
    """Whether, of these rows in the order of writing, one lets this category reach this agency on this day.

    No to the agency by its name holds until a yes by its name.
    """
    named = [row.act for row in rows if row.agency == agency.pk]
    if named and named[-1] == "withdrawn":
        return False
    allowed = False
    for n, row in enumerate(rows):
        if row.act != "given" or category not in row.categories or row.agency not in (None, agency.pk):
            continue
        if row.expires_on is not None and row.expires_on < day:
            continue
        after = [later for later in rows[n + 1 :] if later.agency in (None, agency.pk)]
        ended = any(later.act == "withdrawn" for later in after)
        narrowed = any(later.agency == agency.pk or later.agency == row.agency for later in after)
        allowed = allowed or not (ended or narrowed)
    return allowed


def unfounded(share: Share) -> list[str]:
    """The categories of a share for which nothing stood as it left."""
    if share.proposal_id:
        return [] if _stood(share) else list(share.categories)
    rows = list(Consent.objects.filter(person=share.person, n__lte=share.ledger_n, **HEALTH).order_by("n"))
    day = share.shared_at.astimezone(share.project.zone).date()
    return [one for one in share.categories if not agreed(rows, share.agency, one, day)]


def _stood(share: Share) -> bool:
    """Whether two people stood for it, in time, for this agency, for no less."""
    proposal = share.proposal
    assert proposal is not None and proposal.decided_at is not None
    is_theirs = share.shared_by == proposal.proposed_by != proposal.decided_by == share.approved_by
    in_time = proposal.decided_at <= share.shared_at < proposal.until
    enough = set(share.categories) <= set(proposal.categories)
    return is_theirs and in_time and enough and proposal.agency_id == share.agency_id


class Anything(RuleBasedStateMachine):
    """One person, two clinics, three workers, and time. `table` is set by `run`."""

    table: Any = None

    named = st.sampled_from([None, 0, 1])
    some = st.sets(st.sampled_from(CATEGORIES), min_size=1)

    @initialize(n=named, categories=some)
    def begin(self, n: int | None, categories: set[str]) -> None:
        self.after = 0
        self.person = self.table.person(None)
        self.agencies = self.table.agencies
        self.n_shares = 0
        self.act(self.table.agree, self.person, self.agency(n), categories=categories)

    def act(self, act: Any, *args: Any, **said: Any) -> Any:
        self.after += 1
        try:
            return act(*args, after=self.after, **said)
        except Refusal:
            return None

    def agency(self, n: int | None) -> Any:
        return None if n is None else self.agencies[n]

    @rule(n=named, categories=some, days=st.sampled_from([None, 0, 2]))
    def give(self, n: int | None, categories: set[str], days: int | None) -> None:
        today = (self.table.now + timedelta(minutes=self.after + 1)).date()
        ends = None if days is None else today + timedelta(days=days)
        self.act(self.table.agree, self.person, self.agency(n), categories=categories, expires_on=ends)

    @rule(n=named)
    def take_back(self, n: int | None) -> None:
        self.act(self.table.take_back, self.person, self.agency(n))

    @rule(days=st.sampled_from([1, 3]))
    def let_days_pass(self, days: int) -> None:
        self.after += days * MINUTES_A_DAY

    @rule(n=st.sampled_from([0, 1]), categories=some)
    def share(self, n: int, categories: set[str]) -> None:
        self.act(
            self.table.share, self.person, self.agencies[n], facts={FACTS[one]: "x" for one in categories}
        )

    @rule(n=st.sampled_from([0, 1]), categories=some, is_approved=st.booleans())
    def propose(self, n: int, categories: set[str], is_approved: bool) -> None:
        facts = [FACTS[one] for one in categories]
        proposal = self.act(self.table.propose, self.person, self.agencies[n], facts=facts)
        if is_approved:
            self.act(self.table.decide, proposal)

    @rule(
        act=st.sampled_from(["approve", "refuse", "take_back"]),
        who=st.sampled_from(["case_worker", "manager"]),
    )
    def decide(self, act: str, who: str) -> None:
        proposal = Proposal.objects.filter(person=self.person).first()
        if proposal:
            self.act(self.table.decide, proposal, act, role=who)

    @rule(n=st.sampled_from([0, 1]), who=st.sampled_from(["case_worker", "case_worker", "manager"]))
    def send_without_consent(self, n: int, who: str) -> None:
        proposal = Proposal.objects.filter(person=self.person).first()
        if proposal:
            facts = {FACTS[one]: "x" for one in proposal.categories}
            told = {"proposal": proposal, "role": who, "facts": facts}
            self.act(self.table.share, self.person, self.agencies[n], **told)

    @invariant()
    def only_what_was_agreed_may_leave_now_and_all_of_it(self) -> None:
        at = self.table.now + timedelta(minutes=self.after)
        day = at.astimezone(self.table.project.zone).date()
        rows = list(Consent.objects.filter(person=self.person, **HEALTH).order_by("n"))
        for agency in self.agencies:
            for one in CATEGORIES:
                expected = agreed(rows, agency, one, day)
                assert self.may_leave(agency, one, at) == expected, (agency.name, one)

    def may_leave(self, agency: Any, category: str, at: Any) -> bool:
        asked = {"agency": agency, "purpose": "health", "categories": [category], "at": at}
        try:
            return bool(rules.may_share(person=self.person, **asked).consents)
        except NotAgreed:
            return False

    @invariant()
    def every_share_had_its_ground(self) -> None:
        shares = list(
            Share.objects.filter(person=self.person).select_related("agency", "proposal", "project")
        )
        if len(shares) != self.n_shares:
            self.n_shares = len(shares)
            found = {share.pk: unfounded(share) for share in shares}
            assert not any(found.values()), found
            used = [share.proposal_id for share in shares if share.proposal_id]
            assert len(used) == len(set(used))


def run(table: Any, n_examples: int, n_steps: int) -> None:
    """Try so many lives; raises at the first output without a ground."""
    machine = type("Tried", (Anything,), {"table": table})
    told = settings(
        max_examples=n_examples,
        stateful_step_count=n_steps,
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        # Whoever wants the shortest life that goes wrong adds Phase.shrink: it takes minutes.
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=told)
