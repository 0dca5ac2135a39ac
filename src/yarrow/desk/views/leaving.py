"""Handing everything of a worker over, before they leave or go on holiday."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yarrow.desk import actions, leaving
from yarrow.methods.refusals import Refusal
from yarrow.people import queries, rules
from yarrow.staff.access import allow
from yarrow.staff.models import Worker


@require_safe
@allow(*rules.ASSIGNERS, purpose="see what a worker leaves behind")
def show_left_behind(request: Any, worker_id: UUID) -> HttpResponse:
    """Caseload, things to do and sessions to come of one worker, and the form that shares them out."""
    return _page(request, _form(request, queries.worker_in(request.project, worker_id)))


@require_POST
@allow(*rules.ASSIGNERS, purpose="hand over everything that a worker leaves behind")
def hand_over_work(request: Any, worker_id: UUID) -> HttpResponse:
    """All of it changes hands at once, or nothing does."""
    worker = queries.worker_in(request.project, worker_id)
    form = _form(request, worker, request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        n = actions.hand_over_work(
            project=request.project,
            by=request.actor,
            at=timezone.now(),
            worker=worker,
            shared=form.shared(),
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        form.add_refusal(refusal)
        return _page(request, form)
    messages.success(request, ngettext("%d thing handed over.", "%d things handed over.", n) % n)
    return redirect(request.project.url("desk:show_left_behind", worker.pk))


def _form(request: Any, worker: Worker, data: Any = None) -> leaving.ShareOutForm:
    today = timezone.localtime(timezone=request.project.zone).date()
    left = leaving.left_by(request.actor, request.project, worker, today)
    others = [one for one in queries.possible_key_workers(request.project) if one.pk != worker.pk]
    return leaving.ShareOutForm(data, left=left, workers=others)


def _page(request: Any, form: leaving.ShareOutForm) -> HttpResponse:
    return render(request, "desk/show_left_behind.html", {"form": form, "left": form.left})
