"""Code lists, the room's table of acts, and the purpose of consent under which a note goes."""

import ast
from pathlib import Path

import pytest

from tests.rooms.justice.conftest import fresh, opened
from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency
from yarrow.justice import actions, compliance, export, lists
from yarrow.justice.showing import place_in_words
from yarrow.justice.states import APPOINTMENT_STATES, AWAY_STATES, ORDER_STATES, PICK_UP_STATES
from yarrow.people import purposes
from yarrow.people.actions import give_consent
from yarrow.people.errors import NotHere
from yarrow.sharing import lists as facts
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact, record_share
from yarrow.sharing.errors import NotAgreed
from yarrow.staff.models import Membership

ROOM = Path(actions.__file__).parent
NAMES = ("order_kinds", "order_states", "order_acts", "appointment_states", "appointment_acts", "reasons")
MORE = (
    "judged",
    "judges",
    "light",
    "away_states",
    "pick_up_states",
    "pick_up_acts",
    "checklist",
    "check_states",
)


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_codes_stand_once_fit_their_column_and_have_words(name):
    codes = [item.code for item in lists.items(name)]
    assert codes and len(codes) == len(set(codes)) and max(map(len, codes)) <= 30
    assert all(item.words and item.words != item.code for item in lists.items(name))
    assert lists.label(name, codes[0]) == lists.items(name)[0].words
    assert lists.label(name, "gone") == "gone"


@pytest.mark.parametrize(
    ("states", "named", "acts"),
    [
        (ORDER_STATES, "order_states", "order_acts"),
        (APPOINTMENT_STATES, "appointment_states", "appointment_acts"),
        (AWAY_STATES, "away_states", ""),
        (PICK_UP_STATES, "pick_up_states", "pick_up_acts"),
    ],
)
def test_every_state_and_act_has_words(states, named, acts):
    assert set(states) == lists.codes(named)
    every = {act for each in states.values() for act in each}
    assert not acts or every <= lists.codes(acts)
    assert {then for each in states.values() for then in each.values()} <= set(states)


def test_what_is_mandated_and_how_many_appointments_are_usual():
    assert lists.mandated_kinds() == lists.codes("order_kinds") - {"agreed_diversion"}
    assert lists.usual_n("engagement_support") == 3 and lists.usual_n("gone") == 1


def noted(path):
    """Every act that a file of actions writes on the trail; for those made of a word, what ends them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note":
            said = node.args[0]
            found.add(said.value if isinstance(said, ast.Constant) else said.values[-1].value)
    return found


def test_every_act_on_the_trail_is_told_in_words():
    acts = {act for path in ROOM.glob("*.py") for act in noted(path)}
    assert len(acts) >= 14
    for act in acts:
        assert act in export.TRAIL or any(told.endswith(act) for told in export.TRAIL), act
    for states, end in (
        (ORDER_STATES, "order"),
        (APPOINTMENT_STATES, "appointment"),
        (PICK_UP_STATES, "pick_up"),
    ):
        for act in {act for each in states.values() for act in each}:
            assert f"justice.{act}_{end}" in export.TRAIL


def test_purpose_of_notes_is_offered_for_courts_and_the_police_alone(db):
    offered = {
        kind
        for kind in (item.code for item in directory.items("kinds"))
        if "court" in [one.code for one in sharing.purposes_for(Agency(kind=kind))]
    }
    assert offered == {"court", "police"}
    asked = purposes.purpose_of("court")
    assert set(asked.categories) == set(facts.categories_of([compliance.ATTENDANCE, compliance.REASONS]))
    others = [one for one in purposes.purposes() if one.code != "court"]
    assert not any(set(one.categories) & set(asked.categories) for one in others)
    assert not any(one.kinds for one in others)


def test_what_was_agreed_for_a_court_lets_nothing_else_leave(table, order, kim, court):
    table.agree(kim, court, ("attendance", "reasons"))
    told = {"person": kim, "agency": court, "how": "paper", "facts": [Fact("called", "Kim")]}
    for purpose in ("court", "support"):
        with pytest.raises(NotAgreed):
            table.do(record_share, purpose=purpose, **told)


def test_police_are_agreed_to_by_kind_for_a_caution(table, kim):
    police = table.agency("Police by the Docks", "police")
    order = table.order(kim, police, kind="conditional_caution", reference="CC 9", days_ago=20)
    table.appointment(order, 10, "keep")
    said = {"purpose": "court", "recipient": "police", "how": "spoken"}
    table.do(give_consent, person=kim, categories=["attendance"], **said)
    note = table.send(order)
    assert note.share.recipient == "police" and table.told(note)["attendance"].startswith("Order CC 9")
    elsewhere = table.agency("Clinic", "clinic")
    assert "court" not in [one.code for one in sharing.purposes_for(elsewhere)]


def test_somebody_who_left_goes_to_no_gate(table, kim):
    row, place = table.away(kim, leaves_in=3), table.world.account("outreach").place
    told = {"away": row, "worker_id": place.worker_id, "planned_on": row.expected_on}
    first = table.do(actions.plan_pick_up, where="Front gate", **told)
    assert opened(table, first, "where") == "Front gate"
    Membership.objects.filter(pk=place.pk).update(state="left")
    with pytest.raises(NotHere):
        table.do(actions.plan_pick_up, **told)
    assert fresh(row).pick_ups.count() == 1


def test_a_place_is_said_by_the_directory_in_words_or_both():
    names = {"1": "Prison by the Marsh"}
    said = [
        {"agency": "1", "words": ""},
        {"agency": "1", "words": "wing B"},
        {"agency": "", "words": "wing B"},
        None,
    ]
    assert [place_in_words(one, names) for one in said] == [
        "Prison by the Marsh",
        "Prison by the Marsh (wing B)",
        "wing B",
        "",
    ]
    # An agency that is in the directory no more leaves its words.
    assert place_in_words({"agency": "2", "words": "wing B"}, names) == "wing B"
