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
ACTS = ("record_unnamed", "record_known", "record_again", "link", "move", "correct", "void", "undo")


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
    tally = queries.tally(shift.project, shift.van)
    assert (tally.people, tally.known) == (model.people(), model.known())
    assert tally.supplies.get("condoms", 0) == model.condoms()
    assert tally.done.get("information", 0) == model.advised()


def step(shift, model, people, act, pick, n, condoms):
    """One act on one of the rows there are, in the room and in the notebook."""
    keys = sorted(model.rows, key=str)
    key = keys[pick % len(keys)] if keys else None
    if act.startswith("record"):
        return record(shift, model, people, act, pick, n, condoms, key)
    if key is None:
        return None
    contact = Contact.objects.get(id=key)
    was = model.rows[key]
    said = {"by": shift.case_worker, "contact": contact}
    if act == "link" and not was[3]:
        linked = shift.act(actions.link_contact, **said, person=people[n % len(people)])
        model.rows[key] = (was[0] - 1, was[1], was[2], False) if was[0] > 1 else (1, was[1], was[2], True)
        if was[0] > 1:
            model.rows[linked.id] = (1, 0, was[2], True)
    elif act == "move" and was[3]:
        person = people[n % len(people)] if n % 2 else None
        shift.act(actions.move_contact, **said, version=contact.version, person=person)
        model.rows[key] = (*was[:3], person is not None)
    elif act == "correct":
        more = {} if was[3] else {"n_people": n}
        shift.act(
            actions.correct_contact, **said, version=contact.version, supplies={"condoms": condoms}, **more
        )
        model.rows[key] = (more.get("n_people", was[0]), condoms, was[2], was[3])
    elif act == "void":
        shift.act(actions.void_contact, **said, version=contact.version, reason="twice")
        del model.rows[key]
    elif act == "undo":
        shift.act(actions.undo_contact, **said, at=NIGHT + timedelta(seconds=5))
        del model.rows[key]
    return None


def record(shift, model, people, act, pick, n, condoms, key):
    told = {"supplies": {"condoms": condoms}, "done": ["information"] if pick % 2 else []}
    if act == "record_again" and key is not None:
        first = Contact.objects.get(id=key)
        if first.split_from_id or first.version > 1:
            return
        again = shift.told[key]
        assert shift.record(by=shift.case_worker, entry_id=first.entry_id, **again).id == key
        return
    told |= {"person": people[n % len(people)]} if act == "record_known" else {"n_people": n}
    contact = shift.record(by=shift.case_worker, **told)
    shift.told[contact.id] = told
    model.rows[contact.id] = (contact.n_people, condoms, bool(told["done"]), contact.person_id is not None)


@pytest.fixture
def three(shift):
    shift.told = {}
    return [shift.person(name) for name in ("Kim", "Ada", "Ruby")]


STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 50), st.integers(1, 4), st.integers(0, 12)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(steps=STEPS)
def test_totals_are_the_people_counted_in_any_order_of_acts(shift, three, steps):
    Contact.objects.update(state="void")
    model = Model()
    for act, pick, n, condoms in steps:
        step(shift, model, three, act, pick, n, condoms)
        check(shift, model)
