"""Addresses of this room, under /p/<code>/referrals/."""

from django.urls import path

from yarrow.referrals.views import control, pathways, persons, project, sending

app_name = "referrals"
urlpatterns = [
    path("", project.list_open, name="list_open"),
    path("reminders/", project.set_reminders, name="set_reminders"),
    path("papers/", control.keep_stay_status, name="keep_stay_status"),
    path("control/<uuid:person_id>/", control.show_concerns, name="show_concerns"),
    path("control/<uuid:person_id>/raise/", control.raise_concern, name="raise_concern"),
    path(
        "control/<uuid:person_id>/<uuid:concern_id>/done/", control.add_concern_step, name="add_concern_step"
    ),
    path("control/<uuid:person_id>/<uuid:concern_id>/over/", control.end_concern, name="end_concern"),
    path("papers/<uuid:person_id>/", control.show_stay, name="show_stay"),
    path("papers/<uuid:person_id>/write/", control.note_stay, name="note_stay"),
    path("papers/<uuid:person_id>/one-share/", control.share_stay, name="share_stay"),
    path("papers/<uuid:person_id>/take-away/", control.forget_stay, name="forget_stay"),
    path("took-people/", project.list_takers, name="list_takers"),
    path("answers/", project.show_answers, name="show_answers"),
    path("gaps/", project.show_gaps, name="show_gaps"),
    path("pathways/", pathways.list_pathways, name="list_pathways"),
    path("pathways/new/", pathways.add_pathway, name="add_pathway"),
    path("pathways/<slug:code>/change/", pathways.change_pathway, name="change_pathway"),
    path("pathways/<slug:code>/", pathways.show_pathway, name="show_pathway"),
    path("pathways/<slug:code>/take-up/", pathways.take_up_pathway, name="take_up_pathway"),
    path("ways/<uuid:person_id>/", pathways.show_journeys, name="show_journeys"),
    path("ways/<uuid:person_id>/begin/<slug:code>/", pathways.begin_journey, name="begin_journey"),
    path("ways/<uuid:person_id>/<uuid:journey_id>/step/", pathways.take_step, name="take_step"),
    path("ways/<uuid:person_id>/<uuid:journey_id>/leave/", pathways.end_journey, name="end_journey"),
    path("ways/<uuid:person_id>/came-of/<uuid:taken_id>/", pathways.end_step, name="end_step"),
    path("of/<uuid:person_id>/", persons.show_referrals, name="show_referrals"),
    path("of/<uuid:person_id>/offer/", persons.offer_referral, name="offer_referral"),
    path("of/<uuid:person_id>/told/", persons.signpost, name="signpost"),
    path("of/<uuid:person_id>/<uuid:referral_id>/", persons.show_referral, name="show_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/file/", persons.export_referral, name="export_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/send/", sending.send_referral, name="send_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/asked/", persons.ask_again, name="ask_again"),
    path("of/<uuid:person_id>/<uuid:referral_id>/back/", persons.put_back, name="put_back"),
    path("of/<uuid:person_id>/<uuid:referral_id>/mine/", persons.follow_referral, name="follow_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/prepare/", persons.add_preparation, name="add_preparation"),
    path(
        "of/<uuid:person_id>/<uuid:referral_id>/is/<slug:act>/", persons.move_referral, name="move_referral"
    ),
]
