"""Pages of the desk within a project, under /p/<code>/."""

from django.urls import path

from yarrow.desk.views import devices, inbox, leaving, pad, record, today

app_name = "desk"
urlpatterns = [
    path("", today.show_today, name="show_today"),
    # Before the people room's own address of the same page, so that every link to it leads to the whole record.
    path("people/<uuid:person_id>/", record.show_record, name="show_record"),
    path("done/<uuid:follow_up_id>/", today.complete_follow_up, name="complete_follow_up"),
    path("hand-over/<uuid:worker_id>/", leaving.show_left_behind, name="show_left_behind"),
    path("hand-over/<uuid:worker_id>/do/", leaving.hand_over_work, name="hand_over_work"),
    path("inbox/", inbox.list_entries, name="list_entries"),
    path("inbox/open/", inbox.open_entries, name="open_entries"),
    path("inbox/<int:number>/", inbox.look_at_entry, name="look_at_entry"),
    path("inbox/<int:number>/again/", inbox.settle_entry, name="settle_entry"),
    path("inbox/<int:number>/dismiss/", inbox.dismiss_entry, name="dismiss_entry"),
    path("devices/", devices.list_devices, name="list_devices"),
    path("devices/keeping/", pad.explain_keeping, name="explain_keeping"),
    path("pad/", pad.show_pad, name="show_pad"),
    path("pad/questions/", pad.show_questions_pad, name="show_questions_pad"),
    path("devices/add/", devices.add_device, name="add_device"),
    path("devices/<uuid:device_id>/revoke/", devices.revoke_device, name="revoke_device"),
]
