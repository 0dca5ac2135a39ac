"""A person's plan: reading it, printing it, its goals and steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.methods.refusals import Refusal
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.people.queries import possible_key_workers
from yarrow.plans import actions, planning, rules, states
from yarrow.plans.errors import ChangedMeanwhile
from yarrow.plans.forms import GoalForm, ReviewForm, StepForm
from yarrow.plans.models import Goal, Plan, Step
from yarrow.staff.access import allow
from yarrow.ui.forms import Form


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's plan")
@pages.on_person
def show_plan(request: Any, person: Person) -> HttpResponse:
    """Goals in their words, steps, and when it was looked at."""
    plans = planning.of_person(request.actor, person, pages.today_of(request), request.open_reason)
    context = {"person": person, "plans": plans, "can_sign": rules.can_arrange(request.actor)}
    return render(request, "plans/show_plan.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="print a person's plan for them")
@pages.on_person
def print_plan(request: Any, person: Person) -> HttpResponse:
    """Their sheet: what is open, under a heading that says nothing; the project's name only where they want it."""
    today = pages.today_of(request)
    plans = planning.of_person(request.actor, person, today, request.open_reason, "plans.print_plan")
    context = {"person": person, "plans": plans[:1], "is_named": bool(request.GET.get("named"))}
    return render(request, "plans/print_plan.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down a goal in the person's words")
