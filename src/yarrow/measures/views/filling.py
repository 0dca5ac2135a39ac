"""A form is begun for a person, asked page by page, and finished."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.measures import actions, beginning, queries, rules
from yarrow.measures.asking import Asking
from yarrow.measures.saying import in_their_language
from yarrow.methods.refusals import Refusal
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.ui.templatetags.easy import asked_easy


@require_safe
@allow(*rules.ASKERS, purpose="see which forms a person answered, and begin one")
@pages.on_person
def list_fillings(request: Any, person: Person) -> HttpResponse:
    """What was answered so far, the latest first; the forms that can be begun."""
    context = beginning.list_page(request.actor, person)
    return render(request, "measures/list_fillings.html", context)


@sensitive_post_parameters()
@allow(*rules.ASKERS, purpose="begin a form with a person")
@pages.on_person
def begin_filling(request: Any, person: Person, version_id: UUID) -> HttpResponse:
    """Who answers, how, in which language; and whether a dangerous answer may be told to anybody."""
    start = beginning.Start(
        request.project, queries.version_in(request.project, version_id), request.POST or None
    )
    if start.form.is_sent(request):
        with start.form.saying_refusals():
            filling = actions.begin_filling(
                person=person, version=start.version, **start.form.cleaned_data, **_told(request)
            )
            return redirect(request.project.url("measures:fill", person.id, filling.id) + asked_easy(request))
    return render(request, "measures/begin_filling.html", {**start.context(), "person": person})


@sensitive_post_parameters()
@allow(*rules.ASKERS, purpose="ask a person a form, one question a page or all at once")
@pages.on_person
def fill(request: Any, person: Person, draft_id: UUID) -> HttpResponse:
    """Each sending is kept as a sealed draft before anything else happens."""
    filling = queries.filling_of(person, draft_id)
    if not filling.is_draft:
        return redirect(request.project.url("measures:show_filling", person.id, filling.id))
    sent = request.POST if request.method == "POST" else request.GET
    with in_their_language(filling):
        asking = Asking(request.actor, request.project, filling, sent, request.open_reason)
        onward = asking.save() if request.method == "POST" else None
        if onward:
            return redirect(onward)
        return render(request, "measures/fill.html", {**asking.context(), "person": person})


@require_safe
@allow(*rules.ASKERS, purpose="say at once where to turn, after a dangerous answer")
@pages.on_person
def show_routes(request: Any, person: Person, draft_id: UUID) -> HttpResponse:
    """The calm page: the project's own routes, one tap to be contacted, and the way back to the form."""
    filling = queries.filling_of(person, draft_id)
    context = beginning.calm_page(request.project, filling, request.GET)
    with in_their_language(filling):
        return render(request, "measures/show_routes.html", {**context, "person": person})


@require_POST
@allow(*rules.ASKERS, purpose="ask for the worker to get in touch")
@pages.on_person
def ask_for_contact(request: Any, person: Person, draft_id: UUID) -> HttpResponse:
    """One tap; the page comes back and says that it was done."""
    filling = queries.filling_of(person, draft_id)
    actions.ask_for_contact(filling=filling, **_told(request))
    return redirect(beginning.calm_url(request.project, filling, request.POST, was_asked=True))


@require_POST
@allow(*rules.ASKERS, purpose="finish a form")
@pages.on_person
def finish_filling(request: Any, person: Person, draft_id: UUID) -> HttpResponse:
    """The answers stand and are scored; sent twice it is once."""
    filling = queries.filling_of(person, draft_id)
    try:
        done = actions.finish_filling(filling=filling, **_told(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(request.project.url("measures:list_fillings", person.id))
    name = "measures:hand_back" if done.how == "device" else "measures:show_filling"
    return redirect(request.project.url(name, person.id, done.id) + asked_easy(request))


@require_safe
@allow(*rules.ASKERS, purpose="hand the device back after answering on it")
@pages.on_person
def hand_back(request: Any, person: Person, filling_id: UUID) -> HttpResponse:
    """Thanks, and one button that locks the device for the worker."""
    filling = queries.filling_of(person, filling_id)
    show_url = request.project.url("measures:show_filling", person.id, filling.id)
    context = {"person": person, "filling": filling, "is_bare": True, "show_url": show_url}
    with in_their_language(filling):
        return render(request, "measures/hand_back.html", context)


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
