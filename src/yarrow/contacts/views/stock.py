"""The cupboard: what is there, what came in and went out, who keeps it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, rules, stock, stock_pages
from yarrow.contacts.forms import CupboardForm, MovementForm
from yarrow.methods.refusals import Refusal
from yarrow.people.queries import worker_in
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS, WORKERS
from yarrow.ui.happenings import between

YEAR = timedelta(days=364)


@allow(*WORKERS, purpose="see what is in the cupboard", state="add_only")
def show_stock(request: Any) -> HttpResponse:
    """Every supply that is kept: how many there are, how long they last, what to look at."""
    today = _today(request)
    lines = stock.stocked(request.project, today)
    context = {
        "rows": [
            (line, stock_pages.why(line), stock_pages.weeks_in_words(line.weeks_left)) for line in lines
        ],
        "cupboard": stock.cupboard_of(request.project),
        "returned": stock.returned(request.project, today - YEAR, today),
        "can_arrange": rules.can_arrange(request.actor),
    }
    return render(request, "contacts/show_stock.html", context)


@allow(*WORKERS, purpose="see one supply's months and its book", state="add_only")
def show_supply(request: Any, supply: str) -> HttpResponse:
    """One supply: a picture of its months, and every line of its book."""
    today = _today(request)
    line = stock.stocked_or_404(request.project, supply, today)
    outside = between(request.project.id, *stock_pages.days_shown(today))
    context = {
        "line": line,
        "why": stock_pages.why(line),
        "rate": stock_pages.rate_in_words(line.rate),
        "left": stock_pages.weeks_in_words(line.weeks_left),
        "picture": stock_pages.in_and_out(line, today, outside),
        "book": stock.book(request.project, line),
    }
    return render(request, "contacts/show_supply.html", context)


@allow(*WORKERS, purpose="write down a delivery, a count or a loss", state="add_only")
def move_stock(request: Any, what: str) -> HttpResponse:
    """One line of the book; a count that differs is asked why."""
    initial = {"supply": request.GET.get("supply", ""), "moved_on": _today(request)}
    form = MovementForm(request.POST or None, project=request.project, what=what, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            line = actions.move_stock(
                project=request.project, by=request.actor, at=timezone.now(), **form.said()
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(request.project.url("contacts:show_supply", line.supply))
    return render(request, "contacts/move_stock.html", {"form": form, "what": what})


@require_POST
@allow(*WORKERS, purpose="take back a line of the cupboard's book", state="add_only")
def take_back_movement(request: Any, movement_id: UUID) -> HttpResponse:
    """A mistake: it stays in the book and counts no more."""
    movement = stock.movement_or_404(request.project, movement_id)
    actions.take_back_movement(
        project=request.project, by=request.actor, at=timezone.now(), movement=movement
    )
    messages.success(request, _("Taken back. It stays in the book and counts no more."))
    return redirect(request.project.url("contacts:show_stock"))


@allow(*ARRANGERS, purpose="say who keeps the cupboard and when it runs low", state="add_only")
def keep_cupboard(request: Any) -> HttpResponse:
    """The keeper, the weeks ahead, and the project's own levels."""
    lines = stock.stocked(request.project, _today(request))
    form = CupboardForm(request.POST or None, project=request.project, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_cupboard(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                keeper=worker_in(request.project, form.keeper_id) if form.keeper_id else None,
                weeks=form.cleaned_data["weeks"],
                levels=form.levels(),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return redirect(request.project.url("contacts:show_stock"))
    return render(request, "contacts/keep_cupboard.html", {"form": form})


def _today(request: Any) -> date:
    return timezone.localtime(timezone=request.project.zone).date()
