"""What came of a filling: its page, putting an answer right, entered in error, taken elsewhere."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.measures import actions, amending, forms, leaving, queries, results, rules
from yarrow.measures.saying import in_language
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.ui.forms import Form


@require_safe
@allow(*rules.ASKERS, purpose="see what a person answered, and the scores")
@pages.on_person
def show_filling(request: Any, person: Person, filling_id: UUID) -> HttpResponse:
    """Answers, scores with what they rest on, and what changed since the last time."""
    filling = queries.filling_of(person, filling_id)
    context = results.page(request.actor, filling, request.open_reason)
    return render(request, "measures/show_filling.html", {**context, "person": person})


@require_safe
@allow(*rules.ASKERS, purpose="turn a person's answers to face them")
@pages.on_person
def turn_filling(request: Any, person: Person, filling_id: UUID) -> HttpResponse:
    """The answers and the numbers alone, to the person who gave them; no menu, and a way out in reach."""
    filling = queries.filling_of(person, filling_id)
    if not filling.is_finished:
        return redirect(request.project.url("measures:show_filling", person.id, filling.id))
    with in_language(filling.language):
        context = results.page(request.actor, filling, request.open_reason)
        return render(request, "measures/turn_filling.html", {**context, "person": person})


@sensitive_post_parameters()
@allow(*rules.ASKERS, purpose="put an answer of a finished form right")
@pages.on_person
def amend_answers(request: Any, person: Person, filling_id: UUID) -> HttpResponse:
    """All questions with the answers as they stand, and why."""
    filling = queries.filling_of(person, filling_id)
    if not filling.is_finished:
        return redirect(request.project.url("measures:show_filling", person.id, filling.id))
    typed = request.POST if request.method == "POST" else None
    page = amending.Amending(request.actor, request.project, filling, typed, request.open_reason)
    if request.method == "POST" and page.save():
        messages.success(request, _("Put right. How it stood before is kept."))
        name = "measures:show_routes" if page.is_dangerous else "measures:show_filling"
        return redirect(request.project.url(name, person.id, filling.id))
    return render(request, "measures/amend_answers.html", {**page.context(), "person": person})


@allow(*rules.ASKERS, purpose="mark answers as entered in error")
@pages.on_person
def void_filling(request: Any, person: Person, filling_id: UUID) -> HttpResponse:
    """It stays, is shown as that, and counts nowhere."""
    filling = queries.filling_of(person, filling_id)
    form = forms.ReasonForm(request.POST or None, listed="void_reasons")
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.void_filling(filling=filling, **form.cleaned_data, **_told(request))
            messages.success(request, _("Marked as entered in error. It counts nowhere."))
            return redirect(request.project.url("measures:list_fillings", person.id))
    context = {"form": form, "filling": filling, "person": person}
    return render(request, "measures/void_filling.html", context)


@allow(*rules.EXPORTERS, purpose="take a person's answers elsewhere, as FHIR", step_up=True)
@pages.on_person
def export_fillings(request: Any, person: Person) -> HttpResponse:
    """Says what the file holds; then sends it."""
    if request.method != "POST":
        context = {"form": Form(), "person": person, "n": queries.fillings_of(person).count()}
        return render(request, "measures/export_fillings.html", context)
    bundle = leaving.bundle_of(request.actor, person, request.open_reason)
    response = HttpResponse(
        json.dumps(bundle, ensure_ascii=False, indent=1), content_type="application/fhir+json"
    )
    response["Content-Disposition"] = 'attachment; filename="answers.json"'
    return response


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
