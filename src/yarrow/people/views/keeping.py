"""How long records are kept: the preview of the clock, the project's years, one record longer, legal hold."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.people import actions, clock, holds, pages, preview, queries, rules
from yarrow.people.forms_of_keeping import HoldForm, KeepingForm, KeepLongerForm
from yarrow.people.models import Hold, Person
from yarrow.people.views.rows import asked
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*rules.ERASERS, purpose="see whose record is reduced to counts in the next 30 days", state="add_only")
def list_ending(request: Any) -> HttpResponse:
    """Day by day; names for an unlocked holder only."""
    context = preview.context_of(request.actor, request.project, pages.today_of(request))
    return render(request, "people/list_ending.html", context)


@allow(*rules.LIST_KEEPERS, purpose="say how long records are kept after the last contact")
def set_keeping(request: Any) -> HttpResponse:
    """The project's years, or until they ask."""
    kept = clock.keeping_of(request.project)
    initial = {"years": str(kept.years) if kept.years is not None else "until_asked"}
    form = KeepingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.cleaned_data
            actions.set_keeping(project=request.project, by=request.actor, at=timezone.now(), **said)
            messages.success(request, _("Saved. Nobody's record goes within the next 30 days because of it."))
            return redirect(request.project.url("people:list_ending"))
    return render(request, "people/set_keeping.html", {"form": form})


@sensitive_post_parameters()
@allow(*rules.ERASERS, purpose="keep one person's record longer than usual")
@pages.on_person
def keep_longer(request: Any, person: Person) -> HttpResponse:
    """Until a day, with a reason that is sealed."""
    form = KeepLongerForm(request.POST or None)
    return asked(request, person, form, actions.keep_longer, "people/keep_longer.html", person=person)


@require_safe
@allow(*WORKERS, purpose="see whether a record is under a legal hold, and who has to agree")
@pages.on_person
def show_hold(request: Any, person: Person) -> HttpResponse:
    """Holds that stand and proposals that wait."""
    shown = preview.holds_of(request.actor, person, pages.today_of(request))
    context = {"person": person, "holds": shown, "can_propose": holds.can_propose(request.actor)}
    return render(request, "people/show_hold.html", context)


@sensitive_post_parameters()
@allow(*holds.PROPOSERS, purpose="propose a legal hold on a person's record")
@pages.on_person
def propose_hold(request: Any, person: Person) -> HttpResponse:
    """It holds nothing until another worker agrees."""
    form = HoldForm(request.POST or None)
    return asked(request, person, form, actions.propose_hold, "people/propose_hold.html", person=person)


@require_POST
@allow(*holds.AGREERS, purpose="agree to another worker's legal hold", step_up=True)
@pages.on_person
def agree_hold(request: Any, person: Person, hold_id: UUID) -> HttpResponse:
    """From now on the record can't be erased."""
    return _done(request, actions.agree_hold, queries.row_of(Hold, person, hold_id))


@require_POST
@allow(*holds.PROPOSERS, purpose="lift a legal hold, or take its proposal back")
@pages.on_person
def lift_hold(request: Any, person: Person, hold_id: UUID) -> HttpResponse:
    """By one of the two."""
    return _done(request, actions.lift_hold, queries.row_of(Hold, person, hold_id))


@require_POST
@allow(*WORKERS, purpose="write down that a person was told of a legal hold")
@pages.on_person
def tell_of_hold(request: Any, person: Person, hold_id: UUID) -> HttpResponse:
    """They know until when, and what for."""
    return _done(request, actions.tell_of_hold, queries.row_of(Hold, person, hold_id))


def _done(request: Any, act: Any, hold: Hold) -> HttpResponse:
    act(hold=hold, project=request.project, by=request.actor, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(request.project.url("people:show_hold", hold.person_id))
