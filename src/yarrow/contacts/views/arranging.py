"""The project's own zones, supplies and things done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, queries
from yarrow.contacts.forms import KindForm, ZoneForm
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@allow(*ARRANGERS, purpose="see and add the project's zones and what it counts", state="add_only")
def arrange(request: Any) -> HttpResponse:
    """Zones and own kinds, and forms to add to them."""
    return _page(request, ZoneForm(prefix="zone"), KindForm(prefix="kind"))


@require_POST
@allow(*ARRANGERS, purpose="draw a zone", state="add_only")
def add_zone(request: Any) -> HttpResponse:
    """Add a zone."""
    form = ZoneForm(request.POST, prefix="zone")
    return _added(request, form, actions.add_zone) or _page(request, form, KindForm(prefix="kind"))


@require_POST
@allow(*ARRANGERS, purpose="count something of the project's own", state="add_only")
def add_kind(request: Any) -> HttpResponse:
    """Add a supply or a thing done."""
    form = KindForm(request.POST, prefix="kind")
    return _added(request, form, actions.add_kind) or _page(request, ZoneForm(prefix="zone"), form)


@require_POST
@allow(*ARRANGERS, purpose="stop offering a zone", state="add_only")
def retire_zone(request: Any, zone_id: UUID) -> HttpResponse:
    """Stop offering a zone."""
    zone = queries.zone_or_404(request.project, zone_id)
    actions.retire_zone(project=request.project, by=request.actor, at=timezone.now(), zone=zone)
    return redirect(request.project.url("contacts:arrange"))


@require_POST
@allow(*ARRANGERS, purpose="stop offering a kind", state="add_only")
def retire_kind(request: Any, kind_id: UUID) -> HttpResponse:
    """Stop offering a supply or a thing done."""
    kind = queries.kind_or_404(request.project, kind_id)
    actions.retire_kind(project=request.project, by=request.actor, at=timezone.now(), kind=kind)
    return redirect(request.project.url("contacts:arrange"))


def _added(request: Any, form: Any, action: Any) -> HttpResponse | None:
    """Do it and go back to the page; None when the form needs another look."""
    if not form.is_valid():
        return None
    with form.saying_refusals():
        action(project=request.project, by=request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect(request.project.url("contacts:arrange"))
    return None


def _page(request: Any, zone_form: ZoneForm, kind_form: KindForm) -> HttpResponse:
    context = {
        "zone_form": zone_form,
        "kind_form": kind_form,
        "form": zone_form if zone_form.is_bound else kind_form,
        "zones": queries.zones(request.project),
        "kinds": queries.own_kinds(request.project),
    }
    return render(request, "contacts/arrange.html", context)
