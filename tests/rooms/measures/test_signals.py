"""Signals: what the lead, the deputy and the worker who is asked for do about them, and where they see them."""

from datetime import timedelta

import pytest

from yarrow.measures import actions, queries
from yarrow.measures.errors import CannotBe, NotAllowed
from yarrow.measures.models import Signal, SignalStep
from yarrow.people.actions import assign_key_worker
from yarrow.vault.models import TrailRow


def test_signal_is_seen_acted_on_and_closed_each_with_its_step(staffed, says_danger, step, by):
    says_danger("yes")
    signal = Signal.objects.get()
    assert step(signal, "acknowledge").state == "seen"
    assert step(signal, "act", words="Walked to the station with her").state == "acted"
    assert step(signal, "act", role="manager", words="Called again").state == "acted"
    assert step(signal, "close", reason="reached").state == "closed"
    steps = list(SignalStep.objects.filter(signal=signal))
    assert [row.act for row in steps] == ["raise", "acknowledge", "act", "act", "close"]
    assert steps[2].sealed.open_unrecorded("notes.words", by.unlocked) == "Walked to the station with her"
    assert "station" not in repr(SignalStep.objects.filter(pk=steps[2].pk).values().get())


@pytest.mark.parametrize(
    ("done", "then"),
    [("acknowledge", "acknowledge"), ("close", "act"), ("close", "close"), ("act", "acknowledge")],
)
def test_step_that_can_not_follow_is_refused(staffed, says_danger, step, done, then):
    says_danger("yes")
    said = {"close": {"reason": "reached"}, "act": {"words": "x"}, "acknowledge": {}}
    step(Signal.objects.get(), done, **said[done])
    with pytest.raises(CannotBe, match="already"):
        step(Signal.objects.get(), then, **said[then])


def test_closing_needs_how_it_ended_and_acting_what_was_done(staffed, says_danger, step):
    says_danger("yes")
    signal = Signal.objects.get()
    for name, said, field in (
        ("close", {}, "reason"),
        ("close", {"reason": "drill"}, "reason"),
        ("act", {}, "words"),
    ):
        with pytest.raises(CannotBe) as refused:
            step(signal, name, **said)
        assert refused.value.field == field


def test_only_the_lead_the_deputy_and_those_who_arrange_answer_signals(
    staffed, says_danger, step, world, given
):
    says_danger("yes")
    signal = Signal.objects.get()
    actions.name_responders(
        lead=world.account("manager").worker, deputy=None, look_within=60, act_within=240, **given
    )
    with pytest.raises(NotAllowed):
        step(signal, "acknowledge", role="case_worker")
    assert step(signal, "acknowledge", role="coordinator").state == "seen"


def test_waiting_past_the_projects_own_time_is_overdue(staffed, says_danger, step, at):
    says_danger("yes")
    signal = Signal.objects.get()
    minute = timedelta(minutes=1)
    assert not queries.is_overdue(signal, signal.look_by) and queries.is_overdue(
        signal, signal.look_by + minute
    )
    seen = step(signal, "acknowledge")
    assert not queries.is_overdue(seen, signal.look_by + minute)
    assert queries.is_overdue(seen, signal.act_by + minute)
    assert not queries.is_overdue(step(seen, "act", words="x"), signal.act_by + minute)


def test_drill_runs_the_whole_way_about_nobody(staffed, given, step, world, project):
    actions.raise_drill(**given)
    signal = Signal.objects.get()
    assert signal.is_drill and signal.person_id is None and signal.filling_id is None
    page = world.client("case_worker").get(project.url("measures:show_signal", signal.id)).content.decode()
    assert "This is a drill" in page
    step(signal, "acknowledge")
    step(signal, "act", words="Pretended to call")
    with pytest.raises(CannotBe):
        step(signal, "close", reason="reached")
    assert step(signal, "close", reason="drill").state == "closed"
    assert {"measures.raise_drill", "measures.close_signal"} <= set(
        TrailRow.objects.values_list("act", flat=True)
    )


def test_drill_needs_somebody_who_is_named(given):
    with pytest.raises(CannotBe, match="lead"):
        actions.raise_drill(**given)
    assert not Signal.objects.exists()


