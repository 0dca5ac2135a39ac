"""Finding services, one agency, one service, and what was learned about it."""

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
from django.views.decorators.http import require_safe

from yarrow.agencies import actions, finding, forms, lists, queries, rules, showing
from yarrow.agencies.models import Agency
from yarrow.staff.access import allow
from yarrow.staff.models import worker_names
from yarrow.ui.forms import Form
from yarrow.vault.opening import reading

OF_AGENCY = ("name", "kind", "about", "phone", "email", "url", "is_confidential", "assured_on")
OF_SERVICE = ("name", "needs", "about", "status", "languages", "phone", "email", "url", "waiting_said")


@require_safe
@allow(*rules.READERS, purpose="find services by need, place and language")
def list_services(request: Any) -> HttpResponse:
    """Filters and what fits, by name."""
    form = forms.FindForm(request.GET or None)
    form.is_valid()
    page = page_number(request)
    rows, has_more = finding.page_of(finding.found(request.project, form.wanted()), page)
    context = {
        "form": form,
        "lines": [showing.shown(row, today_of(request)) for row in rows],
        "can_keep": rules.can_keep(request.actor),
        "has_any": bool(rows) or queries.has_any(request.project),
        **around(request, page, has_more),
    }
    return render(request, "agencies/list_services.html", context)


@require_safe
@allow(*rules.READERS, purpose="see every agency of the directory by name")
def list_agencies(request: Any) -> HttpResponse:
    """By name, with how many services each has."""
    page = page_number(request)
    rows, has_more = finding.page_of(queries.agencies_of(request.project), page)
    context = {
        "lines": [
            (row, lists.label("kinds", row.kind), showing.age_of(row, today_of(request))) for row in rows
        ],
        "can_keep": rules.can_keep(request.actor),
        **around(request, page, has_more),
    }
    return render(request, "agencies/list_agencies.html", context)


@require_safe
@allow(*rules.READERS, purpose="see an agency, and where it is")
def show_agency(request: Any, agency_id: UUID) -> HttpResponse:
    """How to reach it, what it does. A secret address is opened here and nowhere else."""
    agency, today = queries.agency_in(request.project, agency_id), today_of(request)
    context = {
        "agency": agency,
        "kind": lists.label("kinds", agency.kind),
        "address": address_of(request, agency),
        "age": showing.age_of(agency, today),
        "lines": [showing.shown(row, today) for row in queries.services_of(agency)],
        "can_keep": rules.can_keep(request.actor),
    }
    return render(request, "agencies/show_agency.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="add an agency to the directory")
def add_agency(request: Any) -> HttpResponse:
    """Written down here, not by a feed."""
    form = forms.AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(request, form, actions.add_agency, **form.said())
        if made:
            return redirect(request.project.url("agencies:show_agency", made.id))
    return render(request, "agencies/change_agency.html", {"form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="change an agency, and whether where it is must stay secret")
def change_agency(request: Any, agency_id: UUID) -> HttpResponse:
    """The same form, filled in; of an agency from a feed, our own part."""
    agency = queries.agency_in(request.project, agency_id)
    initial = {name: getattr(agency, name) for name in (*OF_AGENCY, "is_published", "is_closed", "version")}
    knows = not agency.is_confidential or request.actor.holds(request.project.id, "identity")
    if request.method != "POST" and knows:
        initial["address"] = (
            address_of(request, agency) if agency.is_confidential or not agency.feed_id else ""
        )
    form = forms.AgencyForm(request.POST or None, agency=agency, knows_address=knows, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {"agency": agency, "version": form.version_seen, **form.said()}
        if saved(request, form, actions.change_agency, **said):
            return redirect(request.project.url("agencies:show_agency", agency.id))
        form.show_version(agency.version)
    return render(request, "agencies/change_agency.html", {"form": form, "agency": agency})


@require_safe
@allow(*rules.READERS, purpose="see a service, and what is known about it")
def show_service(request: Any, service_id: UUID) -> HttpResponse:
    """What they say, how old that is, and how it really is."""
    service = queries.service_in(request.project, service_id)
    facts = queries.facts_of(service)
    context = {
        "service": service,
        "line": showing.shown(service, today_of(request)),
        "facts": showing.facts_shown(facts, worker_names({fact.noted_by for fact in facts})),
        "form": forms.FactForm(),
        "can_keep": rules.can_keep(request.actor),
        "can_note": rules.can_note(request.actor),
    }
    return render(request, "agencies/show_service.html", context)


@allow(*rules.KEEPERS, purpose="add a service of an agency")
def add_service(request: Any, agency_id: UUID) -> HttpResponse:
    """Written down here."""
    agency = queries.agency_in(request.project, agency_id)
    form = forms.ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(request, form, actions.add_service, agency=agency, **form.said())
        if made:
            return redirect(request.project.url("agencies:show_service", made.id))
    return render(request, "agencies/change_service.html", {"form": form, "agency": agency})


@allow(*rules.KEEPERS, purpose="change a service, and which needs it answers")
def change_service(request: Any, service_id: UUID) -> HttpResponse:
    """The same form, filled in; of a service from a feed, its needs."""
    service = queries.service_in(request.project, service_id)
    initial = {name: getattr(service, name) for name in (*OF_SERVICE, "assured_on", "version")}
    initial["places"] = "\n".join(service.places)
    form = forms.ServiceForm(request.POST or None, service=service, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {"service": service, "version": form.version_seen, **form.said()}
        if saved(request, form, actions.change_service, **said):
            return redirect(request.project.url("agencies:show_service", service.id))
        form.show_version(service.version)
    context = {"form": form, "service": service, "agency": service.agency}
    return render(request, "agencies/change_service.html", context)


@allow(*rules.NOTERS, purpose="note what was learned about a service")
def note_fact(request: Any, service_id: UUID) -> HttpResponse:
    """Really waiting, women only, takes people who use, has an interpreter."""
    service = queries.service_in(request.project, service_id)
    form = forms.FactForm(request.POST or None)
    is_told = request.method == "POST" and form.is_valid()
    if is_told and saved(request, form, actions.note_fact, service=service, **form.said()):
        return redirect(request.project.url("agencies:show_service", service.id))
    return render(request, "agencies/note_fact.html", {"service": service, "form": form})


def address_of(request: Any, agency: Agency) -> str:
    """Where it is, for this reader: a secret one is opened with the key to names, and stands on the trail."""
    if not agency.is_confidential:
        return agency.public_address
    with reading(request.actor, request.project.id, act="agencies.show_agency") as page:
        opened = page.open_if_held(agency, "identity.address")
    return opened.value or ""


def saved(request: Any, form: Form, act: Callable[..., Any], /, **said: Any) -> Any:
    """What the action made; None with its refusal in the form."""
    made = None
    with form.saying_refusals():
        made = act(project=request.project, by=request.actor, at=timezone.now(), **said)
        messages.success(request, _("Saved."))
    return made


def today_of(request: Any) -> date:
    """The project's own day now."""
    return timezone.now().astimezone(request.project.zone).date()


def page_number(request: Any) -> int:
    """Which page of a list; the first for anything else."""
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def around(request: Any, page: int, has_more: bool) -> dict[str, str]:
    """Addresses of the pages before and after, with the same filters."""
    asked = request.GET.copy()

    def to(number: int) -> str:
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {"previous_url": to(page - 1) if page > 1 else "", "next_url": to(page + 1) if has_more else ""}
