"""Reports beside each other: what waits, the likeliest of one report, one person's reports."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.safety import actions, comparing, matching, rules, waiting_pairs
from yarrow.safety.errors import Conflict
from yarrow.safety.forms.matching import DecideForm, FindForm
from yarrow.safety.views.pages import act, around, page_asked, to
from yarrow.staff.access import allow


@require_safe
@allow(*rules.READERS, purpose="see which reports may be about one person, by what they are about")
def list_matches(request: Any) -> HttpResponse:
    """Pairs that wait, then the people of whom several reports tell; a page of each."""
    found = waiting_pairs.listed(request.actor, request.project, page_asked(request))
    context = {"found": found, **around(request, found.page, has_more=found.has_more)}
    return render(request, "safety/list_matches.html", context)


@require_POST
@allow(*rules.READERS, purpose="compare the reports that were not compared yet")
def compare_waiting(request: Any) -> HttpResponse:
    """One press; what reporters keep to themselves is passed over."""
    rules.check_may_read(request.actor, request.project)
    say_found(request, compare(request))
    return to(request, "list_matches")


@require_safe
@allow(*rules.READERS, purpose="see whom each person of a report may be in others, and why")
def compare_report(request: Any, report_id: UUID) -> HttpResponse:
    """The likeliest five for each."""
    found = comparing.compared(request.actor, request.project, report_id)
    return render(request, "safety/compare_report.html", {"found": found, "form": FindForm()})


@require_POST
@sensitive_post_parameters()
@allow(*rules.READERS, purpose="look for a number, a plate or a name among the reports")
def find_reports(request: Any, report_id: UUID) -> HttpResponse:
    """Those that have it, beside this report. The text is in the body only, and kept nowhere."""
    form = FindForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = comparing.compared(request.actor, request.project, report_id, text)
    context = {"found": found, "form": form, "text": text, "is_search": True}
    return render(request, "safety/compare_report.html", context)


@require_POST
@allow(*rules.READERS, purpose="say whether two reports are about one person, or take that back")
def decide(request: Any) -> HttpResponse:
    """Where somebody was faster, what they said is shown instead."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.decision()
    try:
        act(request, actions.decide, **said)
        messages.success(request, _("Saved. It can be taken back at any time."))
    except Conflict:
        messages.warning(request, _("Somebody else decided in between. This is what stands now."))
    back = form.back_to()
    return to(request, "compare_report", back) if back else to(request, "show_cluster", said["one"])


@require_safe
@allow(*rules.READERS, purpose="see every report about one person")
def show_cluster(request: Any, offender_id: UUID) -> HttpResponse:
    """What they have in common, who linked them, and taking a link back."""
    found = comparing.cluster(request.actor, request.project, offender_id)
    return render(request, "safety/show_cluster.html", {"found": found})


def compare(request: Any) -> int:
    """Compare what was opened since; how many pairs are new. For whoever reads no reports: nothing."""
    return matching.compare_waiting(project=request.project, by=request.actor, at=timezone.now())


def say_found(request: Any, n: int) -> None:
    """Say how many pairs may be one person."""
    if not n:
        messages.info(request, _("Compared. Nothing was alike enough to be suggested."))
        return
    words = ngettext(
        "%d pair of reports may be about one person.", "%d pairs of reports may be about one person.", n
    )
    messages.success(request, words % n)
