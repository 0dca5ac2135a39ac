"""A person's referrals: offering, signposting, seeing how one stands, moving it."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.methods.pathways import ACTS
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.people.rules import COPIERS
from yarrow.referrals import actions, choosing, following, forms, lists, rules, taking_along
from yarrow.staff.access import allow


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's referrals and how they stand")
@pages.on_person
def show_referrals(request: Any, person: Person) -> HttpResponse:
    """Open ones first, by when something should be heard."""
    found = following.of_person(request.actor, person, pages.today_of(request), request.open_reason)
    return render(request, "referrals/show_referrals.html", {"person": person, "found": found})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="offer a person somewhere to go")
@pages.on_person
def offer_referral(request: Any, person: Person) -> HttpResponse:
    """Where, for what, how; one tick where they agree at once."""
    steps = choosing.steps_open(person)
    form = forms.OfferForm(request.POST or None, project=request.project, steps=steps)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            target = choosing.target_of(request.project, form.cleaned_data["target"])
            where: dict[str, Any] = {"person": person, "agency": target.agency, "service": target.service}
            row = actions.offer(**where, **form.said(), **_act(request))
            return _to_referral(request, person, row.pk)
    context = {"person": person, "form": form}
    return render(request, "referrals/offer_referral.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down that a person was told where to go")
@pages.on_person
def signpost(request: Any, person: Person) -> HttpResponse:
    """Counted apart from referrals; nothing is sent and nothing followed."""
    form = forms.SignpostForm(request.POST or None, project=request.project)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            target = choosing.target_of(request.project, form.cleaned_data["target"])
            said = {name: form.cleaned_data[name] for name in ("need", "entry_id")}
            where: dict[str, Any] = {"person": person, "agency": target.agency, "service": target.service}
            actions.signpost(**where, **said, **_act(request))
            return _to_list(request, person)
    return render(request, "referrals/signpost.html", {"person": person, "form": form})


@require_safe
@allow(*rules.KEEPERS, purpose="see how one referral stands, with its history")
@pages.on_person
def show_referral(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """Where it stands, what can be done now, and how it came there."""
    referral = following.referral_in(person, referral_id)
    found = following.whole(request.actor, referral, pages.today_of(request), request.open_reason)
    return render(request, "referrals/show_referral.html", {"person": person, "found": found})


@require_safe
@allow(*COPIERS, purpose="take a referral along as FHIR, for the person", step_up=True)
@pages.on_person
def export_referral(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """A bundle of ServiceRequest and Task; whom it is about is a random id."""
    referral = following.referral_in(person, referral_id)
    bundle = taking_along.file_for(request.actor, referral, timezone.now(), request.open_reason)
    text = json.dumps(bundle, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/fhir+json")
    response["Content-Disposition"] = 'attachment; filename="referral.json"'
    return response


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what happened to a referral")
@pages.on_person
def move_referral(request: Any, person: Person, referral_id: UUID, act: str) -> HttpResponse:
    """One press where nothing more need be said; a short form for a day, a reason, an appointment."""
    if act not in ACTS or act == "send":
        raise Http404
    referral = following.referral_in(person, referral_id)
    if request.method == "POST" and act in following.AT_ONCE and "happened_on_0" not in request.POST:
        return moved(request, person, actions.move, referral=referral, act=act)
    form = forms.MoveForm(request.POST or None, act=act, initial={"happened_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return moved(request, person, actions.move, referral=referral, act=act, **form.said())
    context = {"person": person, "referral": referral, "form": form, "title": lists.label("acts", act)}
    return render(request, "referrals/move_referral.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="write down that somebody asked how a referral stands")
@pages.on_person
def ask_again(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """One press: it stands as before, and is quiet for a while."""
    return moved(request, person, actions.ask, referral=following.referral_in(person, referral_id))


@require_POST
@allow(*rules.KEEPERS, purpose="put a slip of the finger back")
@pages.on_person
def put_back(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """One press, for the move that the page showed last; what was sent stays sent."""
    referral = following.referral_in(person, referral_id)
    seen = request.POST.get("seen")
    is_number = seen is not None and seen.isdecimal() and len(seen) < 10
    version = (int(seen) if is_number else -1) if seen is not None else None
    return moved(request, person, actions.put_back, referral=referral, seen=version)


@require_POST
@allow(*rules.KEEPERS, purpose="follow a referral oneself from now on")
@pages.on_person
def follow_referral(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """Whoever presses follows it."""
    referral = following.referral_in(person, referral_id)
    return moved(request, person, actions.hand_over, referral=referral, worker_id=request.actor.id)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what was needed to get there")
@pages.on_person
def add_preparation(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    """Travel, lunch, childcare, somebody alongside; what it cost where somebody knows."""
    referral = following.referral_in(person, referral_id)
    form = forms.PreparationForm(request.POST or None, initial={"done_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return moved(request, person, actions.add_preparation, referral=referral, **form.said())
    context = {"person": person, "referral": referral, "form": form}
    return render(request, "referrals/add_preparation.html", context)


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def moved(request: Any, person: Person, act: Callable[..., Any], /, **said: Any) -> HttpResponse:
    act(**said, **_act(request))
    return _to_referral(request, person, said["referral"].pk)


def _to_referral(request: Any, person: Person, referral_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url("referrals:show_referral", person.id, referral_id))


def _to_list(request: Any, person: Person) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url("referrals:show_referrals", person.id))
