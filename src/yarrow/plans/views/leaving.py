"""A person's plan is taken elsewhere, as FHIR."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.plans import actions, giving, rules
from yarrow.plans.forms import ExportForm
from yarrow.staff.access import allow


@allow(*rules.KEEPERS, purpose="take a person's plan elsewhere, as FHIR", step_up=True)
@pages.on_person
def export_plan(request: Any, person: Person) -> HttpResponse:
    """Asks who gets it, says what the file holds; then sends it. It is kept nowhere."""
    now = timezone.now()
    form = ExportForm(request.POST or None, choices=giving.choices(person, now))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            to = form.cleaned_data["to"]
            may = actions.export_plan(person=person, to=to, project=request.project, by=request.actor, at=now)
            file = giving.file_for(request.actor, person, to, may, request.open_reason, now)
            return _sent(file)
    return render(request, "plans/export_plan.html", {"form": form, "person": person})


def _sent(file: dict[str, Any]) -> HttpResponse:
    text = json.dumps(file, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/fhir+json")
    response["Content-Disposition"] = 'attachment; filename="plan.json"'
    return response
