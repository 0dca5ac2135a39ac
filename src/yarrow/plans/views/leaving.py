"""A person takes their plan along, as FHIR."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.plans import actions, giving, rules
from yarrow.staff.access import allow
from yarrow.ui.forms import Form


@allow(*rules.KEEPERS, purpose="give a person their plan as a file, as FHIR", step_up=True)
@pages.on_person
def export_plan(request: Any, person: Person) -> HttpResponse:
    """Says what the file holds; then sends it. It is kept nowhere."""
    now = timezone.now()
    form = Form(request.POST or None)
    if request.method == "POST":
        with form.saying_refusals():
            actions.export_plan(person=person, project=request.project, by=request.actor, at=now)
            return _sent(giving.file_for(request.actor, person, request.open_reason, now))
    return render(request, "plans/export_plan.html", {"form": form, "person": person})


def _sent(file: dict[str, Any]) -> HttpResponse:
    text = json.dumps(file, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/fhir+json")
    response["Content-Disposition"] = 'attachment; filename="plan.json"'
    return response
