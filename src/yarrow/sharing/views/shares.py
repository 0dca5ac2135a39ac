"""Sharing with an agency, what has left so far, and telling recipients that it was taken back."""

import json
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
from yarrow.people import actions as people
from yarrow.people import pages, purposes
from yarrow.people.models import Person
from yarrow.people.rules import COPIERS
from yarrow.sharing import (
    actions,
    downloads,
    forms,
    queries,
    records,
    rules,
    sending,
    showing,
    taking_along,
    waiting,
)
from yarrow.staff.access import allow
from yarrow.staff.views.entrance import safe_back


@require_safe
@allow(
    *rules.SHARERS,
    purpose="see whom to tell that something was taken back, and what waits for a second person",
)
def list_due(request: Any) -> HttpResponse:
    """The oldest first."""
    due = waiting.due_in(request.actor, request.project, timezone.now())
    context = {"due": due, "partings": queries.partings_in(request.project)}
    context["can_write"] = rules.can_write_letters(request.actor)
    context["can_arrange"] = rules.can_arrange(request.actor)
    address = request.project.url("sharing:list_agreements") if rules.can_propose(request.actor) else ""
    return render(request, "sharing/list_due.html", {**context, "agreements_url": address})


@require_POST
@allow(*rules.SHARERS, purpose="say that an agency knows that somebody was erased")
def note_parting(request: Any, parting_id: UUID) -> HttpResponse:
    """One press. Who it was stands nowhere."""
    parting = queries.parting_in(request.project, parting_id)
    act = {"project": request.project, "by": request.actor, "at": timezone.now()}
    actions.note_parting(parting=parting, **act)
    messages.success(request, _("Written down."))
    return redirect(request.project.url("sharing:list_due"))


@require_safe
@allow(*rules.SHARERS, purpose="see everything that others were told about a person")
@pages.on_person
def show_shares(request: Any, person: Person) -> HttpResponse:
    """What left, to whom, when, on which ground; the latest first."""
    shares = showing.shares_of(request.actor, person, request.open_reason)
    context = {"person": person, "shares": shares, "can_propose": rules.can_propose(request.actor)}
    return render(request, "sharing/show_shares.html", context)


@require_safe
@allow(*rules.SHARERS, purpose="show or print for a person what they agreed to and what has left")
@pages.on_person
def print_shares(request: Any, person: Person) -> HttpResponse:
    """The sheet for them, in usual or easy words."""
    standing, shares = showing.sheet_of(request.actor, person, timezone.now(), request.open_reason)
    context = {"person": person, "shares": shares, "standing": standing}
    return render(request, "sharing/print_shares.html", context)


@require_safe
@allow(*COPIERS, purpose="take a person's consents along as FHIR", step_up=True)
@pages.on_person
def export_consents(request: Any, person: Person) -> HttpResponse:
    """A bundle of FHIR R4 Consent; whom it is about is a random id."""
    bundle = taking_along.consents_of(request.actor, person, timezone.now())
    response = HttpResponse(json.dumps(bundle, indent=1), content_type="application/fhir+json")
    response["Content-Disposition"] = 'attachment; filename="consents.json"'
    return response


@allow(*rules.SHARERS, purpose="choose an agency to share with")
@pages.on_person
def choose_agency(request: Any, person: Person) -> HttpResponse:
    """By a part of its name; what was typed stands in no address."""
    form = forms.FindForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    found = queries.agencies_named(request.project, form.cleaned_data["name"]) if is_asked else []
    context = {"person": person, "form": form, "found": found, "is_asked": is_asked}
    return render(request, "sharing/choose_agency.html", context)


@sensitive_post_parameters()
@allow(*rules.SHARERS, purpose="share chosen facts with an agency", step_up=True)
@pages.on_person
def share_facts(request: Any, person: Person, agency_id: UUID) -> HttpResponse:
    """Facts one by one; nothing leaves that they have not agreed to."""
    agency = queries.agency_in(request.project, agency_id)
    guests = queries.guests_of(agency, request.project, timezone.now())
    said = records.said_by_record(request.actor, person, request.open_reason, beside=(guests,))
    told: dict[str, Any] = {"agency": agency, "said": said, "guests": guests}
    form = forms.ShareForm(request.POST or None, request.FILES or None, **told)
    if request.method == "POST" and form.is_valid():
        done = sending.sent(request, person, agency, form, form.cleaned_data["purpose"])
        if done:
            return done
    context = {"person": person, "agency": agency, "form": form, "purposes": rules.purposes_for(agency)}
    context["can_write"] = rules.can_write_letters(request.actor)
    return render(request, "sharing/share_facts.html", context)


@sensitive_post_parameters()
@allow(*rules.SHARERS, purpose="write down that a person agrees for one agency")
@pages.on_person
def agree(request: Any, person: Person, agency_id: UUID, purpose: str) -> HttpResponse:
    """The words to read aloud, for this agency by its name; then back to what waited for the answer."""
    agency, asked = queries.agency_in(request.project, agency_id), purposes.purpose_of(purpose)
    form = forms.AgreeForm(request.POST or None, purpose=asked, today=pages.today_of(request))
    back = safe_back(request, "")
    if request.method == "POST" and form.is_valid():
        said = {"recipient": agency.recipient, "recipient_name": agency.name, "agency": agency.pk}
        act = {"project": request.project, "by": request.actor, "at": timezone.now()}
        try:
            people.give_consent(person=person, purpose=purpose, **act, **{**form.cleaned_data, **said})
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(back or request.project.url("sharing:share_facts", person.id, agency.pk))
    context = {"person": person, "agency": agency, "form": form, "purpose": asked, "back": back}
    return render(request, "sharing/agree.html", context)


@sensitive_post_parameters()
@allow(*rules.SHARERS, purpose="write down that a recipient knows that consent was taken back")
@pages.on_person
def note_recall(request: Any, person: Person, share_id: UUID) -> HttpResponse:
    """How, when, and what they said."""
    share = queries.share_of(person, share_id)
    form = forms.RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = {"project": request.project, "by": request.actor, "at": timezone.now()}
        try:
            actions.note_recall(share=share, **act, **form.cleaned_data)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(request.project.url("sharing:show_shares", person.id))
    return render(request, "sharing/note_recall.html", {"person": person, "share": share, "form": form})


@allow(*COPIERS, purpose="fetch a file that was shared as it came, hidden data included", step_up=True)
@pages.on_person
def fetch_original(request: Any, person: Person, package_id: UUID) -> HttpResponse:
    """Says what the original carries; then sends it, to be saved and never shown."""
    package = queries.package_of(person, package_id)
    if request.method != "POST":
        found = {"form": forms.Form(), "person": person, "package": package}
        return render(request, "sharing/fetch_original.html", found)
    kind, content = downloads.original_of(request.actor, package, request.open_reason)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="original.{kind}"'
    response["Content-Security-Policy"] = downloads.INERT
    return response


@require_POST
@allow(*rules.SHARERS, purpose="end a link through which something was shared")
@pages.on_person
def end_package(request: Any, person: Person, package_id: UUID) -> HttpResponse:
    """At once; twice is once."""
    package = queries.package_of(person, package_id)
    act = {"project": request.project, "by": request.actor, "at": timezone.now()}
    actions.end_package(package=package, **act)
    messages.success(request, _("It is ended. Nobody opens it any more."))
    return redirect(request.project.url("sharing:show_shares", person.id))
