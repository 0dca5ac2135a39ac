"""Indoor places: the list, one place, its concern, and visits."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, premises, queries
from yarrow.contacts.forms import ConcernForm, PremisesForm, VisitedForm, VisitForm
from yarrow.contacts.models import Premises
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.ui.forms import Form


@allow(*WORKERS, purpose="see the indoor places the project visits")
def list_premises(request: Any) -> HttpResponse:
    """The places, those due first, each with its concern in words."""
    lines = premises.place_lines(request.actor, request.project, _today(request))
    return render(request, "contacts/list_premises.html", {"lines": lines})


@sensitive_post_parameters()
@allow(*WORKERS, purpose="add an indoor place")
def add_premises(request: Any) -> HttpResponse:
    """A place that the project visits."""
    form = PremisesForm(request.POST or None, project=request.project)
    if request.method == "POST" and form.is_valid():
        entry_id = form.cleaned_data["entry_id"]
        made = _done(request, form, actions.add_premises, entry_id=entry_id, **form.said())
        if made:
            return redirect(request.project.url("contacts:show_premises", made.id))
    return render(request, "contacts/change_premises.html", {"form": form})


@allow(*WORKERS, purpose="see one indoor place: how to get in, its concern, its visits")
def show_premises(request: Any, premises_id: UUID) -> HttpResponse:
    """One place."""
    place = premises.premises_or_404(request.project, premises_id)
    return _page(request, place, ConcernForm(), _visit_form(request))


@sensitive_post_parameters()
@allow(*WORKERS, purpose="change what is written about an indoor place")
def change_premises(request: Any, premises_id: UUID) -> HttpResponse:
    """Change a place; somebody else's change in between is shown before yours is saved."""
    place = premises.premises_or_404(request.project, premises_id)
    page = premises.place_page(request.actor, request.project, place, "contacts.change_premises")
    initial = {**page.texts, "zone": str(place.zone_id or ""), "version": place.version}
    form = PremisesForm(request.POST or None, project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.version_seen
        if _done(request, form, actions.change_premises, premises=place, version=version, **form.said()):
            return redirect(request.project.url("contacts:show_premises", place.id))
        form.show_version(place.version)
    return render(request, "contacts/change_premises.html", {"form": form, "page": page})


@require_POST
@sensitive_post_parameters()
@allow(*WORKERS, purpose="say how much care a visit takes")
def set_concern(request: Any, premises_id: UUID) -> HttpResponse:
    """Green, amber or red, with why; what was said before stays."""
    place = premises.premises_or_404(request.project, premises_id)
    form = ConcernForm(request.POST)
    if form.is_valid() and _done(request, form, actions.set_concern, premises=place, **form.cleaned_data):
        return redirect(request.project.url("contacts:show_premises", place.id))
    return _page(request, place, form, _visit_form(request))


@require_POST
@sensitive_post_parameters()
@allow(*WORKERS, purpose="write down a visit to an indoor place")
def visit_premises(request: Any, premises_id: UUID) -> HttpResponse:
    """We were there, and go again by a day."""
    place = premises.premises_or_404(request.project, premises_id)
    form = _visit_form(request, request.POST)
    if form.is_valid() and _done(request, form, actions.visit_premises, premises=place, **form.cleaned_data):
        return redirect(request.project.url("contacts:show_premises", place.id))
    return _page(request, place, ConcernForm(), form)


@require_POST
@allow(*WORKERS, purpose="say that an indoor place is visited no more")
def end_premises(request: Any, premises_id: UUID) -> HttpResponse:
    """It leaves the list; what was written stays."""
    place = premises.premises_or_404(request.project, premises_id)
    actions.end_premises(project=request.project, by=request.actor, at=timezone.now(), premises=place)
    messages.success(request, _("This place is on the list no more. What was written stays."))
    return redirect(request.project.url("contacts:list_premises"))


@allow(*WORKERS, purpose="say which indoor places a session went to")
def visit_in_session(request: Any, session_id: UUID) -> HttpResponse:
    """The places of an indoor session."""
    session = queries.session_or_404(request.project, session_id)
    places = premises.places_to_choose(request.actor, request.project, session)
    form = VisitedForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        chosen = [premises.premises_or_404(request.project, key) for key in form.chosen()]
        if _done(request, form, actions.visit_in_session, session=session, places=chosen):
            return redirect(request.project.url("contacts:show_session", session.id))
    return render(request, "contacts/visit_in_session.html", {"form": form, "session": session})


def _done(request: Any, form: Form, act: Callable[..., Any], /, **said: Any) -> Any:
    """What the action made; None with its refusal in the form."""
    try:
        made = act(project=request.project, by=request.actor, at=timezone.now(), **said)
    except Refusal as refusal:
        form.add_refusal(refusal)
        return None
    messages.success(request, _("Saved."))
    return made


def _page(request: Any, place: Premises, concern: ConcernForm, visit: VisitForm) -> HttpResponse:
    context = {
        "page": premises.place_page(request.actor, request.project, place, "contacts.show_premises"),
        "place": place,
        "concern_form": concern,
        "visit_form": visit,
        "form": visit if visit.errors else concern,
    }
    return render(request, "contacts/show_premises.html", context)


def _visit_form(request: Any, data: Any = None) -> VisitForm:
    return VisitForm(data, initial={"visited_on": _today(request)})


def _today(request: Any) -> date:
    return timezone.localtime(timezone=request.project.zone).date()
