"""Challenges: which wait, what each is about, what becomes of the reports, the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.safety import actions, challenges, lists, rules
from yarrow.safety.forms.challenges import OutcomeForm
from yarrow.safety.views.pages import page_of
from yarrow.staff.access import allow


@require_safe
@allow(
    *rules.READERS, purpose="see which challenges wait, and the page where they are made", state="add_only"
)
def list_challenges(request: Any) -> HttpResponse:
    """Those that wait first; nothing is opened here."""
    today = timezone.now()
    context = page_of(request, challenges.challenges_of(request.project))
    door = challenges.open_door_of(request.project)
    context |= {
        "rows": [(row, row.received_at + challenges.ANSWERED_WITHIN) for row in context["rows"]],
        "now": today,
        "door_url": request.build_absolute_uri(reverse("challenges:challenge", args=[door.token]))
        if door
        else "",
        "can_keep": request.actor.role in rules.KEEPERS,
    }
    return render(request, "safety/list_challenges.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="open or close the page where anybody may challenge what is kept")
def set_challenges(request: Any, how: str) -> HttpResponse:
    """One press."""
    acts: dict[str, Any] = {"open": actions.open_challenges, "close": actions.close_challenges}
    if how not in acts:
        raise Http404
    acts[how](**_act(request))
    return redirect(request.project.url("safety:list_challenges"))


@require_safe
@allow(*rules.READERS, purpose="look into a challenge: what it is about, which reports name it")
def show_challenge(request: Any, challenge_id: UUID) -> HttpResponse:
    """Opened here, with what the reports say of it."""
    row = challenges.challenge_in(request.project, challenge_id)
    rules.check_may_read(request.actor, request.project)
    shown = challenges.show(request.actor, row)
    return render(request, "safety/show_challenge.html", {"shown": shown, **_reports_of(request, shown)})


@sensitive_post_parameters()
@allow(*rules.READERS, purpose="decide what becomes of a report that somebody challenged")
def decide_challenge(request: Any, challenge_id: UUID, report_id: UUID) -> HttpResponse:
    """One report at a time."""
    row = challenges.challenge_in(request.project, challenge_id)
    report = challenges.report_in(request.project, report_id)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.judge(challenge=row, report=report, **form.said(), **_act(request))
            return redirect(request.project.url("safety:show_challenge", row.pk))
    return render(request, "safety/decide_challenge.html", {"challenge": row, "report": report, "form": form})


@require_POST
@allow(*rules.READERS, purpose="say that a challenge was looked into and answered")
def answer_challenge(request: Any, challenge_id: UUID) -> HttpResponse:
    """One press, once everything it names is decided."""
    row = challenges.challenge_in(request.project, challenge_id)
    rules.check_may_read(request.actor, request.project)
    found = challenges.show(request.actor, row).found
    actions.answer_challenge(challenge=row, found=set(found), **_act(request))
    messages.success(request, _("Saved."))
    return redirect(request.project.url("safety:list_challenges"))


def _reports_of(request: Any, shown: challenges.Shown) -> dict[str, Any]:
    """Each report that names it: what it names, what was decided because of this challenge, and whether all is."""
    decided = challenges.latest((row.report_id, row.outcome) for row, _reason in shown.outcomes)
    rows = [
        {
            "report": report,
            "names": sorted(shown.found[report.pk]),
            "outcome": lists.label("outcomes", decided[report.pk]) if report.pk in decided else "",
        }
        for report in challenges.reports_in(request.project, set(shown.found))
    ]
    return {"reports": rows, "is_decided": decided.keys() >= shown.found.keys()}


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
