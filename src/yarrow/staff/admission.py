"""The door: decides for each request whether a rule lets it in, and what it meets instead."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.staff import carrying, queries, second_factor, setup_code
from yarrow.staff.access import Rule
from yarrow.staff.errors import NotAllowed
from yarrow.staff.models import Membership
from yarrow.staff.roles import GUEST
from yarrow.vault import fence
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared


def admit(request: Any, rule: Rule, kwargs: MutableMapping[str, Any]) -> HttpResponse | None:
    """Fill `request.project`, `.membership` and `.actor`; None lets the view run, a response replaces it.

    Raises Http404 for a project that is not this worker's, NotAllowed for a role the rule does not name.
    """
    request.project = request.membership = request.actor = None
    timezone.deactivate()
    carrying.strip(request)
    if rule.state == "open":
        return None
    worker = request.user
    if not worker.is_authenticated:
        return _meet_nobody(request)
    request.actor = Actor(id=worker.id, role="", unlocked=request.unlocked)
    if "project" in kwargs:
        _find_place(request, kwargs.pop("project"))
    if rule.state != "signed_in":
        if not worker.came_with_factor:
            return redirect("mfa_activate_totp")
        if request.membership and request.membership.is_waiting:
            return redirect(request.project.url("staff:wait_for_keys"))
    _check_role(request, rule)
    return _check_key(request, rule)


def _meet_nobody(request: HttpRequest) -> HttpResponse:
    """To sign in; on a fresh server, from the start page to set-up."""
    if request.path == "/" and setup_code.is_waiting() and queries.is_first_run():
        return redirect("setup:enter_code")
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


_places = Prepared(lambda worker_id, code: Membership.objects.of(worker_id).filter(project__code=code))


def _find_place(request: Any, code: str) -> None:
    """The worker's place in the project; another project looks like one that does not exist."""
    place = _places(request.user.pk, code).first()
    if place is None:
        raise Http404(_("There is no such page."))
    place.worker = request.user
    request.membership, request.project = place, place.project
    fence.enter(place.project_id)
    # A project's days begin and end, and its pages tell the time, where it works.
    timezone.activate(place.project.zone)
    request.actor = Actor(id=request.user.id, role=place.role, unlocked=request.unlocked)


def _check_role(request: Any, rule: Rule) -> None:
    role = request.membership.role if request.membership else ""
    # Where a rule names nobody it means every worker; a guest is none.
    if (rule.roles or role == GUEST) and role not in rule.roles:
        raise NotAllowed(_("Your role does not include this page. Ask a manager if it should."))


def _check_key(request: Any, rule: Rule) -> HttpResponse | None:
    if rule.state == "unlocked" and request.unlocked is None:
        if request.method == "POST":
            return carrying.unlock_step(request)
        return redirect(
            f"{reverse('entrance:unlock_session')}?{urlencode({'next': request.get_full_path()})}"
        )
    if rule.step_up and not second_factor.showed_lately(request):
        return _ask_factor(request)
    return None


def _ask_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, then come back to the page.

    Pages that need it ask before their form is shown, and their forms are a few ticks: what was ticked in the
    rare form that waited longer than five minutes is ticked again.
    """
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