@pages.on_person
def add_goal(request: Any, person: Person) -> HttpResponse:
    """The first goal begins the plan."""
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"entry_id": form.cleaned_data["entry_id"], **form.said()}
        done = _saved(request, person, form, actions.add_goal, person=person, **said)
        if done:
            return done
    return render(request, "plans/add_goal.html", {"person": person, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="change a goal")
@pages.on_person
def change_goal(request: Any, person: Person, goal_id: UUID) -> HttpResponse:
    """The same form, filled in."""
    goal = planning.part_of(Goal, person, goal_id)
    form = GoalForm(request.POST or None, initial=None if request.POST else _initial(request, goal))
    context = {"person": person, "form": form, "goal": goal}
    return _changed(request, person, form, actions.change_goal, "plans/change_goal.html", context, goal=goal)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down a step towards a goal")
@pages.on_person
def add_step(request: Any, person: Person, goal_id: UUID) -> HttpResponse:
    """What, who, by when."""
    goal = planning.part_of(Goal, person, goal_id)
    form = StepForm(request.POST or None, workers=possible_key_workers(request.project))
    if request.method == "POST" and form.is_valid():
        said = {"entry_id": form.cleaned_data["entry_id"], **form.said()}
        done = _saved(request, person, form, actions.add_step, goal=goal, **said)
        if done:
            return done
    return render(request, "plans/add_step.html", {"person": person, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="change a step: put it off, give it to somebody else")
@pages.on_person
def change_step(request: Any, person: Person, step_id: UUID) -> HttpResponse:
    """The same form, filled in."""
    step = planning.part_of(Step, person, step_id)
    initial = None if request.POST else _initial(request, step) | {"worker": StepForm.initial_of(step.worker)}
    form = StepForm(request.POST or None, initial=initial, workers=possible_key_workers(request.project))
    context = {"person": person, "form": form}
    return _changed(request, person, form, actions.change_step, "plans/change_step.html", context, step=step)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down how a plan was looked at")
@pages.on_person
def add_review(request: Any, person: Person, plan_id: UUID) -> HttpResponse:
    """What helped, what else was going on, when to look again."""
    plan = planning.part_of(Plan, person, plan_id)
    form = ReviewForm(request.POST or None, initial={"held_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        done = _saved(request, person, form, actions.add_review, plan=plan, **form.said())
        if done:
            return done
    return render(request, "plans/add_review.html", {"person": person, "form": form})


@require_POST
@allow(*rules.KEEPERS, purpose="a goal is reached, set aside, or taken up again")
@pages.on_person
def move_goal(request: Any, person: Person, goal_id: UUID) -> HttpResponse:
    """One press, and back to the plan."""
    act = planning.check_act(states.GOAL_STATES, request.POST.get("act", ""))
    return _moved(request, person, actions.move_goal, goal=planning.part_of(Goal, person, goal_id), act=act)


@require_POST
@allow(*rules.KEEPERS, purpose="a step is done, let go, or to do again")
@pages.on_person
def move_step(request: Any, person: Person, step_id: UUID) -> HttpResponse:
    """One press, and back to the plan."""
    act = planning.check_act(states.STEP_STATES, request.POST.get("act", ""))
    return _moved(request, person, actions.move_step, step=planning.part_of(Step, person, step_id), act=act)


@require_POST
@allow(*rules.KEEPERS, purpose="a plan rests, ends, or is taken up again")
@pages.on_person
def move_plan(request: Any, person: Person, plan_id: UUID) -> HttpResponse:
    """One press, and back to the plan."""
    act = planning.check_act(states.PLAN_STATES, request.POST.get("act", ""))
    return _moved(request, person, actions.move_plan, plan=planning.part_of(Plan, person, plan_id), act=act)


@require_POST
@allow(*rules.KEEPERS, purpose="the person says that this is their plan")
@pages.on_person
def agree_plan(request: Any, person: Person, plan_id: UUID) -> HttpResponse:
    """One press, and back to the plan."""
    return _moved(request, person, actions.agree_plan, plan=planning.part_of(Plan, person, plan_id))


@require_POST
@allow("coordinator", "manager", purpose="sign a plan off, where the project wants that")
@pages.on_person
def sign_off_plan(request: Any, person: Person, plan_id: UUID) -> HttpResponse:
    """One press, and back to the plan."""
    return _moved(request, person, actions.sign_off_plan, plan=planning.part_of(Plan, person, plan_id))


def _saved(
    request: Any, person: Person, form: Form, act: Callable[..., Any], /, **said: Any
) -> HttpResponse | None:
    """Do `act`; the redirect to the plan, or None with the refusal at its field."""
    with form.saying_refusals():
        act(**said, project=request.project, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(request.project.url("plans:show_plan", person.id))
    return None


def _changed(
    request: Any,
    person: Person,
    form: Any,
    act: Callable[..., Any],
    template: str,
    context: dict[str, Any],
    /,
    **row: Any,
) -> HttpResponse:
    """The page of a form that changes a row; what somebody else saved first stands beside what was typed."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = _saved_anew(request, person, form, act, row)
        except ChangedMeanwhile as meanwhile:
            (changed,) = row.values()
            fresh = planning.part_of(type(changed), person, changed.pk)
            now = planning.opened_part(request.actor, fresh, request.open_reason)
            form.data = form.data.copy()
            form.data["version"] = str(fresh.version)
            status, context = meanwhile.status, {**context, "meanwhile": meanwhile.message, "now": now}
        else:
            if done:
                return done
    return render(request, template, context, status=status)


def _saved_anew(
    request: Any, person: Person, form: Any, act: Callable[..., Any], row: dict[str, Any]
) -> HttpResponse | None:
    try:
        act(
            **row,
            version=form.version_seen(),
            **form.said(),
            project=request.project,
            by=request.actor,
            at=timezone.now(),
        )
    except ChangedMeanwhile:
        raise
    except Refusal as refusal:
        form.add_refusal(refusal)
        return None
    messages.success(request, _("Saved."))
    return redirect(request.project.url("plans:show_plan", person.id))


def _moved(request: Any, person: Person, act: Callable[..., Any], /, **said: Any) -> HttpResponse:
    act(**said, project=request.project, by=request.actor, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(request.project.url("plans:show_plan", person.id))


def _initial(request: Any, row: Any) -> dict[str, Any]:
    """A goal or step as it stands."""
    said = planning.opened_part(request.actor, row, request.open_reason)
    plain = {name: getattr(row, name) for name in ("who", "due_on", "version") if hasattr(row, name)}
    return {**said, **plain}
