"""The tables of roles and states, and the page drawn from them."""

import pytest

from tests.rooms.staff.reference import PAGE, written
from yarrow.staff import states
from yarrow.staff.models import Project
from yarrow.staff.roles import ALL_COMPARTMENTS, COMPARTMENTS, KEEPERS, ROLES, WORKERS, role_label


def test_reference_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == written(), "run python -m tests.rooms.staff.reference"


def test_every_role_has_a_row_and_holds_only_known_keys():
    assert set(COMPARTMENTS) == set(ROLES)
    assert {name for held in COMPARTMENTS.values() for name in held} <= set(ALL_COMPARTMENTS)


def test_table_is_the_one_of_the_design():
    assert COMPARTMENTS == {
        "outreach": ("identity",),
        "peer": ("identity",),
        "case_worker": ("identity", "notes"),
        "coordinator": ("identity", "notes"),
        "manager": ("identity", "notes"),
        "adviser": ("identity", "incident", "isva"),
        "evaluator": (),
        "administrator": (),
        "guest": (),
    }


@pytest.mark.parametrize("role", [role for role in ROLES if role != "adviser"])
def test_isva_is_held_by_advisers_alone(role):
    assert "isva" not in Project(narrowed={}).compartments_for(role, named=True)


@pytest.mark.parametrize("narrowed", [{"manager": []}, {"manager": ["isva"]}, {"outreach": ["identity"]}])
def test_a_project_can_narrow_and_never_widen(narrowed):
    project = Project(narrowed=narrowed)
    for role in ROLES:
        assert set(project.compartments_for(role)) <= set(COMPARTMENTS[role])


def test_keepers_and_workers_are_roles():
    assert set(KEEPERS) | set(WORKERS) <= set(ROLES)
    assert all(role_label(role) for role in ROLES)


def test_states_lead_only_to_states():
    known = {state for state, _label in states.STATE_CHOICES}
    assert set(states.MEMBERSHIP) == known
    assert {after for steps in states.MEMBERSHIP.values() for after in steps.values()} <= known


def test_state_without_such_a_step_has_no_after():
    assert states.after(states.LEFT, "granted") is None
    assert states.after(states.WAITING, "granted") == states.ACTIVE
