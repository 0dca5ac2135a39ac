"""What measures are used for, and who is told of a dangerous answer and where people can turn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.measures import actions, catalogue, forms, queries, rules
from yarrow.staff.access import allow
from yarrow.ui.forms import Form


@allow(*rules.KEEPERS, purpose="say what measures are used for, and keep permissions")
def keep_licences(request: Any) -> HttpResponse:
    """Contexts above, permissions below; each with its own form."""
    is_contexts = "contexts-sent" in request.POST
    typed = request.POST or None
    contexts = forms.ContextsForm(
        typed if is_contexts else None, initial={"contexts": catalogue.contexts_of(request.project)}
    )
    permission = forms.PermissionForm(None if is_contexts else typed, packs=catalogue.packs().values())
    form = contexts if is_contexts else permission
    act = actions.state_contexts if is_contexts else actions.record_permission
    done = _saved(request, form, act, "measures:keep_licences")
    return done or render(
        request, "measures/keep_licences.html", _licences(request, contexts, permission, form)
    )


@require_POST
@allow(*rules.KEEPERS, purpose="say that a permission no longer holds")
def end_permission(request: Any, permission_id: UUID) -> HttpResponse:
    """The row stays, and says since when."""
    row = queries.permission_in(request.project, permission_id)
    actions.end_permission(permission=row, **_told(request))
    return redirect(request.project.url("measures:keep_licences"))


@allow(*rules.KEEPERS, purpose="say where people can turn, and who is told of a dangerous answer")
def keep_safe(request: Any) -> HttpResponse:
    """Routes, the lead and the deputy, and the drill."""
    is_route, typed = "label" in request.POST, request.POST or None
    route = forms.RouteForm(typed if is_route else None)
    there = queries.response_in(request.project)
    responders = forms.RespondersForm(
        None if is_route else typed,
        workers=queries.possible_responders(request.project),
        initial=_initial(there),
    )
    form = route if is_route else responders
    act = actions.add_route if is_route else actions.name_responders
    done = _saved(request, form, act, "measures:keep_safe")
    routes = queries.routes_in(request.project)
    context = {"route": route, "responders": responders, "form": form, "routes": routes, "response": there}
    return done or render(request, "measures/keep_safe.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="take a way to help off the calm page")
def retire_route(request: Any, route_id: UUID) -> HttpResponse:
    """It is no longer shown."""
    row = queries.route_in(request.project, route_id)
    actions.retire_route(route=row, **_told(request))
    return redirect(request.project.url("measures:keep_safe"))


@require_POST
@allow(*rules.KEEPERS, purpose="try out what happens after a dangerous answer")
def raise_drill(request: Any) -> HttpResponse:
    """A made-up signal, marked as that."""
    form = Form(request.POST)
    done = _saved(request, form, actions.raise_drill, "measures:list_signals")
    if done is None:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return done or redirect(request.project.url("measures:keep_safe"))


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _saved(request: Any, form: Form, act: Any, name: str) -> HttpResponse | None:
    """Do it and go on; None when nothing was sent or the form needs another look."""
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            act(**form.cleaned_data, **_told(request))
            messages.success(request, _("Saved."))
            return redirect(request.project.url(name))
    return None


def _initial(there: Any) -> dict[str, Any]:
    if there is None:
        return {}
    said = {"lead": there.lead_id, "deputy": there.deputy_id}
    return {**said, "look_within": there.look_within, "act_within": there.act_within}


def _licences(request: Any, contexts: Form, permission: Form, form: Form) -> dict[str, Any]:
    names = {pack.id: pack.name for pack in catalogue.packs().values()}
    kept = [(names.get(row.pack, row.pack), row) for row in queries.permissions_in(request.project)]
    return {"contexts": contexts, "permission": permission, "kept": kept, "form": form}
