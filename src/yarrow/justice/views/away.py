"""Time in prison: writing it down, visits, the day of leaving, the gate, the checklist."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.justice import actions, away, choosing, lists, rules
from yarrow.justice.forms import away as forms
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.people.queries import possible_key_workers
from yarrow.staff.access import allow

SETTLING = ("do", "miss", "call_off")


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down that a person is in prison")
@pages.on_person
def add_away(request: Any, person: Person) -> HttpResponse:
    """Where, since when, until when if anybody knows."""
    form = forms.AwayForm(request.POST or None, agencies=choosing.agencies(request.project, rules.PRISON))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            row = actions.add_away(person=person, **form.said(), **_act(request))
            return _to_away(request, person, row.pk)
    return render(request, "justice/add_away.html", {"person": person, "form": form})


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's time in prison, visits and what is ready")
@pages.on_person
def show_away(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    """The day of leaving first."""
    row, today = away.away_in(person, away_id), pages.today_of(request)
    found = away.whole(request.actor, row, today, request.open_reason)
    context = {"person": person, "found": found, "choices": lists.choices("check_states")}
    return render(request, "justice/show_away.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down another day of leaving prison")
@pages.on_person
def expect_leaving(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    """Also another prison."""
    row = away.away_in(person, away_id)
    initial = request.POST or away.said_of(request.actor, row, request.open_reason)
    agencies = choosing.agencies(request.project, rules.PRISON, kept=initial.get("agency", ""))
    form = forms.LeavingForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, away_id, actions.expect_leaving, away=row, **form.said())
    return render(request, "justice/expect_leaving.html", {"person": person, "away": row, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down that a person left prison")
@pages.on_person
def leave(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    """Also early."""
    row = away.away_in(person, away_id)
    form = forms.LeftForm(request.POST or None, initial={"left_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = {"away": row, "act": "leave", **form.cleaned_data}
            return _done(request, person, away_id, actions.move_away, **said)
    return render(request, "justice/leave.html", {"person": person, "away": row, "form": form})


@require_POST
@allow(*rules.KEEPERS, purpose="put right what was written about time in prison")
@pages.on_person
def put_right(request: Any, person: Person, away_id: UUID, how: str) -> HttpResponse:
    """close, put_back, or follow it oneself."""
    row = away.away_in(person, away_id)
    if how == "follow":
        return _done(request, person, away_id, actions.follow_away, away=row)
    if how not in ("close", "put_back"):
        raise Http404
    return _done(request, person, away_id, actions.move_away, away=row, act=how)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down a visit in prison")
@pages.on_person
def note_visit(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    """A day, a few words."""
    row = away.away_in(person, away_id)
    form = forms.VisitForm(request.POST or None, initial={"visited_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, away_id, actions.note_visit, away=row, **form.cleaned_data)
    return render(request, "justice/note_visit.html", {"person": person, "away": row, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="plan who is at the gate")
@pages.on_person
def plan_pick_up(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    """Who, when, where."""
    row, workers = away.away_in(person, away_id), possible_key_workers(request.project)
    initial = {"planned_on": row.expected_on, "worker_id": str(request.actor.id)}
    form = forms.PickUpForm(request.POST or None, workers=workers, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, away_id, actions.plan_pick_up, away=row, **form.said())
    return render(request, "justice/plan_pick_up.html", {"person": person, "away": row, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down whether somebody was at the gate")
@pages.on_person
def settle_pick_up(request: Any, person: Person, pick_up_id: UUID, result: str) -> HttpResponse:
    """Done, missed and why, called off."""
    if result not in SETTLING:
        raise Http404
    row = away.pick_up_in(person, pick_up_id)
    form = forms.SettlePickUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = {"pick_up": row, "act": result, **form.cleaned_data}
            return _done(request, person, row.away_id, actions.settle_pick_up, **said)
    context = {"person": person, "away": row.away, "form": form, "title": lists.label("pick_up_acts", result)}
    return render(request, "justice/settle_pick_up.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what is ready for the day of leaving prison")
@pages.on_person
def set_check(request: Any, person: Person, check_id: UUID) -> HttpResponse:
    """One press on the page, or a form with words."""
    row = away.check_in(person, check_id)
    initial = {} if request.POST else away.said_of_check(request.actor, row, request.open_reason)
    form = forms.CheckForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = {"check": row, "stands": form.cleaned_data["stands"]}
            words = form.cleaned_data["words"] if "words" in request.POST else None
            return _done(request, person, row.away_id, actions.set_check, words=words, **said)
    title = lists.label("checklist", row.item)
    context = {"person": person, "away": row.away, "form": form, "title": title}
    return render(request, "justice/set_check.html", context)


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(
    request: Any, person: Person, away_id: UUID, act: Callable[..., Any], /, **said: Any
) -> HttpResponse:
    act(**said, **_act(request))
    return _to_away(request, person, away_id)


def _to_away(request: Any, person: Person, away_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url("justice:show_away", person.id, away_id))
