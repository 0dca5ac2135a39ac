"""Training given to others, and what those who came thought before and after."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.agencies.queries import agency_in
from yarrow.community import actions, forms, lists, queries, rules, trained
from yarrow.community.models import Statement, Training
from yarrow.community.views.pages import back_to, done, form_page, page_of, to, today_of
from yarrow.staff.access import allow

OF_TRAINING = ("held_on", "audience", "topics", "n_came", "n_trainers", "with_peers", "version")


@require_safe
@allow(*rules.READERS, purpose="see which training was given to others", state="add_only")
def list_trainings(request: Any) -> HttpResponse:
    """The latest first."""
    context = page_of(request, queries.trainings_of(request.project))
    context["lines"] = [_line(row) for row in context["rows"]]
    context |= {"can_take": rules.can_take(request.actor), "can_keep": rules.can_keep(request.actor)}
    return render(request, "community/list_trainings.html", context)


@require_safe
@allow(*rules.READERS, purpose="see what those who came thought before and after", state="add_only")
def show_training(request: Any, training_id: UUID) -> HttpResponse:
    """Distributions, each with how many answered."""
    row = queries.row_in(Training, request.project, training_id)
    asked = trained.asked_at(row, queries.statements_of(request.project))
    context = {**_line(row), "asked": asked, "can_take": rules.can_take(request.actor)}
    context["can_keep"] = rules.can_keep(request.actor)
    return render(request, "community/show_training.html", context)


@require_safe
@allow(*rules.READERS, purpose="see the answers of every training together", state="add_only")
def show_training_answers(request: Any) -> HttpResponse:
    """Over all trainings, sentence by sentence."""
    answers = queries.answers_of(request.project)
    asked = trained.asked_in_all(answers, queries.statements_of(request.project))
    return render(request, "community/show_training_answers.html", {"asked": asked})


@allow(*rules.TAKERS, purpose="write down a training that was given", state="add_only")
def add_training(request: Any) -> HttpResponse:
    """For whom, about what, how many came."""
    agencies = queries.agency_choices(request.project)
    initial = {"held_on": today_of(request)}
    form = forms.TrainingForm(request.POST or None, agencies=agencies, is_new=True, initial=initial)
    if request.method == "POST" and form.is_valid() and (made := _kept(request, form, actions.add_training)):
        return to(request, "show_training", made.id)
    return form_page(
        request, form, _("Write down a training"), back_to(request, "list_trainings", _("Training"))
    )


@allow(*rules.TAKERS, purpose="put a training right", state="add_only")
def change_training(request: Any, training_id: UUID) -> HttpResponse:
    """The same form, filled in."""
    row = queries.row_in(Training, request.project, training_id)
    initial = {name: getattr(row, name) for name in OF_TRAINING} | {"agency": str(row.agency_id or "")}
    agencies = queries.agency_choices(request.project, row.agency)
    form = forms.TrainingForm(request.POST or None, agencies=agencies, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _kept(request, form, actions.change_training, training=row, version=form.version_seen):
            return to(request, "show_training", row.id)
        form.show_version(row.version)
    return form_page(
        request, form, _("Change a training"), back_to(request, "show_training", _("The training"), row.id)
    )


@allow(*rules.TAKERS, purpose="count the answers of a training", state="add_only")
def count_answers(request: Any, training_id: UUID) -> HttpResponse:
    """All of them at once, from the pile of paper."""
    row = queries.row_in(Training, request.project, training_id)
    asked = trained.asked_at(row, queries.statements_of(request.project))
    form = forms.CountsForm(request.POST or None, asked=asked, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        if done(request, form, actions.count_answers, training=row, version=form.version_seen):
            return to(request, "show_training", row.id)
        form.show_version(row.version)
    return render(request, "community/count_answers.html", {**_line(row), "form": form})


@allow(*rules.TAKERS, purpose="add the answers of one sheet", state="add_only")
def add_answers(request: Any, training_id: UUID) -> HttpResponse:
    """One sheet after the other, none with a name."""
    row = queries.row_in(Training, request.project, training_id)
    statements = queries.statements_of(request.project, asked=True)
    typed = request.GET.get("moment", "")
    moment = typed if typed in lists.MOMENTS else lists.BEFORE
    initial = {"version": row.version, "moment": moment}
    form = forms.SheetForm(request.POST or None, statements=statements, initial=initial)
    if request.method == "POST" and form.is_valid():
        if done(request, form, actions.add_answers, training=row, version=form.version_seen):
            # A pile is of one moment: the next sheet starts where this one was.
            return to(request, "add_answers", row.id, moment=form.cleaned_data["moment"])
        form.show_version(row.version)
    back = back_to(request, "show_training", _("The training"), row.id)
    intro = _("Nothing of the sheet is kept but the counts. After saving, the next one can be typed in.")
    return form_page(request, form, _("Add a sheet"), back, intro)


@allow(*rules.KEEPERS, purpose="keep the sentences that trainings ask about", state="add_only")
def list_statements(request: Any) -> HttpResponse:
    """Those that are asked, and a new one."""
    form = forms.StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(request, form, actions.add_statement):
        return to(request, "list_statements")
    context = {"form": form, "rows": queries.statements_of(request.project)}
    return render(request, "community/list_statements.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="stop asking a sentence", state="add_only")
def end_statement(request: Any, statement_id: UUID) -> HttpResponse:
    """What was answered stays."""
    row = queries.row_in(Statement, request.project, statement_id)
    actions.end_statement(project=request.project, by=request.actor, at=timezone.now(), statement=row)
    return to(request, "list_statements")


def _line(row: Training) -> dict[str, Any]:
    return {
        "training": row,
        "audience": lists.label("audiences", row.audience),
        "topics": [lists.label("topics", code) for code in row.topics],
    }


def _kept(request: Any, form: forms.TrainingForm, act: Any, **said: Any) -> Any:
    """With the agency itself in place of its id."""
    key = form.cleaned_data["agency"]
    form.cleaned_data["agency"] = agency_in(request.project, key) if key else None
    return done(request, form, act, **said)
