"""What came of a survey: figures for those inside, and what people wrote for those who hold the key."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yarrow.staff.access import allow
from yarrow.surveys import queries, results, rules


@require_safe
@allow(*rules.COUNTERS, purpose="see the figures of a survey, by group")
def show_results(request: Any, survey_id: UUID) -> HttpResponse:
    """True figures, not for sharing."""
    survey = queries.survey_in(request.project, survey_id)
    context = results.results_page(request.actor, survey, request.GET.get("by", ""))
    return render(request, "surveys/show_results.html", context)


@require_safe
@allow(*rules.READERS, purpose="read what people wrote in a survey")
def show_words(request: Any, survey_id: UUID) -> HttpResponse:
    """By question, in alphabetical order: which words came together is not told."""
    survey = queries.survey_in(request.project, survey_id)
    return render(
        request, "surveys/show_words.html", results.words_page(request.actor, survey, timezone.now())
    )
