"""A person's record, composed from every room that knows something about them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yarrow.contacts.queries import has_met_on_shift
from yarrow.desk import record
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*WORKERS, purpose="open a person's record, with everything that happened")
@pages.on_person_unless(has_met_on_shift)
def show_record(request: Any, person: Person) -> HttpResponse:
    """Stands at the address of `people:show_person`, so that every link leads here."""
    project = request.project
    today = timezone.now().astimezone(project.zone).date()
    context = record.context_of(request.actor, project, person, today, request.open_reason)
    return render(request, "desk/show_record.html", context)
