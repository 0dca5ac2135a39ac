"""Surveys are listed, opened, looked at, get a new link, and are closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.measures import queries as measures
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.surveys import actions, queries, rules, showing
from yarrow.surveys.forms import OpenForm
from yarrow.ui.sentences import translated


@require_safe
@allow(*rules.COLLECTORS, "evaluator", purpose="see the project's surveys")
def list_surveys(request: Any) -> HttpResponse:
    """Every survey with how many sheets came in; the forms that one can be opened with."""
    context = showing.list_page(request.actor, request.project, timezone.now())
    return render(request, "surveys/list_surveys.html", context)


@allow(*rules.KEEPERS, purpose="open a survey with a form that is in use")
def open_survey(request: Any, version_id: UUID) -> HttpResponse:
    """Days, languages, groups, and the words that people read first."""
    version = measures.version_in(request.project, version_id)
    form = OpenForm(request.POST or None, **showing.choices_of(version))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            survey = actions.open_survey(version=version, **form.wanted(), **_told(request))
            messages.success(request, _("The survey is ready. Try the link before you hand it out."))
            return redirect(request.project.url("surveys:show_survey", survey.id))
    return render(request, "surveys/open_survey.html", {"form": form, "version": version})


@require_safe
@allow(*rules.COLLECTORS, "evaluator", purpose="see a survey, its link and how many sheets came in")
def show_survey(request: Any, survey_id: UUID) -> HttpResponse:
    """The link, the tablet, the paper; how many sheets, never whose."""
    survey = queries.survey_in(request.project, survey_id)
    context = showing.survey_page(request.actor, survey, request.build_absolute_uri, timezone.now())
    return render(request, "surveys/show_survey.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="make a new link to a survey")
def renew_link(request: Any, survey_id: UUID) -> HttpResponse:
    """The old one leads nowhere from now on."""
    return _done(
        request, survey_id, actions.renew_link, _("There is a new link. The old one leads nowhere now.")
    )


@require_POST
@allow(*rules.KEEPERS, purpose="close a survey before its last day")
def close_survey(request: Any, survey_id: UUID) -> HttpResponse:
    """Nobody answers it any more."""
    return _done(request, survey_id, actions.close_survey, _("Closed. What came in stays."))


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(request: Any, survey_id: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    survey = queries.survey_in(request.project, survey_id)
    try:
        act(survey=survey, **_told(request))
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
    else:
        messages.success(request, said)
    return redirect(request.project.url("surveys:show_survey", survey.id))
