"""A copy of everything about a person, for the person."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from yarrow.methods import zipped
from yarrow.people import copying, pages, rules
from yarrow.people.forms import CopyForm
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.vault import fence


@allow(*rules.COPIERS, purpose="give a person a copy of everything about them", step_up=True)
@pages.on_person
def copy_person(request: Any, person: Person) -> HttpResponseBase:
    """Asks why and as what; then the copy itself, which is kept nowhere."""
    form = CopyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/copy_person.html", {"form": form, "person": person})
    copy = copying.copy_of(
        request.actor, request.project, person, form.cleaned_data["reason"], timezone.now()
    )
    if form.cleaned_data["shape"] == "page":
        return _as_page(request, copy)
    members = copying.files_of(copy, request.actor)
    parts = fence.along(request.project.id, zipped.stream(members))
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="copy.zip"'
    return response


def _as_page(request: Any, copy: copying.Copy) -> HttpResponse:
    context = {"copy": copy, "person": copy.person, "parts": copy.parts(), "closed": copy.closed}
    return render(request, "people/show_copy.html", context)
