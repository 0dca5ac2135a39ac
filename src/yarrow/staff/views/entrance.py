"""Getting in: unlock, choose a project, accept an invitation, finish the first sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yarrow.methods.refusals import Fault
from yarrow.staff import carrying, queries
from yarrow.staff.access import allow
from yarrow.staff.actions import joining
from yarrow.staff.forms import AcceptForm, UnlockForm, typed_in
from yarrow.staff.models import Membership
from yarrow.staff.roles import HOME
from yarrow.vault import holders, passphrases, unlocking

TOO_MANY = gettext_lazy("Too many tries. Wait five minutes, then try again.")


@allow(purpose="choose a project", state="signed_in")
def choose_project(request: Any) -> HttpResponse:
    """The start page: straight into the only project, or a list."""
    places = queries.places_of(request.user)
    if len(places) == 1:
        return redirect(home_of(places[0]))
    homes = [(place, home_of(place)) for place in places]
    return render(request, "entrance/choose_project.html", {"homes": homes})


def home_of(place: Membership) -> str:
    """Where a worker's day begins in a project."""
    if place.is_waiting:
        return place.project.url("staff:wait_for_keys")
    if not place.project.is_live:
        return place.project.url("staff:show_readiness")
    return place.project.url(HOME.get(place.role, "desk:show_today"))


@sensitive_post_parameters()
@allow(purpose="unlock with the passphrase", state="add_only")
def unlock_session(request: Any) -> HttpResponse:
    """The passphrase alone opens the session again; what was typed in a form before the lock goes on its way."""
    back, carries = safe_back(request), carrying.MARK in request.POST
    typed_only = request.method == "POST" and carrying.PASSPHRASE in request.POST
    form = UnlockForm(request.POST if typed_only else None)
    if typed_only and form.is_valid():
        if not ratelimit.consume(request, action="unlock", user=request.user):
            form.add_error("unlock_passphrase", TOO_MANY)
        elif _opened(request, form.cleaned_data["unlock_passphrase"]):
            return HttpResponseRedirect(back, preserve_request=carries)
        else:
            form.add_error("unlock_passphrase", _("This is not your passphrase."))
    return carrying.page(request, form, back=back, carries=carries)


def _opened(request: Any, passphrase: str) -> bool:
    private = holders.unlock(request.user.holder_id, passphrase)
    if private is None:
        return False
    unlocking.unlock_again(request, private)
    ratelimit.clear(request, action="unlock", user=request.user)
    return True


def safe_back(request: HttpRequest, otherwise: str = "/") -> str:
    """The address to go on to: one of ours, or where it goes otherwise, the start page."""
    back = request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise


@require_POST
@allow(purpose="lock this session now", state="add_only")
def lock_session(request: Any) -> HttpResponse:
    """Drop to add-only at once."""
    unlocking.lock(request)
    return redirect(safe_back(request))


@sensitive_post_parameters()
@allow(purpose="accept an invitation", state="open")
def accept_invitation(request: Any, token: str) -> HttpResponse:
    """An invited person makes an account, or joins with the one they have."""
    invitation = joining.find_invitation(token, timezone.now())
    if queries.works_somewhere(invitation.email):
        return _join_with_account(request, token, invitation)
    form = AcceptForm(typed_in(request), initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        with form.saying_refusals():
            joining.accept_as_new(
                token=token, name=words["name"], passphrase=words["passphrase"], at=timezone.now()
            )
            return sign_in(request, invitation.email, words["passphrase"])
    context = {"form": form, "invitation": invitation, "proposal": passphrases.generate()}
    return render(request, "entrance/accept_invitation.html", context)


def _join_with_account(request: Any, token: str, invitation: Any) -> HttpResponse:
    signed_in = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and signed_in:
        place = joining.accept_as_worker(token=token, worker=request.user, at=timezone.now())
        return redirect(home_of(place))
    return render(request, "entrance/join_project.html", {"invitation": invitation, "signed_in": signed_in})


def sign_in(request: HttpRequest, email: str, passphrase: str) -> HttpResponse:
    """Sign a person in who has just made their account; the second factor comes next."""
    worker = authenticate(request, email=email, password=passphrase)
    if worker is None:
        raise Fault("an account that was just made does not open")
    get_adapter(request).login(request, worker)
    return redirect("mfa_activate_totp")
