"""The safeguarding path of somebody under 18."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from yarrow.people import actions, pages
from yarrow.people.forms import SafeguardingForm
from yarrow.people.models import Person
from yarrow.people.views.rows import saved
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@sensitive_post_parameters()
@allow(*WORKERS, purpose="write down who was told that somebody is under 18, and what comes next")
@pages.on_person
def note_safeguarding(request: Any, person: Person) -> HttpResponse:
    """Asked right after the age; can be left and come back to, and the record says so until it is done."""
    takes_note = request.actor.holds(person.project_id, "notes")
    takes_age = person.is_under_18 and person.born_on is None
    form = SafeguardingForm(request.POST or None, takes_note=takes_note, takes_age=takes_age)
    if request.method == "POST" and form.is_valid():
        done = saved(request, person, form, actions.note_safeguarding, person=person, **form.cleaned_data)
        if done:
            return done
    context = {"form": form, "person": person, "steps": pages.safeguarding_steps(request, person)}
    context["asks_age"] = person.asks_age_on(pages.today_of(request))
    return render(request, "people/note_safeguarding.html", context)
