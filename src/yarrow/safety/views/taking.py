"""A report is taken at the desk, on a phone or in a van, with whoever tells it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.safety import actions, becoming, doors, lists, matching, queries, rules, told
from yarrow.safety.errors import NotAllowed, NotHere
from yarrow.safety.forms import ReportForm
from yarrow.safety.views.pages import act, to
from yarrow.staff.access import allow
from yarrow.staff.queries import holder_names
from yarrow.vault import compartments


@sensitive_post_parameters()
@allow(*rules.TAKERS, purpose="take a report with somebody", state="add_only")
def add_report(request: Any) -> HttpResponse:
    """Every question may be skipped. Whoever reads reports writes it down at once, everyone else's is sealed."""
    is_reader = rules.can_read(request.actor, request.project)
    form = ReportForm(request.POST or None, project=request.project, may_choose_earlier=is_reader)
    if form.is_sent(request):
        with form.saying_refusals():
            return _written(request, form) if is_reader else _left(request, form)
    context = {"form": form, "is_reader": is_reader}
    return render(request, "safety/add_report.html", context)


@require_safe
@allow(*rules.TAKERS, purpose="see that a report is kept sealed, and when it is read", state="add_only")
def show_left(request: Any, report_id: UUID) -> HttpResponse:
    """For whoever took it, in any state: nothing of what it says. Colleagues are refused."""
    at = queries.left_by(request.project, report_id, request.actor)
    if at is None:
        raise NotAllowed() if queries.is_left(request.project, report_id) else NotHere()
    readers = holder_names(compartments.holders_of(request.project.id, "incident"))
    context = {"report_id": report_id, "left_at": at, "readers": readers}
    context["became"] = becoming.became(request.project, report_id)
    context["has_door"] = doors.of(request.project) is not None
    return render(request, "safety/show_left.html", context)


def _written(request: Any, form: ReportForm) -> HttpResponse:
    now = timezone.now()
    row = actions.take_report(
        told=told.read(form.sent(), now.astimezone(request.project.zone).date()),
        way=lists.WORKER,
        received_at=now,
        taken_by=request.actor.id,
        project=request.project,
        by=request.actor,
        at=now,
        entry_id=form.cleaned_data["entry_id"],
    )
    messages.success(request, _("The report is written down."))
    if matching.compare(project=request.project, report_ids=[row.pk], by=request.actor, at=now):
        messages.info(request, _("Another report may be about the same person."))
        return to(request, "compare_report", row.pk)
    return to(request, "show_report", row.pk)


def _left(request: Any, form: ReportForm) -> HttpResponse:
    entry_id = form.cleaned_data["entry_id"]
    act(request, actions.leave_report, sent=form.sent(), entry_id=entry_id)
    return to(request, "show_left", entry_id)
