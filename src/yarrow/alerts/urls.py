"""Addresses of this room, under /p/<code>/alerts/."""

from django.urls import path

from yarrow.alerts.views import checks, members

app_name = "alerts"
urlpatterns = [
    path("members/", members.list_members, name="list_members"),
    path("members/new/", members.vouch_for_member, name="vouch_for_member"),
    path("members/<uuid:member_id>/", members.show_member, name="show_member"),
    path("members/<uuid:member_id>/change/", members.change_member, name="change_member"),
    path("members/<uuid:member_id>/code/", members.renew_code, name="renew_code"),
    path("members/<uuid:member_id>/out/", members.put_out_member, name="put_out_member"),
    path("members/<uuid:member_id>/in/", members.take_member_in, name="take_member_in"),
    path("check/", checks.check_number, name="check_number"),
    path("check/numbers/", checks.accept_identifiers, name="accept_identifiers"),
    path("check/numbers/accept/", checks.accept_identifier, name="accept_identifier"),
    path("check/numbers/anew/", checks.tag_anew, name="tag_anew"),
    path("check/numbers/<uuid:released_id>/back/", checks.take_back_identifier, name="take_back_identifier"),
]
