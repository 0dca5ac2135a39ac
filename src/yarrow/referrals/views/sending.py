"""Sending a referral: what they will read, what is missing, and on which ground it leaves."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.referrals import actions, following, forms, rules, sending
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Referral
from yarrow.referrals.views.persons import moved
from yarrow.sharing import ledger, queries
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Proposal
from yarrow.staff.access import allow


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="send a referral with what the person agreed to")
@pages.on_person
def send_referral(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """What is to be told, each fact in sight; where consent is missing, what is missing and where to ask."""
    referral = following.referral_in(person, referral_id)
    consents, reader = ledger.rows_of(person), (request.actor, referral, request.open_reason)
    approved = queries.approved_for(person, referral.agency, request.actor, timezone.now())
    opened = {} if request.POST else sending.to_begin_with(*reader, consents, approved)
    form = forms.SendForm(request.POST or None, initial=opened)
    context: dict[str, Any] = {"person": person, "referral": referral, "form": form}
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            try:
                return _sent(request, person, referral, form.facts(), list(approved))
            except NotAgreed as refused:
                context["missing"] = refused.message
    if request.method != "POST":
        context["missing"] = sending.what_is_missing(referral, form.offered(), timezone.now(), consents)
    context |= {"purpose": actions.purpose_for(referral), "approved": approved}
    context["can_propose"] = sharing.can_propose(request.actor)
    return render(request, "referrals/send_referral.html", context)


def _sent(
    request: Any, person: Person, referral: Referral, facts: list[Fact], approved: list[Proposal]
) -> HttpResponse:
    """Sent on what the person agreed to; where that lacks, on what two people approved for this agency."""
    act: dict[str, Any] = {"referral": referral, "facts": facts}
    try:
        return moved(request, person, actions.send, **act)
    except NotAgreed:
        if not approved:
            raise
    try:
        return moved(request, person, actions.send, proposal=approved[0], **act)
    except NotAgreed:
        raise CannotBe(_("Only what was approved may leave. Empty the rest.")) from None
