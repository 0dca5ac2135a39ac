"""A share without consent: proposing it, deciding on a colleague's, sending what was approved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.methods.refusals import Refusal
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.sharing import actions, forms, gateways, queries, records, rules, sending, showing
from yarrow.sharing.states import PROPOSAL_STATES
from yarrow.staff.access import allow

ACTS = {act for acts in PROPOSAL_STATES.values() for act in acts} - {"send"}


@sensitive_post_parameters()
@allow(
    *rules.PROPOSERS, purpose="propose to share facts without consent, on a ground of the law", step_up=True
)
@pages.on_person
def propose_share(request: Any, person: Person, agency_id: UUID) -> HttpResponse:
    """Which facts, on which ground, why. Nothing leaves yet."""
    agency = queries.agency_in(request.project, agency_id)
    form = forms.ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = {"project": request.project, "by": request.actor, "at": timezone.now()}
        try:
            actions.propose_share(person=person, agency=agency, **act, **form.cleaned_data)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("It waits for a second person. Nothing has left."))
            return redirect(request.project.url("sharing:show_proposals", person.id))
    context = {"person": person, "agency": agency, "form": form, "gateways": gateways.gateways()}
    return render(request, "sharing/propose_share.html", context | {"check": gateways.check()})


@require_safe
@allow(*rules.PROPOSERS, purpose="see proposals to share without consent")
@pages.on_person
def show_proposals(request: Any, person: Person) -> HttpResponse:
    """Each with its ground, its reason, and what can be done with it."""
    found = showing.proposals_of(request.actor, person, timezone.now(), request.open_reason)
    return render(request, "sharing/show_proposals.html", {"person": person, "proposals": found})


@require_POST
@allow(
    *rules.PROPOSERS, purpose="approve or refuse a colleague's proposal, or take back one's own", step_up=True
)
@pages.on_person
def decide_proposal(request: Any, person: Person, proposal_id: UUID) -> HttpResponse:
    """One press, by somebody who showed their second factor just now."""
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    proposal = queries.proposal_of(person, proposal_id)
    told = {"project": request.project, "by": request.actor, "at": timezone.now()}
    actions.decide_proposal(proposal=proposal, act=act, **told)
    messages.success(request, _("Written down."))
    return redirect(request.project.url("sharing:show_proposals", person.id))


@sensitive_post_parameters()
@allow(*rules.PROPOSERS, purpose="send what two people approved", step_up=True)
@pages.on_person
def send_facts(request: Any, person: Person, proposal_id: UUID) -> HttpResponse:
    """Only facts that were approved are offered, and it is sent once."""
    proposal = queries.proposal_of(person, proposal_id)
    guests = queries.guests_of(proposal.agency, request.project, timezone.now())
    said, approved = records.said_and_approved(request.actor, proposal, request.open_reason, (guests,))
    told: dict[str, Any] = {"agency": proposal.agency, "said": said, "only": approved, "guests": guests}
    form = forms.SendForm(request.POST or None, request.FILES or None, **told)
    if request.method == "POST" and form.is_valid():
        done = sending.sent(request, person, proposal.agency, form, "", proposal)
        if done:
            return done
    context = {"person": person, "agency": proposal.agency, "form": form}
    return render(request, "sharing/send_facts.html", context)
