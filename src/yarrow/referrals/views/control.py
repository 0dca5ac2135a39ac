"""A worry that others control somebody; and, on a page of its own that opens for one purpose, papers to stay."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.referrals import actions, choosing, control, rules, timers
from yarrow.referrals.forms import control as forms
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@require_safe
@allow(*rules.KEEPERS, purpose="see a worry that others control a person, and what they want")
@pages.on_person
def show_concerns(request: Any, person: Person) -> HttpResponse:
    """What they want above everything else."""
    found = control.concerns_of(request.actor, person, request.open_reason)
    return render(request, "referrals/show_concerns.html", {"person": person, "found": found})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down a worry that others control a person")
@pages.on_person
def raise_concern(request: Any, person: Person) -> HttpResponse:
    """What they want, then what was seen."""
    form = forms.ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(
                request, person, "show_concerns", actions.raise_concern, person=person, **form.said()
            )
    return render(request, "referrals/raise_concern.html", {"person": person, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what was done about a worry")
@pages.on_person
def add_concern_step(request: Any, person: Person, concern_id: UUID) -> HttpResponse:
    """Support, safety, a report with the share by which it left."""
    concern = control.concern_in(person, concern_id)
    initial = {"done_on": pages.today_of(request)}
    form = forms.ConcernStepForm(request.POST or None, shares=control.shares_of(person), initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.said()
            return _done(request, person, "show_concerns", actions.add_concern_step, concern=concern, **said)
    return render(request, "referrals/add_concern_step.html", {"person": person, "form": form})


@require_POST
@allow(*rules.KEEPERS, purpose="write down that a worry is over, or was none")
@pages.on_person
def end_concern(request: Any, person: Person, concern_id: UUID) -> HttpResponse:
    """One press; what was written stays."""
    concern = control.concern_in(person, concern_id)
    return _done(request, person, "show_concerns", actions.end_concern, concern=concern)


@allow(*rules.KEEPERS, purpose="help a person with their papers to stay, where they asked for that")
@pages.on_person
def show_stay(request: Any, person: Person) -> HttpResponse:
    """Closed until somebody says that they asked; then what they said, until the page is left."""
    form = forms.OpenStayForm(request.POST or None)
    context: dict[str, Any] = {"person": person, "form": form, **_arranged(request)}
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.check_asked(form.cleaned_data["is_asked"], request.project, request.actor)
            context |= {"is_open": True, "stay": control.stay_of(request.actor, person)}
    return render(request, "referrals/show_stay.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what a person said about their papers, where they asked for help")
@pages.on_person
def note_stay(request: Any, person: Person) -> HttpResponse:
    """What they said, and that they asked."""
    form = forms.StayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, "show_stay", actions.note_stay, person=person, **form.said())
    return render(request, "referrals/note_stay.html", {"person": person, "form": form, **_arranged(request)})


@allow(*rules.KEEPERS, purpose="tell one agency about a person's papers, where they asked for that one share")
@pages.on_person
def share_stay(request: Any, person: Person) -> HttpResponse:
    """One agency, once, because they asked."""
    form = forms.ShareStayForm(request.POST or None, agencies=choosing.agencies(request.project))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, "show_stay", actions.share_stay, person=person, **form.said())
    return render(
        request, "referrals/share_stay.html", {"person": person, "form": form, **_arranged(request)}
    )


@require_POST
@allow(*rules.KEEPERS, purpose="take away what was written about a person's papers")
@pages.on_person
def forget_stay(request: Any, person: Person) -> HttpResponse:
    """One press; nothing of it is left."""
    return _done(request, person, "show_stay", actions.forget_stay, person=person)


@allow(*ARRANGERS, purpose="say whether papers to stay may be written down at all", state="add_only")
def keep_stay_status(request: Any) -> HttpResponse:
    """One tick, off at first."""
    form = forms.KeepStayForm(request.POST or None, initial={"is_kept": _arranged(request)["is_kept"]})
    if request.method == "POST" and form.is_valid():
        actions.keep_stay_status(is_kept=form.cleaned_data["is_kept"], **_act(request))
        messages.success(request, _("Saved."))
        return redirect(request.project.url("referrals:keep_stay_status"))
    return render(request, "referrals/keep_stay_status.html", {"form": form})


def _arranged(request: Any) -> dict[str, Any]:
    keeps = timers.arrangement_of(request.project).keeps_stay_status
    return {"is_kept": keeps, "can_arrange": request.actor.role in ARRANGERS}


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(request: Any, person: Person, page: str, act: Callable[..., Any], /, **said: Any) -> HttpResponse:
    act(**said, **_act(request))
    messages.success(request, _("Saved."))
    return redirect(request.project.url(f"referrals:{page}", person.id))
