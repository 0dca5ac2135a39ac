"""What erasing a person does, and what is left to say of them afterwards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yarrow.people.models import Person
from yarrow.vault import clearing, erasing, telling, unread
from yarrow.vault.errors import Erased


def page_of(request: Any, person: Person) -> HttpResponse:
    """What is left to say of somebody who was erased, at every address their record had."""
    context = {
        "person": person,
        "is_finished": not erasing.is_half_done(person.project_id, person.id),
        "stays": what_erasing_does(person)["stays"],
    }
    return render(request, "people/erased_person.html", context, status=Erased.status)


def what_erasing_does(person: Person) -> dict[str, Any]:
    """What goes and what stays as a count, each as (words, how many); and what nobody can find for us."""
    reach = clearing.reach_of(person)
    return {
        "goes": [(telling.of(each.model).label, each.n) for each in reach if not each.stays],
        "stays": [
            (telling.of(each.model).label, each.n)
            for each in reach
            if each.stays and each.model is not Person
        ],
        "unread": unread.in_project(person.project),
    }
