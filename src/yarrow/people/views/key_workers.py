"""Key workers, caseloads and hand-over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from yarrow.people import actions, birthdays, pages, queries, rules
from yarrow.people.forms_of_key_workers import EndKeyWorkerForm, HandOverForm, KeyWorkerForm
from yarrow.people.models import Person
from yarrow.people.views.rows import asked, saved
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@allow(*rules.ASSIGNERS, purpose="name a person's key worker")
@pages.on_person
def assign_key_worker(request: Any, person: Person) -> HttpResponse:
    """One key worker at a time; the one before ends."""
    form = KeyWorkerForm(request.POST or None, workers=queries.possible_key_workers(request.project))
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "reason": form.cleaned_data["reason"] or "handed_over"}
        done = saved(request, person, form, actions.assign_key_worker, person=person, **said)
        if done:
            return done
    return render(request, "people/assign_key_worker.html", {"form": form, "person": person})


@allow(*rules.ASSIGNERS, purpose="end a key worker's part")
@pages.on_person
def end_key_worker(request: Any, person: Person) -> HttpResponse:
    """Nobody is key worker from today on."""
    form = EndKeyWorkerForm(request.POST or None)
    return asked(request, person, form, actions.end_key_worker, "people/end_key_worker.html", person=person)


@require_safe
@allow(*WORKERS, purpose="see a worker's caseload; one's own without a name")
def show_caseload(request: Any, worker_id: UUID | None = None) -> HttpResponse:
    """Everyone whose key worker this is."""
    worker = queries.worker_in(request.project, worker_id or request.actor.id)
    people = queries.caseload(request.actor, request.project, worker)
    birthdays.of_list(request.actor, request.project, people)
    context = {
        "worker": worker,
        "n_people": len(people),
        "people": [line for line in people if not line.person.is_under_18],
        "young": [line for line in people if line.person.is_under_18],
        "is_mine": worker.pk == request.actor.id,
        "can_assign": rules.can_assign(request.actor),
        "workers": queries.possible_key_workers(request.project),
    }
    return render(request, "people/show_caseload.html", context)


@allow(*rules.ASSIGNERS, purpose="hand several people over to another worker")
def hand_over(request: Any, worker_id: UUID) -> HttpResponse:
    """Choose people of one caseload and the worker who takes them on."""
    worker = queries.worker_in(request.project, worker_id)
    listed = queries.caseload(request.actor, request.project, worker)
    others = [one for one in queries.possible_key_workers(request.project) if one.pk != worker.pk]
    form = HandOverForm(request.POST or None, listed=listed, workers=others)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with form.saying_refusals():
            n = actions.hand_over(
                people=said["people"],
                to=said["worker"],
                reason=said["reason"],
                project=request.project,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, ngettext("%d person handed over.", "%d people handed over.", n) % n)
            return redirect(request.project.url("people:show_caseload_of", said["worker"].pk))
    return render(request, "people/hand_over.html", {"form": form, "worker": worker, "listed": listed})
