"""Addresses of this room, under /p/<code>/alerts/."""

from django.urls import path

from yarrow.alerts.views import members

app_name = "alerts"
urlpatterns = [
    path("members/", members.list_members, name="list_members"),
    path("members/new/", members.vouch_for_member, name="vouch_for_member"),
    path("members/<uuid:member_id>/", members.show_member, name="show_member"),
    path("members/<uuid:member_id>/change/", members.change_member, name="change_member"),
    path("members/<uuid:member_id>/code/", members.renew_code, name="renew_code"),
    path("members/<uuid:member_id>/out/", members.put_out_member, name="put_out_member"),
    path("members/<uuid:member_id>/in/", members.take_member_in, name="take_member_in"),
]
