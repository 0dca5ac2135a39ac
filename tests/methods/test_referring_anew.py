"""Funnels, waits and steps of random lives of referrals, counted a second time in the plainest way."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.funnels import RESULTS, Followed, Taken, Wait, Walked, funnel, steps_reached, waited
from yarrow.methods.pathways import ENDED, ENDED_SHORT, MOVES, STAGES, furthest, live, read, stage_of

FEW_EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True)
DAY = date(2026, 1, 1)
# Which stage a state speaks for, by hand; ends without one speak for none.
SPEAKS_FOR = {stage: stage for stage in STAGES} | {
    **{"accompanied": "attended", "waiting": "accepted", "refused": "received"},
    **{"declined": None, "lost": None},
}


@st.composite
def lives(draw):
    """[(act, state, day)]: acts from the table, slips put back, asking in between, each no earlier than the last."""
    state, on, found, standing = "offered", DAY, [("offer", "offered", DAY)], [("offer", "offered", DAY)]
    for _n in range(draw(st.integers(0, 9))):
        on += timedelta(days=draw(st.integers(0, 20)))
        acts = [*MOVES[state], "ask", "put_back"]
        act = acts[draw(st.integers(0, len(acts) - 1))]
        if act == "ask":
            found.append(("ask", state, on))
        elif act == "put_back":
            if len(standing) < 2 or standing[-1][0] == "send":
                continue
            standing.pop()
            state = standing[-1][1]
            found.append(("put_back", state, on))
        else:
            state = MOVES[state][act]
            standing.append((act, state, on))
            found.append(standing[-1])
    return found, standing


LIVES = st.lists(lives(), min_size=1, max_size=30)


@FEW_EXAMPLES
@given(lives())
def test_what_stands_is_what_a_pile_of_acts_leaves(life):
    written, standing = life
    assert live(written) == standing
    assert written[-1][1] == standing[-1][1]


def walked(standing):
    return Walked(standing[-1][1], tuple(state for _act, state, _on in standing))


@FEW_EXAMPLES
@given(LIVES)
def test_funnel_is_what_counting_each_stage_by_itself_gives(found):
    rows = [standing for _written, standing in found]
    counted = funnel(walked(one) for one in rows)
    assert [one.stage for one in counted] == list(STAGES)
    furthest_of = []
    for standing in rows:
        spoken = [SPEAKS_FOR[state] for _act, state, _on in standing]
        furthest_of.append(max((STAGES.index(stage) for stage in spoken if stage), default=0))
    for n, one in enumerate(counted):
        at_it = [rows[k][-1][1] for k, place in enumerate(furthest_of) if place == n]
        assert one.n == len([place for place in furthest_of if place >= n])
        assert one.n_open == len([state for state in at_it if state not in ENDED])
        assert one.n_ended == len([state for state in at_it if state in ("declined", "refused", "lost")])
        assert one.before == (counted[n - 1].n if n else None)
        assert one.is_few == (n > 0 and 0 < counted[n - 1].n < 10)
        assert one.share == (Fraction(one.n, one.before) if n and one.before >= 10 else None)
    assert [one.n for one in counted] == sorted((one.n for one in counted), reverse=True)
    left = sum(one.n_open + one.n_ended for one in counted)
    assert left + sum(standing[-1][1] == "completed" for standing in rows) == len(rows)


def test_every_state_speaks_for_a_stage_or_says_that_it_does_not():
    assert {state: stage_of(state) for state in MOVES} == {state: SPEAKS_FOR[state] for state in MOVES}
    assert {state for state in MOVES if SPEAKS_FOR[state] is None} < set(ENDED_SHORT)


def followed(standing):
    """The row as the extract writes it."""
    days = {}
    for _act, state, on in standing:
        if stage_of(state) is not None:
            days.setdefault(stage_of(state), on)
    _act, state, on = standing[-1]
    ended = on if state in ENDED else None
    return Followed(UUID(int=1), UUID(int=2), None, "money", "plain", DAY, walked(standing), days, "", ended)


def wait_anew(standing, begins, until, today):
    """From the first day on which one stage was reached to the first on which `until` or a later one was."""
    reached = [(SPEAKS_FOR[state], on) for _act, state, on in standing if SPEAKS_FOR[state]]
    began = [on for stage, on in reached if stage == begins]
    if not began:
        return None
    # The first day of each stage counts, and only where it is no earlier than the beginning.
    firsts = {}
    for stage, on in reached:
        firsts.setdefault(stage, on)
    came = [
        on for stage, on in firsts.items() if STAGES.index(stage) >= STAGES.index(until) and on >= began[0]
    ]
    if came:
        return Wait((min(came) - began[0]).days, True)
    end = standing[-1][2] if standing[-1][1] in ENDED else today
    return Wait((end - began[0]).days, False)


@FEW_EXAMPLES
@given(lives(), st.sampled_from(STAGES), st.sampled_from(STAGES))
def test_a_wait_is_what_reading_the_days_gives(life, begins, until):
    _written, standing = life
    if STAGES.index(until) <= STAGES.index(begins):
        return
    today = standing[-1][2] + timedelta(days=5)
    assert followed(standing).wait(begins, until, today) == wait_anew(standing, begins, until, today)


WAITS = st.lists(st.builds(Wait, days=st.integers(0, 12), is_over=st.booleans()), max_size=40)


def median_anew(waits):
    """Kaplan and Meier day by day: of those still there at the beginning of a day, how many came on it."""
    alive = Fraction(1)
    for day in range(14):
        there = [one for one in waits if one.days >= day]
        came = [one for one in there if one.days == day and one.is_over]
        if came:
            alive *= Fraction(len(there) - len(came), len(there))
        if came and alive <= Fraction(1, 2):
            return day
    return None


@FEW_EXAMPLES
@given(WAITS, st.randoms(use_true_random=False))
def test_the_middle_wait_is_that_of_day_by_day_whatever_the_order(waits, random):
    mixed = list(waits)
    random.shuffle(mixed)
    found = waited(mixed)
    assert (found.n, found.n_over) == (len(waits), sum(one.is_over for one in waits))
    assert found.median == median_anew(waits)
    if all(one.is_over for one in waits) and waits:
        inner = sorted(one.days for one in waits)
        assert found.median == inner[(len(inner) - 1) // 2]


@FEW_EXAMPLES
@given(WAITS.filter(len))
def test_who_leaves_early_never_shortens_the_middle_wait(waits):
    """Somebody who left on the first day before it came says nothing about the others."""
    gone = [*waits, *[Wait(0, False)] * 5]
    first = [one for one in waits if one.days == 0 and one.is_over]
    if not first:
        assert waited(gone).median == waited(waits).median


STEPS = ("a", "b", "c")
PATHWAY = read(
    {
        **{name: name for name in ("code", "version", "label", "words", "hint")},
        "steps": [{"code": one, "label": one, "kind": "meeting", "expected_days": 7} for one in STEPS],
    }
)
BEST = ("done", "not_needed", "going", "not_yet", "stopped")
TAKEN = st.lists(
    st.builds(
        Taken,
        person_id=st.integers(1, 5).map(lambda n: UUID(int=n)),
        step=st.sampled_from([*STEPS, "of an older version"]),
        result=st.sampled_from([*RESULTS, "going"]),
    ),
    max_size=30,
)


@FEW_EXAMPLES
@given(TAKEN)
def test_steps_are_what_asking_each_person_gives(taken):
    found = steps_reached(PATHWAY, taken)
    for n, one in enumerate(found):
        here = [row for row in taken if row.step == STEPS[n]]
        people = {row.person_id for row in here}
        best = [min((row.result for row in here if row.person_id == who), key=BEST.index) for who in people]
        said = (one.n_done, one.n_not_needed, one.n_going, one.n_not_yet, one.n_stopped)
        assert said == tuple(best.count(result) for result in BEST)
        assert (one.n, one.n_times, sum(said)) == (len(people), len(here), len(people))
        before = {row.person_id for row in taken if n and row.step == STEPS[n - 1]}
        assert (one.before, one.n_came) == ((len(before), len(people & before)) if n else (None, 0))


@FEW_EXAMPLES
@given(st.lists(st.sampled_from(list(MOVES)), max_size=8))
def test_the_furthest_does_not_depend_on_the_order(states):
    assert furthest(states) == furthest(reversed(states)) == furthest([*states, "offered"])
