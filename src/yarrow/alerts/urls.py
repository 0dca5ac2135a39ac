"""Addresses of this room, under /p/<code>/alerts/."""

from django.urls import path

from yarrow.alerts.views import alerts, checks, deciding, echoes, members, passing

app_name = "alerts"
urlpatterns = [
    path("", alerts.list_alerts, name="list_alerts"),
    path("print/", alerts.print_alerts, name="print_alerts"),
    path("new/", alerts.start_alert, name="start_alert"),
    path("<uuid:alert_id>/", alerts.show_alert, name="show_alert"),
    path("<uuid:alert_id>/words/", alerts.change_draft, name="change_draft"),
    path("<uuid:alert_id>/propose/", deciding.propose_alert, name="propose_alert"),
    path("<uuid:alert_id>/back/", deciding.send_back_alert, name="send_back_alert"),
    path("<uuid:alert_id>/publish/", deciding.publish_alert, name="publish_alert"),
    path("<uuid:alert_id>/send/", deciding.send_alert, name="send_alert"),
    path("<uuid:alert_id>/put-back/", deciding.put_words_back, name="put_words_back"),
    path("<uuid:alert_id>/correct/", deciding.correct_alert, name="correct_alert"),
    path("<uuid:alert_id>/recall/", deciding.recall_alert, name="recall_alert"),
    path("<uuid:alert_id>/review/", deciding.review_alert, name="review_alert"),
    path("<uuid:alert_id>/renew/", deciding.renew_alert, name="renew_alert"),
    path("<uuid:alert_id>/drop/", deciding.drop_draft, name="drop_draft"),
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
    path("<uuid:alert_id>/pass-on/", passing.pass_on_alert, name="pass_on_alert"),
    path("between/<uuid:passed_id>/take-over/", passing.take_over_alert, name="take_over_alert"),
    path("between/", echoes.list_echoes, name="list_echoes"),
    path("between/compare/", echoes.lay_out_echoes, name="lay_out_echoes"),
    path("between/<uuid:report_id>/<uuid:other_id>/talked/", echoes.note_talk, name="note_talk"),
]
