"""Panels, their agencies and their team."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.panels import actions, forms, queries, rules
from yarrow.people import pages
from yarrow.sharing.agreeing import AgreementShown
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@require_safe
@allow(*rules.MEMBERS, purpose="see which panels there are, and open those on whose team one is")
def list_panels(request: Any) -> HttpResponse:
    """By name, with how each one's agreement stands; whom they talk about is behind them."""
    mine, today = queries.mine(request.actor, request.project), pages.today_of(request)
    panels = [
        (one, one.pk in mine, AgreementShown(one.agreement, today))
        for one in queries.panels_of(request.project)
    ]
    context = {"panels": panels, "can_arrange": rules.can_arrange(request.actor)}
    return render(request, "panels/list_panels.html", context)


@require_safe
@allow(*rules.MEMBERS, purpose="see a panel: its agencies, its team, its meetings")
def show_panel(request: Any, panel_id: UUID) -> HttpResponse:
    """Who sits on it and when it meets; those who arrange see that much of every panel."""
    panel, today = queries.panel_in(request.project, panel_id), pages.today_of(request)
    is_mine, can_arrange = rules.is_on_team(request.actor, panel), rules.can_arrange(request.actor)
    if not can_arrange:
        rules.check_on_team(request.actor, panel, request.project)
    terms = panel.agreement.terms
    context = {
        "panel": panel,
        "places": [(one, terms.has_signed(one.agency_id, today)) for one in queries.places_of(panel)],
        "team": queries.team_in_words(queries.team_of(panel)),
        "meetings": list(panel.meetings.all()[:60]),
        "agreement": AgreementShown(panel.agreement, today),
        "is_mine": is_mine,
        "can_arrange": can_arrange and panel.ended_on is None,
        "keeps_team": can_arrange,
    }
    return render(request, "panels/show_panel.html", context)


@allow(*ARRANGERS, purpose="set up a panel under an agreement")
def add_panel(request: Any) -> HttpResponse:
    """Its name and its agreement."""
    agreements = queries.agreements_that_hold(request.project, pages.today_of(request))
    form = forms.PanelForm(request.POST or None, agreements=agreements)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = actions.add_panel(**form.said(), **act(request))
            return done(request, "show_panel", made.pk)
    return render(request, "panels/add_panel.html", {"form": form, "has_agreement": bool(agreements)})


@allow(*ARRANGERS, purpose="let a panel meet under another agreement")
def change_agreement(request: Any, panel_id: UUID) -> HttpResponse:
    """The one that follows."""
    agreements = queries.agreements_that_hold(request.project, pages.today_of(request))
    form = forms.AgreementForm(request.POST or None, agreements=agreements)
    return _asked(request, panel_id, form, actions.change_agreement, "change_agreement")


@allow(*ARRANGERS, purpose="let an agency sit on a panel")
def seat_agency(request: Any, panel_id: UUID) -> HttpResponse:
    """Which agency."""
    panel = queries.panel_in(request.project, panel_id)
    form = forms.AgencyForm(request.POST or None, agencies=queries.agencies_to_seat(panel))
    return _asked(request, panel_id, form, actions.seat_agency, "seat_agency")


@allow(*ARRANGERS, purpose="add a colleague to a panel's team")
def join_team(request: Any, panel_id: UUID) -> HttpResponse:
    """Which colleague."""
    panel = queries.panel_in(request.project, panel_id)
    form = forms.WorkerForm(request.POST or None, workers=queries.workers_to_join(panel))
    return _asked(request, panel_id, form, actions.join_team, "join_team")


@require_POST
@allow(*ARRANGERS, purpose="write down that an agency left a panel")
def unseat_agency(request: Any, panel_id: UUID, place_id: UUID) -> HttpResponse:
    """It hears nothing more here."""
    place = queries.place_in(queries.panel_in(request.project, panel_id), place_id)
    actions.unseat_agency(place=place, **act(request))
    return done(request, "show_panel", panel_id)


@require_POST
@allow(*ARRANGERS, purpose="take a colleague off a panel's team")
def leave_team(request: Any, panel_id: UUID, member_id: UUID) -> HttpResponse:
    """They see nothing more of whom it talks about."""
    place = queries.member_in(queries.panel_in(request.project, panel_id), member_id)
    actions.leave_team(place=place, **act(request))
    return done(request, "show_panel", panel_id)


@require_POST
@allow(*ARRANGERS, purpose="say which colleague looks after a panel")
def look_after(request: Any, panel_id: UUID, member_id: UUID) -> HttpResponse:
    """Somebody of its team."""
    place = queries.member_in(queries.panel_in(request.project, panel_id), member_id)
    actions.look_after(place=place, **act(request))
    return done(request, "show_panel", panel_id)


@require_POST
@allow(*ARRANGERS, purpose="end a panel")
def end_panel(request: Any, panel_id: UUID) -> HttpResponse:
    """Nothing is told at it any more."""
    actions.end_panel(panel=queries.panel_in(request.project, panel_id), **act(request))
    return done(request, "show_panel", panel_id)


def act(request: Any) -> dict[str, Any]:
    """What every action of this room takes."""
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def done(request: Any, page: str, *ids: UUID) -> HttpResponse:
    """On to the page that shows it."""
    messages.success(request, _("Written down."))
    return redirect(request.project.url(f"panels:{page}", *ids))


def _asked(request: Any, panel_id: UUID, form: Any, do: Callable[..., Any], page: str) -> HttpResponse:
    """A form of one question about a panel."""
    panel = queries.panel_in(request.project, panel_id)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            do(panel=panel, **form.said(), **act(request))
            return done(request, "show_panel", panel_id)
    return render(request, f"panels/{page}.html", {"form": form, "panel": panel})
