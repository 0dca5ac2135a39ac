"""Follow-ups: what is due and done, put off, handed over; and after how many days to look for somebody."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, follow_ups, queries, seen
from yarrow.contacts.forms import DoneForm, FollowUpForm, LookoutForm, PassOnForm, PutOffForm
from yarrow.contacts.lines import open_name
from yarrow.contacts.models import FollowUp
from yarrow.methods.refusals import Refusal
from yarrow.people.queries import possible_key_workers
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS, WORKERS
from yarrow.ui.forms import Form

WHOSE, WHICH = (follow_ups.MINE, follow_ups.ALL), (follow_ups.DUE, follow_ups.LATER, follow_ups.DONE)


@allow(*WORKERS, purpose="see what is to be done, and by when")
def list_follow_ups(request: Any) -> HttpResponse:
    """One's own or everybody's; due, later, or done."""
    asked = request.GET
    whose = asked["whose"] if asked.get("whose") in WHOSE else follow_ups.ALL
    which = asked["which"] if asked.get("which") in WHICH else follow_ups.DUE
    page = max(1, queries.posted_number(asked, "page"))
    lines, has_more = follow_ups.listed(
        request.actor, request.project, _today(request), whose=whose, which=which, page=page
    )
    here = f"?whose={whose}&which={which}&page="
    context = {
        "lines": lines,
        "whose": whose,
        "which": which,
        "previous_url": f"{here}{page - 1}" if page > 1 else "",
        "next_url": f"{here}{page + 1}" if has_more else "",
    }
    return render(request, "contacts/list_follow_ups.html", context)


@allow(*WORKERS, purpose="note something to do for a person")
def add_follow_up(request: Any, person_id: UUID) -> HttpResponse:
    """Something to do for a person by a day."""
    person = queries.person_or_404(request.project, person_id)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.add_follow_up(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                person=person,
                **form.cleaned_data,
            )
            return redirect(request.project.url("contacts:list_follow_ups"))
    called = open_name(request.actor, request.project, person, "contacts.add_follow_up")
    return render(request, "contacts/add_follow_up.html", {"form": form, "called": called})


@allow(*WORKERS, purpose="see one follow-up, put it off, hand it over or close it")
def show_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """One follow-up with what changed about it."""
    line = queries.follow_up_or_404(request.project, follow_up_id)
    return _page(request, line)


@require_POST
@allow(*WORKERS, purpose="say that something is done")
def complete_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """It is closed; from a list in one tap as done, from its page with what came of it."""
    line = queries.follow_up_or_404(request.project, follow_up_id)
    form = DoneForm(request.POST if "result" in request.POST else {"result": "done"})
    if not form.is_valid():
        return _page(request, line, done=form)
    return _changed(request, line, form, actions.complete_follow_up, **form.cleaned_data)


@require_POST
@allow(*WORKERS, purpose="put a follow-up off to another day")
def reschedule_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """It is due on another day."""
    line, form = queries.follow_up_or_404(request.project, follow_up_id), PutOffForm(request.POST)
    if not form.is_valid():
        return _page(request, line, put_off=form)
    return _changed(request, line, form, actions.reschedule_follow_up, **form.cleaned_data)


@require_POST
@allow(*WORKERS, purpose="hand a follow-up over to a colleague")
def hand_over_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Somebody else does it."""
    line = queries.follow_up_or_404(request.project, follow_up_id)
    form = PassOnForm(request.POST, workers=possible_key_workers(request.project))
    if not form.is_valid():
        return _page(request, line, pass_on=form)
    return _changed(request, line, form, actions.hand_over_follow_up, to=form.cleaned_data["worker"])


@allow(*ARRANGERS, purpose="say after how many days to look for somebody", state="add_only")
def keep_lookout(request: Any) -> HttpResponse:
    """For people whose own habit is not known yet."""
    initial = {"days": seen.lookout_of(request.project).days}
    form = LookoutForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_lookout(
                project=request.project, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.project.url("contacts:arrange"))
    return render(request, "contacts/keep_lookout.html", {"form": form})


def _changed(request: Any, line: FollowUp, form: Form, act: Callable[..., Any], **said: Any) -> HttpResponse:
    """Do it and go back to the list; the page of the follow-up when it is refused."""
    try:
        act(project=request.project, by=request.actor, at=timezone.now(), follow_up=line, **said)
    except Refusal as refusal:
        form.add_refusal(refusal)
        name = {PutOffForm: "put_off", PassOnForm: "pass_on"}.get(type(form), "done")
        return _page(request, line, **{name: form})
    messages.success(request, _("Saved."))
    return redirect(request.project.url("contacts:list_follow_ups"))


def _page(request: Any, line: FollowUp, **typed: Form) -> HttpResponse:
    opened = follow_ups.lines(
        request.actor, request.project, [line], _today(request), "contacts.show_follow_up"
    )
    workers = possible_key_workers(request.project)
    context = {
        "line": opened[0],
        "history": follow_ups.history(request.project, line),
        "done": typed.get("done") or DoneForm(),
        "put_off": typed.get("put_off") or PutOffForm(),
        "pass_on": typed.get("pass_on") or PassOnForm(workers=workers),
        "form": next(iter(typed.values()), None) or DoneForm(),
    }
    return render(request, "contacts/show_follow_up.html", context)


def _today(request: Any) -> date:
    return timezone.localtime(timezone=request.project.zone).date()