def test_list_shows_overdue_first_and_closed_ones_below(staffed, says_danger, step, world, project, given):
    says_danger("yes")
    actions.raise_drill(**given)
    url, client = project.url("measures:list_signals"), world.client("case_worker")
    page = client.get(url)
    assert [line.is_overdue for line in page.context["waiting"]] == [True, True] and not page.context[
        "closed"
    ]
    assert "Kim" in page.content.decode() and "Overdue" in page.content.decode()
    for signal in Signal.objects.all():
        step(signal, "close", reason="drill" if signal.is_drill else "reached")
    page = client.get(url)
    assert not page.context["waiting"] and len(page.context["closed"]) == 2


def test_steps_are_taken_on_the_page(staffed, says_danger, world, project):
    says_danger("yes")
    signal, client = Signal.objects.get(), world.client("case_worker")
    url = project.url("measures:show_signal", signal.id)
    assert "Question phq9.9" in client.get(url).content.decode()
    for act, said in (
        ("acknowledge", {}),
        ("act", {"words": "Tea"}),
        ("close", {"reason": "reached", "words": ""}),
    ):
        assert client.post(project.url("measures:step_signal", signal.id, act), said)["Location"] == url
    assert "Tea" in client.get(url).content.decode()
    assert client.post(project.url("measures:step_signal", signal.id, "shout"), {}).status_code == 404
    again = client.post(project.url("measures:step_signal", signal.id, "close"), {"reason": "reached"})
    assert again.status_code == 200 and "already" in again.content.decode()


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_others_see_no_signal(staffed, says_danger, world, project, role):
    says_danger("yes")
    signal, client = Signal.objects.get(), world.client(role, raise_request_exception=False)
    assert client.get(project.url("measures:list_signals")).status_code == 403
    assert client.get(project.url("measures:show_signal", signal.id)).status_code == 403


# --- on the lead's Today -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "is_told"), [("case_worker", True), ("manager", True), ("coordinator", False)]
)
def test_today_of_the_lead_and_the_deputy_says_who_waits(staffed, says_danger, world, project, role, is_told):
    says_danger("yes")
    said = world.client(role).get(project.url("desk:show_today")).content.decode()
    assert ("1 person waits to be spoken to" in said) is is_told
    # Raised in March: long past the project's own time.
    assert ("tag--overdue" in said) is is_told


def test_today_says_nothing_once_it_is_closed(staffed, says_danger, step, world, project):
    says_danger("yes")
    step(Signal.objects.get(), "close", reason="reached")
    said = world.client("case_worker").get(project.url("desk:show_today")).content.decode()
    assert "to be spoken to" not in said


@pytest.fixture
def asks(begin, own, given, world):
    """Somebody asks to be contacted, on a form that the co-ordinator asked; the case worker is their key worker."""

    def make(kim):
        worker = world.account("case_worker").worker
        assign_key_worker(person=kim, worker=worker, **given)
        actions.ask_for_contact(filling=begin(own), **given)
        return Signal.objects.get()

    return make


def test_key_worker_is_asked_too_and_may_answer(asks, kim, world, project, step):
    signal = asks(kim)
    client = world.client("case_worker")
    assert "1 person waits to be spoken to" in client.get(project.url("desk:show_today")).content.decode()
    listed = client.get(project.url("measures:list_signals"))
    assert [line.signal.id for line in listed.context["waiting"]] == [signal.id] and not listed.context[
        "is_every"
    ]
    assert client.get(project.url("measures:show_signal", signal.id)).status_code == 200
    assert step(signal, "acknowledge").state == "seen"


def test_worker_who_is_not_asked_sees_none_of_it(says_danger, world, project, given, kim):
    says_danger("yes")
    client = world.client("case_worker", raise_request_exception=False)
    assert client.get(project.url("measures:list_signals")).context["waiting"] == []
    assert client.get(project.url("measures:show_signal", Signal.objects.get().id)).status_code == 403


def test_where_nobody_is_named_those_who_arrange_are_told_that_somebody_asked(asks, kim, world, project):
    asks(kim)
    for role, is_told in (("manager", True), ("outreach", False)):
        said = world.client(role).get(project.url("desk:show_today")).content.decode()
        assert ("1 person waits to be spoken to" in said) is is_told
