"""The activity page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yarrow.evaluation import showing
from yarrow.evaluation.activity import apart_in, table_of, words_of
from yarrow.evaluation.forms import ActivityForm
from yarrow.people.extract import counted_as_labels
from yarrow.staff.access import allow
from yarrow.ui.trends import with_marks


@require_safe
@allow("coordinator", "manager", "evaluator", purpose="what was done, in true figures", state="add_only")
def show_activity(request: Any) -> HttpResponse:
    """The table that was asked for; plain fields only, so it shows while locked too."""
    project, words = request.project, words_of(request.project)
    today = timezone.now().astimezone(project.zone).date()
    form = ActivityForm(request.GET, words, today)
    context: dict[str, Any] = {"form": form, "definitions": showing.definitions()}
    if form.is_valid():
        table = table_of(project, form.asked(), today)
        picture = showing.picture_of(project, table, words)
        shown = showing.table_shown(table, words, form.cleaned_data["show"])
        context |= {
            "finding": showing.finding(table),
            "picture": picture,
            "table": with_marks(shown, picture) if picture else shown,
            "overlaps": showing.overlaps(table),
            "apart": showing.apart_shown(apart_in(project, table.period), counted_as_labels()),
        }
    return render(request, "evaluation/show_activity.html", context)
