"""Erasing a person's record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, erased, pages, preview, rules
from yarrow.people.forms import EraseForm
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.vault.keyring import KeyringBusy


@allow(*rules.ERASERS, purpose="erase a person's record for good", step_up=True)
@pages.on_person
def erase_person(request: Any, person: Person) -> HttpResponse:
    """What goes, what stays as counts; then a reason and a typed word."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(
                person=person,
                reason=form.cleaned_data["reason"],
                project=request.project,
                by=request.actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        except KeyringBusy:
            # The page of the person says that the last bytes still wait.
            return redirect(request.project.url("people:show_person", person.id))
        else:
            return redirect(request.project.url("people:show_person", person.id))
    held = [
        one for one in preview.holds_of(request.actor, person, pages.today_of(request)) if one.hold.is_agreed
    ]
    context = {"form": form, "person": person, "holds": held, **erased.what_erasing_does(person)}
    return render(request, "people/erase_person.html", context)
