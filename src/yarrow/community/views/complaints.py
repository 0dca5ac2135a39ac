"""Complaints: taking one, what was done, and their trend."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.community import actions, figures, forms, lists, queries, rules, showing
from yarrow.community.models import Complaint
from yarrow.community.views.pages import back_to, done, form_page, page_of, to, today_of
from yarrow.staff.access import allow


@require_safe
@allow(*rules.TAKERS, purpose="see complaints by what they are about", state="add_only")
def list_complaints(request: Any) -> HttpResponse:
    """The latest first; nothing that is sealed."""
    only = request.GET.get("state", "")
    context = page_of(request, queries.complaints_of(request.project, only))
    today = today_of(request)
    context |= {
        "lines": [showing.complaint_line(row, today) for row in context["rows"]],
        "states": lists.choices("complaint_states"),
        "only": only,
    }
    return render(request, "community/list_complaints.html", context)


@sensitive_post_parameters()
@allow(*rules.TAKERS, purpose="write down a complaint")
def add_complaint(request: Any) -> HttpResponse:
    """What residents, businesses, councillors or police say."""
    form = forms.ComplaintForm(request.POST or None, initial={"told_on": today_of(request)})
    if request.method == "POST" and form.is_valid() and (made := done(request, form, actions.add_complaint)):
        return to(request, "show_complaint", made.id)
    back = back_to(request, "list_complaints", _("Complaints"))
    return form_page(request, form, _("Write down a complaint"), back)


@require_safe
@allow(*rules.TAKERS, purpose="open a complaint, and what was done about it")
def show_complaint(request: Any, complaint_id: UUID) -> HttpResponse:
    """Opened here and on no other page."""
    row = queries.row_in(Complaint, request.project, complaint_id)
    context = {"shown": showing.complaint_shown(request.actor, row, today_of(request))}
    return render(request, "community/show_complaint.html", context)


@sensitive_post_parameters()
@allow(*rules.TAKERS, purpose="write down what was done about a complaint")
def add_step(request: Any, complaint_id: UUID) -> HttpResponse:
    """A visit, a meeting, an answer; and how it stands now."""
    row = queries.row_in(Complaint, request.project, complaint_id)
    initial = {"done_on": today_of(request), "version": row.version, "state": row.state}
    form = forms.StepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if done(request, form, actions.add_step, complaint=row, version=form.version_seen):
            return to(request, "show_complaint", row.id)
        form.show_version(row.version)
    back = back_to(request, "show_complaint", _("The complaint"), row.id)
    return form_page(request, form, _("What was done about it"), back)


@require_safe
@allow(*rules.READERS, purpose="see how many complaints there are, in true figures", state="add_only")
def show_complaint_trend(request: Any) -> HttpResponse:
    """By month and by quarter, with what happened outside."""
    found = figures.of_complaints(request.project, today_of(request))
    context = {"found": found, "title": _("How complaints change"), "back": "community:show_around"}
    return render(request, "community/show_trend.html", context)
