"""Asking for a table that may leave: activity, distance travelled and needs, referrals, reports, a survey."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yarrow.evaluation import actions, queries, rules
from yarrow.evaluation.activity import words_of
from yarrow.evaluation.models import Release
from yarrow.evaluation.onward_form import ReferralsForm
from yarrow.evaluation.release_forms import DistanceForm, ReleaseForm, SurveyForm
from yarrow.evaluation.reports_form import ReportsForm
from yarrow.staff.access import allow
from yarrow.staff.forms import typed_in


@allow(*rules.COUNTERS, purpose="propose a table that may leave the project", state="add_only")
def propose_release(request: Any) -> HttpResponse:
    """Ask for a table; what the gate lets through is shown before anything leaves."""
    form = ReleaseForm(typed_in(request), words_of(request.project), today_of(request))
    return _asked(request, form, actions.propose_release, "evaluation/propose_release.html")


@allow(
    *rules.COUNTERS,
    purpose="propose distance travelled or needs that may leave the project",
    state="add_only",
)
def propose_distance(request: Any) -> HttpResponse:
    """How far people came, or what they need, as one kind of rater sees it."""
    form = DistanceForm(typed_in(request), today_of(request))
    return _asked(request, form, actions.propose_distance, "evaluation/propose_distance.html")


@allow(*rules.COUNTERS, purpose="propose figures of referrals that may leave the project", state="add_only")
def propose_referrals(request: Any) -> HttpResponse:
    """How far referrals came, why they ended short, gaps in provision."""
    form = ReferralsForm(typed_in(request), today_of(request))
    return _asked(request, form, actions.propose_referrals, "evaluation/propose_referrals.html")


@allow(*rules.COUNTERS, purpose="propose figures of reports that may leave the project", state="add_only")
def propose_reports(request: Any) -> HttpResponse:
    """How many incidents were reported, how far they may go, what came of them."""
    form = ReportsForm(typed_in(request), today_of(request))
    return _asked(request, form, actions.propose_reports, "evaluation/propose_reports.html")


@allow(*rules.COUNTERS, purpose="propose figures of a survey that may leave the project", state="add_only")
def propose_survey(request: Any, survey_id: UUID) -> HttpResponse:
    """Which questions, and by which group; the gate says what is left."""
    survey = queries.surveyed_or_none_such(request.project, survey_id, today_of(request))
    form = SurveyForm(typed_in(request), survey=survey)
    words = {"title": survey.words[""]}
    return _asked(request, form, actions.propose_survey, "evaluation/propose_survey.html", words)


def _asked(
    request: Any, form: Any, act: Callable[..., Release], template: str, words: dict[str, str] | None = None
) -> HttpResponse:
    """The page that asks for a table; once asked, the table as it would leave."""
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            told = {"project": request.project, "by": request.actor, "at": timezone.now()}
            release = act(wanted=form.wanted(), **told)
            return redirect(request.project.url("evaluation:show_release", release.id))
    return render(request, template, {"form": form, **(words or {})})


def today_of(request: Any) -> date:
    """The day where the project works."""
    return timezone.now().astimezone(request.project.zone).date()
