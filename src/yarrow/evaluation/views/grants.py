"""Grants: the list, one grant with its lines, and a return for one of its days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yarrow.evaluation import actions, grant_progress, queries, rules
from yarrow.evaluation.activity import words_of
from yarrow.evaluation.cuts import every_of, share_gone
from yarrow.evaluation.grant_forms import CutForm, GrantForm, LineForm, as_typed
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.staff.forms import typed_in


@require_safe
@allow(*rules.COUNTERS, purpose="see the project's grants", state="add_only")
def list_grants(request: Any) -> HttpResponse:
    """Every grant, the last to end first."""
    context = {
        "grants": queries.grants_of(request.project),
        "can_change": rules.can_publish(request.actor),
    }
    return render(request, "evaluation/list_grants.html", context)


@allow(*rules.PUBLISHERS, purpose="add a grant", state="add_only")
def add_grant(request: Any) -> HttpResponse:
    """A new grant; its lines come next."""
    form = GrantForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            grant = actions.add_grant(
                project=request.project, by=request.actor, at=timezone.now(), **form.said()
            )
            return redirect(request.project.url("evaluation:show_grant", grant.id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "evaluation/change_grant.html", {"form": form})


@allow(*rules.PUBLISHERS, purpose="change a grant", state="add_only")
def change_grant(request: Any, grant_id: UUID) -> HttpResponse:
    """Change who gives it, its months and its days."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    form = GrantForm(typed_in(request), initial=_as_it_stands(grant))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_grant(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                grant=grant,
                version=form.version_seen,
                **form.said(),
            )
            return redirect(request.project.url("evaluation:show_grant", grant.id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "evaluation/change_grant.html", {"form": form, "grant": grant})


@require_safe
@allow(*rules.COUNTERS, purpose="see how a grant stands, in true figures", state="add_only")
def show_grant(request: Any, grant_id: UUID) -> HttpResponse:
    """Promised and counted, line by line, and the share of the time gone."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    return render(request, "evaluation/show_grant.html", _shown(request, grant, CutForm(None, grant)))


@allow(*rules.PUBLISHERS, purpose="add a line to a grant", state="add_only")
def add_line(request: Any, grant_id: UUID) -> HttpResponse:
    """A line in the funder's words."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    form = LineForm(typed_in(request), words_of(request.project))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.add_line(
                project=request.project, by=request.actor, at=timezone.now(), grant=grant, **form.said()
            )
            return redirect(request.project.url("evaluation:show_grant", grant.id))
    return render(request, "evaluation/add_line.html", {"form": form, "grant": grant})


@allow(*rules.PUBLISHERS, purpose="correct a line of a grant that is in no return yet", state="add_only")
def change_line(request: Any, grant_id: UUID, line_id: UUID) -> HttpResponse:
    """The line's form, as it stands; once a return left with it, what to do instead."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    line = queries.line_or_none_such(grant, line_id)
    form = LineForm(typed_in(request), words_of(request.project), initial=as_typed(line))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.change_line(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                grant=grant,
                line=line,
                version=form.version_seen,
                **form.said(),
            )
            return redirect(request.project.url("evaluation:show_grant", grant.id))
    context = {"form": form, "grant": grant, "line": line, "fixed": queries.why_fixed(grant, line)}
    return render(request, "evaluation/add_line.html", context)


@require_POST
@allow(*rules.PUBLISHERS, purpose="take a line out of a grant", state="add_only")
def remove_line(request: Any, grant_id: UUID, line_id: UUID) -> HttpResponse:
    """It goes; where a return left with it, later ones go without it."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    line = queries.line_or_none_such(grant, line_id)
    actions.remove_line(project=request.project, by=request.actor, at=timezone.now(), grant=grant, line=line)
    return redirect(request.project.url("evaluation:show_grant", grant.id))


@require_POST
@allow(*rules.COUNTERS, purpose="propose a return to a funder", state="add_only")
def propose_return(request: Any, grant_id: UUID) -> HttpResponse:
    """The lines up to one of the grant's days, through the gate."""
    grant = queries.grant_or_none_such(request.project, grant_id)
    form = CutForm(request.POST, grant)
    if form.is_valid():
        try:
            release = actions.propose_return(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                grant=grant,
                cut_on=date.fromisoformat(form.cleaned_data["cut_on"]),
            )
            return redirect(request.project.url("evaluation:show_release", release.id))
        except Refusal as refusal:
            form.add_error("cut_on", refusal.message)
    return render(request, "evaluation/show_grant.html", _shown(request, grant, form))


def _shown(request: Any, grant: Any, form: CutForm) -> dict[str, Any]:
    today = timezone.now().astimezone(request.project.zone).date()
    lines = grant_progress.standings(request.project, grant, today)
    gone = share_gone(grant.period, today)
    return {
        "grant": grant,
        "lines": lines,
        "drawn": grant_progress.drawn(lines, gone),
        "table": grant_progress.table_of(lines),
        "gone": gone,
        "form": form,
        "can_change": rules.can_publish(request.actor),
        "releases": queries.returns_of(grant),
    }


def _as_it_stands(grant: Any) -> dict[str, Any]:
    cuts = [date.fromisoformat(day) for day in grant.cuts_on]
    return {
        "funder": grant.funder,
        "from_on": grant.from_on,
        "to_on": grant.to_on,
        "every": str(every_of(grant.from_on, cuts)),
        "version": grant.version,
    }
