"""The forum: who sits there, what it is heading for, what is to be done by when. No page of it knows a person."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.panels import actions, forum, queries
from yarrow.panels import forms_of_forum as forms
from yarrow.panels.views.arranging import act, done
from yarrow.people import pages
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@require_safe
@allow(*ARRANGERS, purpose="see the strategic forums")
def list_forums(request: Any) -> HttpResponse:
    """By name."""
    return render(request, "panels/list_forums.html", {"forums": forum.forums_of(request.project)})


@sensitive_post_parameters()
@allow(*ARRANGERS, purpose="begin a strategic forum")
def add_forum(request: Any) -> HttpResponse:
    """Its name and what it is for."""
    form = forms.ForumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = actions.add_forum(**form.cleaned_data, **act(request))
            return done(request, "show_forum", made.pk)
    return render(request, "panels/add_forum.html", {"form": form})


@require_safe
@allow(*ARRANGERS, purpose="see a strategic forum: seats, strategy, steps")
def show_forum(request: Any, forum_id: UUID) -> HttpResponse:
    """What is to be done first."""
    found = queries.forum_in(request.project, forum_id)
    context = {"shown": forum.shown(request.actor, found, pages.today_of(request)), "forum": found}
    return render(request, "panels/show_forum.html", context)


@sensitive_post_parameters()
@allow(*ARRANGERS, purpose="give a seat on a strategic forum")
def add_seat(request: Any, forum_id: UUID) -> HttpResponse:
    """An agency's, or a sex worker's under a name they choose."""
    found = queries.forum_in(request.project, forum_id)
    agencies = queries.agencies_here(request.project)
    return _asked(request, found, forms.SeatForm(request.POST or None, agencies=agencies), "add_seat")


@allow(*ARRANGERS, purpose="write down payment or support that was offered to a seat")
def add_support(request: Any, forum_id: UUID, seat_id: UUID) -> HttpResponse:
    """What, how much, and what became of it."""
    found = queries.forum_in(request.project, forum_id)
    seat, form = queries.seat_of(found, seat_id), forms.SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.add_support(seat=seat, **form.said(), **act(request))
            return done(request, "show_forum", forum_id)
    return render(request, "panels/add_support.html", {"form": form, "forum": found})


@require_POST
@allow(*ARRANGERS, purpose="write down that a seat of a forum is free")
def leave_seat(request: Any, forum_id: UUID, seat_id: UUID) -> HttpResponse:
    """The chosen name goes."""
    seat = queries.seat_of(queries.forum_in(request.project, forum_id), seat_id)
    actions.leave_seat(seat=seat, **act(request))
    return done(request, "show_forum", forum_id)


@sensitive_post_parameters()
@allow(*ARRANGERS, purpose="write strategy of a forum, or what it decided")
def add_line(request: Any, forum_id: UUID) -> HttpResponse:
    """About nobody."""
    found = queries.forum_in(request.project, forum_id)
    return _asked(request, found, forms.LineForm(request.POST or None), "add_line")


@sensitive_post_parameters()
@allow(*ARRANGERS, purpose="write down what a seat of a forum does, from when to when")
def add_step(request: Any, forum_id: UUID) -> HttpResponse:
    """About nobody."""
    found = queries.forum_in(request.project, forum_id)
    sitting = [one for one in forum.seats_of(request.actor, found) if one.seat.left_on is None]
    seats = [(one.seat, one.name) for one in sitting]
    return _asked(request, found, forms.StepForm(request.POST or None, seats=seats), "add_step")


@require_POST
@allow(*ARRANGERS, purpose="write down that a step of a forum is done")
def finish_step(request: Any, forum_id: UUID, step_id: UUID) -> HttpResponse:
    """One press."""
    step = queries.step_of(queries.forum_in(request.project, forum_id), step_id)
    actions.finish_step(step=step, **act(request))
    return done(request, "show_forum", forum_id)


def _asked(request: Any, found: Any, form: Any, name: str) -> HttpResponse:
    """A form about a forum: its action and its page are called the same."""
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.said() if hasattr(form, "said") else form.cleaned_data
            getattr(actions, name)(forum=found, **said, **act(request))
            return done(request, "show_forum", found.pk)
    return render(request, f"panels/{name}.html", {"form": form, "forum": found})
