"""The card; homes, family days, a chosen change, circumstances."""

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
from yarrow.plans import actions, cards, courses, forms, planning, rules
from yarrow.plans.errors import ChangedMeanwhile
from yarrow.plans.models import Housing
from yarrow.staff.access import allow
from yarrow.ui.forms import ConfirmForm, Form


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's card for safety")
@pages.on_person
def show_card(request: Any, person: Person) -> HttpResponse:
    """The card that holds, or how to begin one."""
    card = cards.card_of(request.actor, person, request.open_reason)
    return render(request, "plans/show_card.html", {"person": person, "card": card})


@require_safe
@allow(*rules.KEEPERS, purpose="print a person's card for them")
@pages.on_person
def print_card(request: Any, person: Person) -> HttpResponse:
    """One sheet that folds to a pocket; a heading that says nothing, and no name of ours unless they want it."""
    card = cards.card_of(request.actor, person, request.open_reason)
    return render(request, "plans/print_card.html", {"person": person, "card": card})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write a person's card for safety with them")
@pages.on_person
def make_card(request: Any, person: Person) -> HttpResponse:
    """Heading by heading; all of it may be left out."""
    card = cards.card_of(request.actor, person, request.open_reason)
    form = forms.CardForm(request.POST or None, initial=_of_card(card))
    context: dict[str, Any] = {"person": person, "form": form}
    status = 200
    if form.is_sent(request):
        told = {name: form.cleaned_data[name] for name in ("heading", "is_named")}
        with form.saying_refusals():
            try:
                act = {"project": request.project, "by": request.actor, "at": timezone.now()}
                actions.make_card(person=person, said=form.said(), n_seen=form.version_seen(), **told, **act)
            except ChangedMeanwhile as meanwhile:
                status, context["meanwhile"], context["now"] = _beside(form, meanwhile, card)
            else:
                return _back(request, person, "plans:show_card")
    return render(request, "plans/make_card.html", context, status=status)


@require_safe
@allow(*rules.KEEPERS, purpose="see homes, family days, circumstances, and a change somebody chose")
@pages.on_person
def show_course(request: Any, person: Person) -> HttpResponse:
    """Four short lists."""
    today = pages.today_of(request)
    course = courses.of_person(request.actor, person, today, request.open_reason)
    return render(request, "plans/show_course.html", {"person": person, "course": course})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down where a person lives, and since when")
@pages.on_person
def add_housing(request: Any, person: Person) -> HttpResponse:
    """What stood before ends with the same day."""
    return _asked(
        request, person, forms.HousingForm, actions.add_housing, "plans/add_housing.html", person=person
    )


@allow(*rules.KEEPERS, purpose="write down the last day somewhere")
@pages.on_person
def end_housing(request: Any, person: Person, housing_id: UUID) -> HttpResponse:
    """The last day."""
    home = planning.part_of(Housing, person, housing_id)
    return _asked(
        request, person, forms.EndHousingForm, actions.end_housing, "plans/end_housing.html", housing=home
    )


@require_POST
@allow(*rules.KEEPERS, purpose="say that a person is known to live there still")
@pages.on_person
def know_housing(request: Any, person: Person, housing_id: UUID) -> HttpResponse:
    """As of today."""
    home = planning.part_of(Housing, person, housing_id)
    actions.know_housing(housing=home, project=request.project, by=request.actor, at=timezone.now())
    return _back(request, person, "plans:show_course")


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down a family day")
@pages.on_person
def add_family_event(request: Any, person: Person) -> HttpResponse:
    """The parent's day; children have no records."""
    template = "plans/add_family_event.html"
    return _asked(request, person, forms.FamilyForm, actions.add_family_event, template, person=person)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down where somebody is in a change they chose")
@pages.on_person
def note_movement(request: Any, person: Person) -> HttpResponse:
    """Only as they want it."""
    template = "plans/note_movement.html"
    return _asked(request, person, forms.MovementForm, actions.note_movement, template, person=person)


@allow(*rules.KEEPERS, purpose="take away all that was written about a change somebody chose")
@pages.on_person
def forget_movements(request: Any, person: Person) -> HttpResponse:
    """Asks for a typed word."""
    form = ConfirmForm(request.POST or None, word=_("remove"))
    if request.method == "POST" and form.is_valid():
        actions.forget_movements(person=person, project=request.project, by=request.actor, at=timezone.now())
        return _back(request, person, "plans:show_course")
    context = {
        "form": form,
        "heading": _("Take this away"),
        "losses": [_("Everything written down about where they are in a change they chose.")],
        "whom": _("That it was taken away stays on the trail, and nothing of what it said."),
        "action": _("Take it away"),
        "back_url": request.project.url("plans:show_course", person.id),
    }
    return render(request, "ui/confirm.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="note what presses on a person from outside")
@pages.on_person
def note_circumstances(request: Any, person: Person) -> HttpResponse:
    """Circumstances, never faults."""
    template = "plans/note_circumstances.html"
    return _asked(
        request, person, forms.CircumstancesForm, actions.note_circumstances, template, person=person
    )


def _asked(
    request: Any,
    person: Person,
    kind: Callable[..., Form],
    act: Callable[..., Any],
    template: str,
    /,
    **of: Any,
) -> HttpResponse:
    """The page of a form; back to the four lists once `act` took what it says."""
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            act(**of, **form.cleaned_data, project=request.project, by=request.actor, at=timezone.now())
            return _back(request, person, "plans:show_course")
    return render(request, template, {"person": person, "form": form})


def _back(request: Any, person: Person, page: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url(page, person.id))


def _of_card(card: cards.CardShown | None) -> dict[str, Any]:
    if card is None:
        return {"version": 0}
    return {**card.said, "version": card.card.n, "heading": card.card.heading, "is_named": card.card.is_named}


def _beside(
    form: Any, meanwhile: ChangedMeanwhile, card: cards.CardShown | None
) -> tuple[int, str, dict[str, str]]:
    """What somebody else saved, to stand beside what was typed; saving again then replaces it knowingly."""
    form.data = form.data.copy()
    form.data["version"] = str(card.card.n if card else 0)
    return meanwhile.status, meanwhile.message, dict(card.parts) if card else {}
