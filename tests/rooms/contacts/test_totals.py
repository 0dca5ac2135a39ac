"""Any order of writing down, linking, moving, correcting and removing keeps the totals true."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, extract, queries
from yarrow.contacts.models import Contact

DAY = date(2026, 3, 6)


@dataclass
class Model:
    """What a person with a notebook would have counted, row by row: how many, condoms, whether advised."""

    rows: dict = field(default_factory=dict)

    def people(self) -> int:
        return sum(n for n, _condoms, _advised, _known in self.rows.values())

    def known(self) -> int:
        return sum(n for n, _condoms, _advised, known in self.rows.values() if known)

    def condoms(self) -> int:
        return sum(condoms for _n, condoms, _advised, _known in self.rows.values())

    def advised(self) -> int:
        return sum(n for n, _condoms, advised, _known in self.rows.values() if advised)


def check(shift, model):
    rows = list(extract.rows(shift.project, DAY, DAY))
    assert sum(row.n_people for row in rows) == model.people()
    assert sum(row.n_people for row in rows if row.person_id) == model.known()
    assert sum(Counter(dict(row.supplies))["condoms"] for row in rows) == model.condoms()
    assert sum(row.n_people for row in rows if "information" in row.done) == model.advised()
    tally = queries.tally(shift.van)
    assert (tally.people, tally.known) == (model.people(), model.known())
    assert tally.supplies.get("condoms", 0) == model.condoms()
    assert tally.done.get("information", 0) == model.advised()


@dataclass(frozen=True)
class Turn:
    """One act, the row it is about, and two numbers it may need."""

    act: str
    pick: int
    n: int
    condoms: int


def step(shift, model, turn):
    """One act, in the room and in the notebook."""
    keys = sorted(model.rows, key=str)
    key = keys[turn.pick % len(keys)] if keys else None
    if turn.act in ("record_unnamed", "record_known"):
        record(shift, model, turn)
    elif key is not None:
        contact = Contact.objects.get(id=key)
        said = {"by": shift.case_worker, "contact": contact}
        CHANGES[turn.act](shift, model, turn, contact, said)


def record(shift, model, turn):
    told = {"supplies": {"condoms": turn.condoms}, "done": ["information"] if turn.pick % 2 else []}
    is_known = turn.act == "record_known"
    told |= {"person": shift.people[turn.n % 3]} if is_known else {"n_people": turn.n}
    contact = shift.record(by=shift.case_worker, **told)
    shift.told[contact.id] = told
    model.rows[contact.id] = (contact.n_people, turn.condoms, bool(told["done"]), is_known)


def record_again(shift, model, turn, contact, said):
    if contact.split_from_id is None:
        again = shift.record(by=shift.case_worker, entry_id=contact.entry_id, **shift.told[contact.id])
        assert again.id == contact.id


def link(shift, model, turn, contact, said):
    n, condoms, advised, is_known = model.rows[contact.id]
    if is_known:
        return
    linked = shift.act(actions.link_contact, **said, person=shift.people[turn.n % 3])
    if n > 1:
        model.rows[contact.id] = (n - 1, condoms, advised, False)
        model.rows[linked.id] = (1, 0, advised, True)
    else:
        model.rows[contact.id] = (1, condoms, advised, True)


def move(shift, model, turn, contact, said):
    *counted, is_known = model.rows[contact.id]
    if is_known:
        person = shift.people[turn.n % 3] if turn.n % 2 else None
        shift.act(actions.move_contact, **said, version=contact.version, person=person)
        model.rows[contact.id] = (*counted, person is not None)


def correct(shift, model, turn, contact, said):
    n, _condoms, advised, is_known = model.rows[contact.id]
    more = {} if is_known else {"n_people": turn.n}
    supplies = {"condoms": turn.condoms}
    shift.act(actions.correct_contact, **said, version=contact.version, supplies=supplies, **more)
    model.rows[contact.id] = (more.get("n_people", n), turn.condoms, advised, is_known)


def void(shift, model, turn, contact, said):
    shift.act(actions.void_contact, **said, version=contact.version, reason="twice")
    del model.rows[contact.id]


def undo(shift, model, turn, contact, said):
    shift.act(actions.undo_contact, **said, at=NIGHT + timedelta(seconds=5))
    del model.rows[contact.id]


CHANGES = {act.__name__: act for act in (record_again, link, move, correct, void, undo)}


TURNS = st.lists(
    st.builds(
        Turn,
        act=st.sampled_from(["record_unnamed", "record_known", *CHANGES]),
        pick=st.integers(0, 50),
        n=st.integers(1, 4),
        condoms=st.integers(0, 12),
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture
def busy_shift(shift):
    """A shift with three known people, and what was told about each contact."""
    shift.told = {}
    shift.people = [shift.person(name) for name in ("Kim", "Ada", "Ruby")]
    return shift


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(turns=TURNS)
def test_totals_are_the_people_counted_in_any_order_of_acts(busy_shift, turns):
    Contact.objects.update(state="void")
    model = Model()
    for turn in turns:
        step(busy_shift, model, turn)
        check(busy_shift, model)
