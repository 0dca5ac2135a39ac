"""Surveys on paper: a poster with the link, the questions to print, and paper that is typed in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.staff.access import allow
from yarrow.surveys import actions, queries, rules
from yarrow.surveys.printing import poster_page, sheet_page
from yarrow.surveys.typing_in import Typing


@require_safe
@allow(*rules.COLLECTORS, purpose="print the link to a survey for a wall")
def print_poster(request: Any, survey_id: UUID) -> HttpResponse:
    """One page of A4 with the link; it names the project only where the survey does."""
    survey = queries.survey_in(request.project, survey_id)
    context = poster_page(survey, request.GET.get("l", ""), request.build_absolute_uri)
    return render(request, "surveys/print_poster.html", context)


@require_safe
@allow(*rules.COLLECTORS, purpose="print the questions of a survey")
def print_sheet(request: Any, survey_id: UUID) -> HttpResponse:
    """The questions with boxes to tick and lines to write on."""
    survey = queries.survey_in(request.project, survey_id)
    return render(request, "surveys/print_sheet.html", sheet_page(survey, request.GET.get("l", "")))


@sensitive_post_parameters()
@allow(*rules.COLLECTORS, purpose="type in a sheet of paper")
def type_answers(request: Any, survey_id: UUID) -> HttpResponse:
    """All questions at once; after each sheet the page is empty again."""
    survey = queries.survey_in(request.project, survey_id)
    sheet = Typing(survey, request.POST or None)
    if request.method == "POST" and sheet.is_valid():
        with sheet.form.saying_refusals():
            told = {"project": request.project, "by": request.actor, "at": timezone.now()}
            actions.type_answers(survey=survey, **sheet.said(), **told)
            messages.success(request, _("Kept. Mark the paper as typed in, then take the next one."))
            return redirect(request.project.url("surveys:type_answers", survey.id))
    return render(request, "surveys/type_answers.html", sheet.context())
