"""A meeting: its agenda, who came, what may be said to each agency, and its sheet."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.panels import actions, doing, forms, queries, rules, showing
from yarrow.panels.errors import CannotBe
from yarrow.panels.views.arranging import act, done
from yarrow.people import pages
from yarrow.sharing import lists
from yarrow.sharing.agreeing import AgreementShown
from yarrow.staff.access import allow


@allow(*rules.MEMBERS, purpose="say when a panel meets")
def plan_meeting(request: Any, panel_id: UUID) -> HttpResponse:
    """A day."""
    panel = queries.team_panel(request.actor, request.project, panel_id)
    form = forms.MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = actions.plan_meeting(panel=panel, **form.cleaned_data, **act(request))
            return done(request, "show_meeting", panel_id, made.pk)
    return render(request, "panels/plan_meeting.html", {"form": form, "panel": panel})


@require_safe
@allow(*rules.MEMBERS, purpose="see a meeting of a panel: who is on its agenda, who came, what is to be done")
def show_meeting(request: Any, panel_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The agenda first."""
    places, came = queries.sitting_on(panel_id), showing.attendance_at(meeting_id)
    panel, meeting = _found(request, panel_id, meeting_id, places, came)
    agenda = showing.Agenda(request.actor, meeting, [], act(request)["at"])
    todo = doing.actions_at(request.actor, meeting)
    showing.open_together(request.actor, panel, agenda, todo)
    items = agenda.shown()
    named = {one.item.pk: one.who for one in items}
    context = {
        "panel": panel,
        "meeting": meeting,
        "items": items,
        "todo": [(one, named[one.action.item_id]) for one in todo.shown(pages.today_of(request))],
        "came": showing.by_agency(came),
        "agencies": queries.agencies_at(places),
        "agreement": AgreementShown(panel.agreement, pages.today_of(request)),
    }
    return render(request, "panels/show_meeting.html", context)


@allow(*rules.MEMBERS, purpose="write down who came to a meeting of a panel")
def note_attendance(request: Any, panel_id: UUID, meeting_id: UUID) -> HttpResponse:
    """One by one."""
    places = queries.sitting_on(panel_id)
    panel, meeting = _found(request, panel_id, meeting_id, places)
    form = forms.AttendanceForm(request.POST or None, agencies=queries.agencies_at(places))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.note_attendance(meeting=meeting, **form.said(), **act(request))
            return done(request, "show_meeting", panel_id, meeting_id)
    context = {"form": form, "panel": panel, "meeting": meeting}
    return render(request, "panels/note_attendance.html", context)


@require_safe
@allow(*rules.MEMBERS, purpose="see about whom a worry stands, to put them forward to a panel")
def list_worries(request: Any, panel_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Those who are not on the agenda yet."""
    panel, meeting = _found(request, panel_id, meeting_id)
    found = showing.worries(request.actor, meeting)
    context = {"panel": panel, "meeting": meeting, "found": found}
    return render(request, "panels/list_worries.html", context)


@require_safe
@allow(*rules.MEMBERS, purpose="see what may be said to an agency at a panel now, and why not more")
def show_sheet(request: Any, panel_id: UUID, meeting_id: UUID, agency_id: UUID) -> HttpResponse:
    """Person by person; decided again as it is printed."""
    return _sheet(request, panel_id, meeting_id, agency_id, None)


@sensitive_post_parameters()
@require_POST
@allow(*rules.MEMBERS, purpose="print what may be said to an agency at a panel in that second", step_up=True)
def print_sheet(request: Any, panel_id: UUID, meeting_id: UUID, agency_id: UUID) -> HttpResponse:
    """Written down as told, person by person; then shown, to be printed by the browser."""
    places = queries.sitting_on(panel_id)
    panel, meeting = _found(request, panel_id, meeting_id, places)
    agency, form = queries.agency_at(places, agency_id), forms.TellForm(request.POST)
    entry_id = form.cleaned_data["entry_id"] if form.is_valid() else uuid4()
    sheet = actions.tell(meeting=meeting, agency=agency, how=actions.SHEET, entry_id=entry_id, **act(request))
    lines = [[(lists.label("facts", code), text) for code, text in line.said] for line in sheet.lines]
    response = render(request, "panels/print_sheet.html", {"panel": panel, "sheet": sheet, "lines": lines})
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters()
@require_POST
@allow(
    *rules.MEMBERS, purpose="write down what was said to an agency at a panel, in that second", step_up=True
)
def note_said(request: Any, panel_id: UUID, meeting_id: UUID, agency_id: UUID) -> HttpResponse:
    """About whom; what, is decided anew."""
    return _sheet(request, panel_id, meeting_id, agency_id, request.POST)


def _sheet(request: Any, panel_id: UUID, meeting_id: UUID, agency_id: UUID, sent: Any) -> HttpResponse:
    """What may be said now, with the two buttons; `sent`: the form that says what was said."""
    places = queries.sitting_on(panel_id)
    panel, meeting = _found(request, panel_id, meeting_id, places)
    agency, told = queries.agency_at(places, agency_id), act(request)
    items = showing.items_of(request.actor, meeting, [agency], told["at"])
    people = [(one.item.pk, one.who) for one in items if one.hears[0].may]
    form = forms.SaidForm(sent, people=people)
    if sent is not None and form.is_valid():
        with form.saying_refusals():
            only = [UUID(key) for key in form.cleaned_data["items"]]
            said = {"how": actions.SPOKEN, "only": only, "entry_id": form.cleaned_data["entry_id"]}
            sheet = actions.tell(meeting=meeting, agency=agency, **said, **told)
            if not sheet.shares:
                raise CannotBe(_("Nothing of it may be said any more. Nothing was written down."))
            return done(request, "show_meeting", panel_id, meeting_id)
    context = {
        "panel": panel,
        "meeting": meeting,
        "agency": agency,
        "form": form,
        "print_form": forms.TellForm(),
    }
    context |= {"items": [(one, one.hears[0]) for one in items], "has_people": bool(people)}
    context["is_today"] = meeting.held_on == pages.today_of(request)
    return render(request, "panels/show_sheet.html", context)


def _found(request: Any, panel_id: UUID, meeting_id: UUID, *beside: Any) -> tuple[Any, Any]:
    meeting = queries.meeting_on(request.actor, request.project, panel_id, meeting_id, *beside)
    return meeting.panel, meeting
