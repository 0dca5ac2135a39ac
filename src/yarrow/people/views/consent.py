"""Consents of a person: how they stand, giving one, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, consents, pages, purposes
from yarrow.people.forms_of_consent import GiveForm, WithdrawForm
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.staff.views.entrance import safe_back
from yarrow.ui.templatetags.easy import asked_easy


@require_safe
@allow(*WORKERS, purpose="see what a person agreed to, and took back")
@pages.on_person
def list_consents(request: Any, person: Person) -> HttpResponse:
    """Every purpose in plain words, with how it stands and what was said when."""
    standing = consents.of_person(request.actor, person, timezone.now(), request.open_reason)
    return render(request, "people/list_consents.html", {"person": person, "standing": standing})


@sensitive_post_parameters()
@allow(*WORKERS, purpose="write down that a person agrees to something")
@pages.on_person
def give_consent(request: Any, person: Person, purpose: str) -> HttpResponse:
    """The words to read aloud, and what they said to them."""
    asked = purposes.purpose_of(purpose)
    form = GiveForm(request.POST or None, purpose=asked, today=pages.today_of(request))
    if form.is_sent(request):
        done = _kept(request, person, form, actions.give_consent, purpose)
        if done:
            return done
    return render(request, "people/give_consent.html", {"form": form, "person": person, "purpose": asked})


@sensitive_post_parameters()
@allow(*WORKERS, purpose="write down that a person takes a consent back")
@pages.on_person
def withdraw_consent(request: Any, person: Person, purpose: str) -> HttpResponse:
    """A new row; what was given stays readable as given then."""
    asked = purposes.purpose_of(purpose)
    given = consents.to_take_back(request.actor, person, purpose, request.open_reason)
    form = WithdrawForm(request.POST or None, recipients=given)
    if form.is_sent(request):
        done = _kept(request, person, form, actions.withdraw_consent, purpose)
        if done:
            return done
    return render(request, "people/withdraw_consent.html", {"form": form, "person": person, "purpose": asked})


def _kept(request: Any, person: Person, form: Any, act: Any, purpose: str) -> HttpResponse | None:
    said = {"project": request.project, "by": request.actor, "at": timezone.now(), **form.cleaned_data}
    try:
        act(person=person, purpose=purpose, **said)
    except Refusal as refusal:
        form.add_refusal(refusal)
        return None
    messages.success(request, _("Written down."))
    consents_url = request.project.url("people:list_consents", person.id) + asked_easy(request)
    return redirect(safe_back(request, consents_url))
