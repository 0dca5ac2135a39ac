"""Follow-ups: what is due, and done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, queries
from yarrow.contacts.forms import FollowUpForm
from yarrow.contacts.lines import due_lines, open_name
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS

AHEAD = timedelta(days=14)


@allow(*WORKERS, purpose="see what is to be done, and by when")
def list_follow_ups(request: Any) -> HttpResponse:
    """What is overdue and what is due within two weeks."""
    today = timezone.localtime(timezone=request.project.zone).date()
    lines = due_lines(request.actor, request.project, today + AHEAD, today)
    return render(request, "contacts/list_follow_ups.html", {"lines": lines})


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


@require_POST
@allow(*WORKERS, purpose="say that something is done")
def complete_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """It is done."""
    line = queries.follow_up_or_404(request.project, follow_up_id)
    actions.complete_follow_up(project=request.project, by=request.actor, at=timezone.now(), follow_up=line)
    return redirect(request.project.url("contacts:list_follow_ups"))
