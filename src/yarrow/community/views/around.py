"""Everything around the project on one page, and the outside events."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.community import actions, forms, outside, queries, rules, showing
from yarrow.community.models import OutsideEvent
from yarrow.community.views.pages import back_to, done, form_page, page_of, to, today_of
from yarrow.staff.access import allow

OF_EVENT = ("title", "kind", "from_on", "to_on", "area", "link", "version")


@require_safe
@allow(*rules.READERS, purpose="see what is open around the project", state="add_only")
def show_around(request: Any) -> HttpResponse:
    """What is overdue, and the way to everything else."""
    today = today_of(request)
    context = {
        "complaints": [
            showing.complaint_line(row, today)
            for row in queries.silent_complaints(request.project, today)[:25]
        ],
        "breaches": [
            showing.breach_line(row, today) for row in queries.silent_breaches(request.project, today)[:25]
        ],
        "can_take": rules.can_take(request.actor),
    }
    return render(request, "community/show_around.html", context)


@require_safe
@allow(*rules.READERS, purpose="see the dated list of what happened outside", state="add_only")
def list_events(request: Any) -> HttpResponse:
    """The latest first."""
    context = page_of(request, queries.events_of(request.project))
    context["lines"] = [(row, outside.shown(row)) for row in context["rows"]]
    return render(
        request, "community/list_events.html", {**context, "can_keep": rules.can_keep(request.actor)}
    )


@allow(*rules.KEEPERS, purpose="add to the list of what happened outside", state="add_only")
def add_event(request: Any) -> HttpResponse:
    """Drawn on every chart over time from now on."""
    form = forms.EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(request, form, actions.add_event):
        return to(request, "list_events")
    return form_page(
        request, form, _("Add an outside event"), back_to(request, "list_events", _("Outside events"))
    )


@allow(*rules.KEEPERS, purpose="put an outside event right", state="add_only")
def change_event(request: Any, event_id: UUID) -> HttpResponse:
    """The same form, filled in."""
    event = queries.row_in(OutsideEvent, request.project, event_id)
    form = forms.EventForm(request.POST or None, initial={name: getattr(event, name) for name in OF_EVENT})
    if request.method == "POST" and form.is_valid():
        if done(request, form, actions.change_event, event=event, version=form.version_seen):
            return to(request, "list_events")
        form.show_version(event.version)
    return form_page(
        request, form, _("Change an outside event"), back_to(request, "list_events", _("Outside events"))
    )


@require_POST
@allow(*rules.KEEPERS, purpose="take an outside event off the list", state="add_only")
def remove_event(request: Any, event_id: UUID) -> HttpResponse:
    """Pressed twice is once."""
    event = queries.event_if_here(request.project, event_id)
    if event is not None:
        actions.remove_event(project=request.project, by=request.actor, at=timezone.now(), event=event)
        messages.success(request, _("Taken off the list."))
    return to(request, "list_events")
