"""Agreements between agencies: which stand, what they cover, who signed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.people import pages
from yarrow.people.errors import NotHere
from yarrow.sharing import actions, agreeing, covering, forms_of_agreements, rules
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@require_safe
@allow(*rules.PROPOSERS, purpose="see which agreements with other agencies stand, and which run out")
def list_agreements(request: Any) -> HttpResponse:
    """Those that stand, the first to run out first; then those that cover nothing."""
    found = agreeing.listed(request.project, pages.today_of(request))
    context = {"agreements": found, "can_keep": request.actor.role in ARRANGERS}
    return render(request, "sharing/list_agreements.html", context)


@require_safe
@allow(*rules.PROPOSERS, purpose="see an agreement with other agencies: what it covers and who signed")
def show_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """What it covers in words, who signed."""
    agreement = covering.agreement_in(request.project, agreement_id)
    shown = agreeing.AgreementShown(agreement, pages.today_of(request))
    context = {"one": shown, "can_keep": request.actor.role in ARRANGERS}
    return render(request, "sharing/show_agreement.html", context)


@allow(*ARRANGERS, purpose="write down an agreement with other agencies")
def add_agreement(request: Any) -> HttpResponse:
    """Its words; who signed comes after."""
    form = forms_of_agreements.AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = actions.add_agreement(**form.cleaned_data, **_act(request))
            messages.success(request, _("Written down. Now say who signed it."))
            return redirect(request.project.url("sharing:show_agreement", made.pk))
    return render(request, "sharing/add_agreement.html", {"form": form})


@allow(*ARRANGERS, purpose="write down that an agency signed an agreement")
def sign_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """Which agency, who signed, when."""
    agreement = covering.agreement_in(request.project, agreement_id)
    form = forms_of_agreements.SignForm(request.POST or None, agencies=agreeing.agencies_to_sign(agreement))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, agreement_id, actions.sign, agreement=agreement, **form.said())
    return render(request, "sharing/sign_agreement.html", {"form": form, "agreement": agreement})


@allow(*ARRANGERS, purpose="say that an agreement was looked at again, and when next")
def review_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """When next; its last day stays."""
    agreement = covering.agreement_in(request.project, agreement_id)
    form = forms_of_agreements.ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = {"agreement": agreement, **form.cleaned_data}
            return _done(request, agreement_id, actions.review_agreement, **said)
    return render(request, "sharing/review_agreement.html", {"form": form, "agreement": agreement})


@require_POST
@allow(*ARRANGERS, purpose="end an agreement with other agencies")
def end_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """From today on it covers nothing."""
    agreement = covering.agreement_in(request.project, agreement_id)
    return _done(request, agreement_id, actions.end_agreement, agreement=agreement)


@require_POST
@allow(*ARRANGERS, purpose="write down that an agency left an agreement")
def leave_agreement(request: Any, agreement_id: UUID, signature_id: UUID) -> HttpResponse:
    """From today on it is not covered."""
    agreement = covering.agreement_in(request.project, agreement_id)
    signature = next((one for one in agreement.signatures.all() if one.pk == signature_id), None)
    if signature is None:
        raise NotHere()
    return _done(request, agreement_id, actions.leave_agreement, signature=signature)


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(request: Any, agreement_id: UUID, act: Callable[..., Any], /, **said: Any) -> HttpResponse:
    act(**said, **_act(request))
    messages.success(request, _("Written down."))
    return redirect(request.project.url("sharing:show_agreement", agreement_id))
