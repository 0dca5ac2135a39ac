"""What may be said at a panel: every state of consent × of the agreement × agency, counted a second time by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.agreements import Signed, Terms, Uncovered
from yarrow.methods.sharing import Approved, Asked, Said, WhyNot
from yarrow.methods.speaking import Gateway, verdict

DAY, AT = date(2026, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC)
ONE = timedelta(days=1)
CLINIC, HOSPITAL, POLICE = UUID(int=1), UUID(int=2), UUID(int=3)
KIND = {CLINIC: "clinic", HOSPITAL: "hospital", POLICE: "police"}
PURPOSE = {CLINIC: "health", HOSPITAL: "health", POLICE: "police"}
FACTS = {"called": "identity", "health_words": "health", "safety_words": "safety"}
AUTHOR, SECOND = UUID(int=7), UUID(int=8)


def row(n, *, given=True, kind="clinic", agency=None, categories=("identity", "health"), until=None):
    purpose = "police" if kind == "police" else "health"
    return Said(UUID(int=100 + n), n, given, purpose, kind, frozenset(categories), agency, until)


# What somebody said → (the rows, which categories each agency may then hear).
CONSENTS = {
    "nothing": ([], {}),
    "clinics": ([row(1)], {CLINIC: {"identity", "health"}}),
    "clinics_name_only": ([row(1, categories=["identity"])], {CLINIC: {"identity"}}),
    "this_clinic": ([row(1, agency=CLINIC)], {CLINIC: {"identity", "health"}}),
    "clinics_taken_back": ([row(1), row(2, given=False)], {}),
    "clinic_refused_by_name": ([row(1), row(2, given=False, agency=CLINIC)], {}),
    "refused_then_its_kind": ([row(1, given=False, agency=CLINIC), row(2)], {}),
    "run_out": ([row(1, until=DAY - ONE)], {}),
    "its_last_day": ([row(1, until=DAY)], {CLINIC: {"identity", "health"}}),
    "police_only": (
        [row(1, kind="police", categories=["identity", "safety"])],
        {POLICE: {"identity", "safety"}},
    ),
    "clinic_and_police": (
        [row(1), row(2, kind="police", categories=["safety"])],
        {CLINIC: {"identity", "health"}, POLICE: {"safety"}},
    ),
}
EVERYBODY = tuple(Signed(one, DAY - 10 * ONE) for one in KIND)
WHOLE = Terms(
    id=UUID(int=50),
    purposes=frozenset({"health", "police"}),
    categories=frozenset({"identity", "health", "safety"}),
    starts_on=DAY - 100 * ONE,
    expires_on=DAY + 100 * ONE,
    signed=EVERYBODY,
)


def terms(**said):
    return Terms(**{**WHOLE.__dict__, **said})


EVERYTHING = {"identity", "health", "safety"}
# How the agreement stands → (it, which categories it covers for each agency).
AGREEMENTS = {
    "whole": (WHOLE, dict.fromkeys(KIND, EVERYTHING)),
    "run_out": (terms(expires_on=DAY - ONE), {}),
    "not_begun": (terms(starts_on=DAY + ONE), {}),
    "ended": (terms(ended_on=DAY), {}),
    "clinic_signed": (terms(signed=EVERYBODY[:1]), {CLINIC: EVERYTHING}),
    "police_left": (
        terms(signed=(*EVERYBODY[:2], Signed(POLICE, DAY - 9 * ONE, DAY))),
        {CLINIC: EVERYTHING, HOSPITAL: EVERYTHING},
    ),
    "no_health": (
        terms(categories=frozenset({"identity", "safety"})),
        {key: {"identity", "safety"} for key in KIND},
    ),
    "not_for_police": (
        terms(purposes=frozenset({"health"})),
        {CLINIC: EVERYTHING, HOSPITAL: EVERYTHING},
    ),
    "nobody_signed": (terms(signed=()), {}),
}


def asked(agency, **said):
    told = {"purpose": PURPOSE[agency], "recipient": KIND[agency], "agency": agency, "day": DAY}
    return Asked(categories=frozenset(), **{**told, **said})


def heard(rows, agreement, agency, gateways=(), facts=FACTS):
    return verdict(facts, rows=rows, terms=agreement, gateways=gateways, asked=asked(agency), at=AT)


@pytest.mark.parametrize(("consent", "agreement", "agency"), list(product(CONSENTS, AGREEMENTS, KIND)))
def test_an_agency_hears_what_both_consent_and_agreement_cover_and_nothing_else(consent, agreement, agency):
    rows, agreed = CONSENTS[consent]
    held, covered = AGREEMENTS[agreement]
    both = agreed.get(agency, set()) & covered.get(agency, set())
    found = heard(rows, held, agency)
    assert found.said == {fact for fact, category in FACTS.items() if category in both}
    assert found.said | set(found.why_not) == set(FACTS) and not found.said & set(found.why_not)


def test_the_matrix_says_both_yes_and_no():
    said = [
        heard(CONSENTS[one][0], AGREEMENTS[other][0], agency).said
        for one, other, agency in product(CONSENTS, AGREEMENTS, KIND)
    ]
    assert 20 < sum(bool(each) for each in said) < len(said) - 150


def approved(agency=CLINIC, facts=("called",), categories=("identity",), **said):
    told = {"author": AUTHOR, "approver": SECOND, "until": AT + ONE, **said}
    row = Approved(id=uuid4(), code="", agency=agency, categories=frozenset(categories), **told)
    return Gateway(row, frozenset(facts))


def test_what_two_people_approved_is_said_without_consent_under_the_agreement():
    one = approved()
    found = heard([], WHOLE, CLINIC, [one])
    assert found.said == {"called"} and found.by_gateway == {"called": one.approved.id}


@pytest.mark.parametrize(
    "gateway",
    [
        approved(agency=POLICE),
        approved(approver=None),
        approved(approver=AUTHOR),
        approved(until=AT),
        approved(is_used=True),
        approved(facts=("full_name",)),
        approved(categories=("health",)),
    ],
)
def test_an_approval_reaches_nothing_but_its_own_facts_and_agency_in_its_time(gateway):
    assert heard([], WHOLE, CLINIC, [gateway]).said == set()


def test_an_approval_is_no_agreement():
    found = heard([], AGREEMENTS["run_out"][0], CLINIC, [approved()])
    assert found.said == set() and all(isinstance(why, Uncovered) for why in found.why_not.values())


def test_what_was_agreed_to_is_said_on_that_and_uses_up_no_approval():
    found = heard(CONSENTS["clinics"][0], WHOLE, CLINIC, [approved()])
    assert set(found.by_consent) == {"called", "health_words"} and found.by_gateway == {}


def test_why_not_says_consent_where_the_agreement_would_cover_it():
    found = heard([], WHOLE, POLICE)
    assert all(isinstance(why, WhyNot) for why in found.why_not.values())


days = st.integers(-40, 40).map(lambda n: DAY + n * ONE)
some_categories = st.sets(st.sampled_from(sorted(EVERYTHING)), min_size=1)
agencies = st.sampled_from(list(KIND))


@st.composite
def ledgers(draw):
    said = []
    for n in range(draw(st.integers(0, 6))):
        agency = draw(agencies)
        named = draw(st.sampled_from([agency, None]))
        until = draw(st.none() | days)
        is_given, about = draw(st.booleans()), draw(some_categories)
        said.append(row(n, given=is_given, kind=KIND[agency], agency=named, categories=about, until=until))
    return said


@st.composite
def agreed_terms(draw):
    signed = [Signed(one, draw(days), draw(st.none() | days)) for one in draw(st.lists(agencies, max_size=4))]
    begins, ends = sorted([draw(days), draw(days)])
    return terms(
        purposes=frozenset(draw(st.sets(st.sampled_from(["health", "police"])))),
        categories=frozenset(draw(some_categories)),
        starts_on=begins,
        expires_on=ends,
        ended_on=draw(st.none() | days),
        signed=tuple(signed),
    )


def plainly(rows, agreement, agency):
    """The same in the plainest way: the agreement covers a category, and the last word about it is yes."""
    on = agreement.starts_on <= DAY <= agreement.expires_on
    on = on and not (agreement.ended_on and agreement.ended_on <= DAY)
    signs = [one for one in agreement.signed if one.agency == agency and one.signed_on <= DAY]
    on = on and any(one.left_on is None or one.left_on > DAY for one in signs)
    if not on or PURPOSE[agency] not in agreement.purposes:
        return set()
    own = [one for one in rows if one.recipient == KIND[agency] and one.agency in (None, agency)]
    own += [one for one in rows if one.agency == agency and not one.is_given and one not in own]
    own = [one for one in own if one.purpose == PURPOSE[agency]]
    own.sort(key=lambda one: one.n)
    live: set[str] = set()
    for category in agreement.categories:
        if _last_word(own, agency, category):
            live.add(category)
    return live


def _last_word(own, agency, category):
    named = [one for one in own if one.agency == agency]
    if not own or not own[-1].is_given or (named and not named[-1].is_given):
        return False
    standing = [own[-1]]
    if own[-1].agency is None:
        for one in reversed(own[:-1]):
            if not one.is_given:
                break
            if one.agency == agency:
                standing.append(one)
                break
    return any(
        category in one.categories and (one.expires_on is None or one.expires_on >= DAY) for one in standing
    )


@settings(max_examples=200, deadline=None)
@given(rows=ledgers(), agreement=agreed_terms(), agency=agencies)
def test_random_lives_of_consent_and_agreement_are_heard_as_counted_plainly(rows, agreement, agency):
    found = heard(rows, agreement, agency)
    assert {FACTS[fact] for fact in found.said} == plainly(rows, agreement, agency)
