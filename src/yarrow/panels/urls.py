"""Addresses of this room, under /p/<code>/panels/."""

from django.urls import path

from yarrow.panels.views import arranging, forum, items, meetings

app_name = "panels"
PANEL, MEETING = "<uuid:panel_id>/", "<uuid:panel_id>/<uuid:meeting_id>/"
ITEM, FORUM = MEETING + "on/<uuid:item_id>/", "forum/<uuid:forum_id>/"
urlpatterns = [
    path("", arranging.list_panels, name="list_panels"),
    path("add/", arranging.add_panel, name="add_panel"),
    path("actions/", items.list_actions, name="list_actions"),
    path("forum/", forum.list_forums, name="list_forums"),
    path("forum/add/", forum.add_forum, name="add_forum"),
    path(FORUM, forum.show_forum, name="show_forum"),
    path(FORUM + "seat/", forum.add_seat, name="add_seat"),
    path(FORUM + "seat/<uuid:seat_id>/support/", forum.add_support, name="add_support"),
    path(FORUM + "seat/<uuid:seat_id>/left/", forum.leave_seat, name="leave_seat"),
    path(FORUM + "line/", forum.add_line, name="add_line"),
    path(FORUM + "step/", forum.add_step, name="add_step"),
    path(FORUM + "step/<uuid:step_id>/done/", forum.finish_step, name="finish_step"),
    path("of/<uuid:person_id>/", items.choose_meeting, name="choose_meeting"),
    path("of/<uuid:person_id>/<uuid:panel_id>/<uuid:meeting_id>/", items.put_forward, name="put_forward"),
    path(PANEL, arranging.show_panel, name="show_panel"),
    path(PANEL + "agencies/", arranging.seat_agency, name="seat_agency"),
    path(PANEL + "agencies/<uuid:place_id>/left/", arranging.unseat_agency, name="unseat_agency"),
    path(PANEL + "team/", arranging.join_team, name="join_team"),
    path(PANEL + "team/<uuid:member_id>/left/", arranging.leave_team, name="leave_team"),
    path(PANEL + "team/<uuid:member_id>/looks-after/", arranging.look_after, name="look_after"),
    path(PANEL + "agreement/", arranging.change_agreement, name="change_agreement"),
    path(PANEL + "end/", arranging.end_panel, name="end_panel"),
    path(PANEL + "meet/", meetings.plan_meeting, name="plan_meeting"),
    path(MEETING, meetings.show_meeting, name="show_meeting"),
    path(MEETING + "came/", meetings.note_attendance, name="note_attendance"),
    path(MEETING + "worries/", meetings.list_worries, name="list_worries"),
    path(MEETING + "to/<uuid:agency_id>/", meetings.show_sheet, name="show_sheet"),
    path(MEETING + "to/<uuid:agency_id>/print/", meetings.print_sheet, name="print_sheet"),
    path(MEETING + "to/<uuid:agency_id>/said/", meetings.note_said, name="note_said"),
    path(ITEM, items.show_item, name="show_item"),
    path(ITEM + "off/", items.take_off, name="take_off"),
    path(ITEM + "minutes/", items.write_minutes, name="write_minutes"),
    path(ITEM + "action/", items.add_action, name="add_action"),
    path(ITEM + "action/<uuid:action_id>/done/", items.finish_action, name="finish_action"),
]
