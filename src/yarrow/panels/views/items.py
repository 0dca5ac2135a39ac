"""Somebody put forward to a panel: from their page, on the agenda, and what is to be done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.panels import actions, doing, forms, queries, rules, showing
from yarrow.panels.views.arranging import act, done
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow


@require_safe
@allow(*rules.MEMBERS, purpose="choose a meeting of a panel to put a person forward to")
@pages.on_person
def choose_meeting(request: Any, person: Person) -> HttpResponse:
    """Meetings to come of one's own panels."""
    meetings = queries.meetings_to_come(request.actor, request.project, pages.today_of(request))
    return render(request, "panels/choose_meeting.html", {"person": person, "meetings": meetings})


@sensitive_post_parameters()
@allow(*rules.MEMBERS, purpose="put a person forward to a panel with what they want")
@pages.on_person
def put_forward(request: Any, person: Person, panel_id: UUID, meeting_id: UUID) -> HttpResponse:
    """What they want, then what may be told at most."""
    meeting = queries.meeting_on(request.actor, request.project, panel_id, meeting_id)
    said, concerns = showing.to_put_forward(request.actor, person, request.open_reason)
    initial = {"wants": concerns[0][1], "concern": str(concerns[0][0].pk)} if concerns else {}
    form = forms.ForwardForm(request.POST or None, said=said, concerns=concerns, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.put_forward(person=person, meeting=meeting, **form.said(), **act(request))
            return done(request, "show_meeting", panel_id, meeting_id)
    context = {"person": person, "panel": meeting.panel, "meeting": meeting, "form": form}
    return render(request, "panels/put_forward.html", context)


@require_safe
@allow(
    *rules.MEMBERS,
    purpose="see somebody on a panel's agenda: what they want, what each agency may hear, minutes",
)
def show_item(request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """What they want above everything else."""
    by, places = request.actor, queries.sitting_on(panel_id)
    item = _found(request, panel_id, meeting_id, item_id, places)
    agencies = queries.agencies_at(places) if item.taken_off_at is None else []
    agenda = showing.Agenda(by, item.meeting, agencies, act(request)["at"], only=item.pk)
    todo, told = doing.actions_of(by, item), showing.tellings_of(item)
    showing.open_together(by, item.meeting.panel, agenda, todo, beside=[told])
    (shown,), todo_shown = agenda.shown(), todo.shown(pages.today_of(request))
    context = {**_context(item), "one": shown, "todo": todo_shown, "told": told}
    return render(request, "panels/show_item.html", context)


@require_POST
@allow(*rules.MEMBERS, purpose="take somebody off a panel's agenda")
def take_off(request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Told to nobody from now on."""
    item = _found(request, panel_id, meeting_id, item_id)
    actions.take_off(item=item, **act(request))
    return done(request, "show_meeting", panel_id, meeting_id)


@sensitive_post_parameters()
@allow(*rules.MEMBERS, purpose="write minutes about somebody at a panel")
def write_minutes(request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """In whole; a colleague's words are not lost."""
    item = _found(request, panel_id, meeting_id, item_id)
    (shown,) = showing.items_of(request.actor, item.meeting, [], act(request)["at"], only=item.pk)
    initial = {"words": shown.minutes, "seen": actions.mark_of(shown.minutes)}
    form = forms.MinutesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.write_minutes(item=item, **form.cleaned_data, **act(request))
            return done(request, "show_item", panel_id, meeting_id, item_id)
    return render(request, "panels/write_minutes.html", {**_context(item), "form": form, "one": shown})


@sensitive_post_parameters()
@allow(*rules.MEMBERS, purpose="write down what is to be done about somebody, by whom and by when")
def add_action(request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One thing, one owner, one day."""
    places = queries.sitting_on(panel_id)
    item = _found(request, panel_id, meeting_id, item_id, places)
    team = queries.team_in_words(queries.team_at_work(item.meeting.panel))
    form = forms.ActionForm(request.POST or None, team=team, agencies=queries.agencies_at(places))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.add_action(item=item, **form.said(), **act(request))
            return done(request, "show_item", panel_id, meeting_id, item_id)
    return render(request, "panels/add_action.html", {**_context(item), "form": form})


@require_POST
@allow(*rules.MEMBERS, purpose="write down that something taken on at a panel is done")
def finish_action(
    request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID, action_id: UUID
) -> HttpResponse:
    """One press."""
    action = queries.action_of(_found(request, panel_id, meeting_id, item_id), action_id)
    actions.finish_action(action=action, **act(request))
    return done(request, "show_item", panel_id, meeting_id, item_id)


@require_safe
@allow(
    *rules.MEMBERS, purpose="see what is to be done after panels: one's own, and all of those one looks after"
)
def list_actions(request: Any) -> HttpResponse:
    """The first due first."""
    found = doing.actions_for(request.actor, request.project, pages.today_of(request))
    return render(request, "panels/list_actions.html", {"found": found})


def _found(request: Any, panel_id: UUID, meeting_id: UUID, item_id: UUID, *beside: Any) -> Any:
    return queries.item_on(request.actor, request.project, panel_id, meeting_id, item_id, *beside)


def _context(item: Any) -> dict[str, Any]:
    return {"item": item, "meeting": item.meeting, "panel": item.meeting.panel}
