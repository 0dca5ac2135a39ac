"""Addresses of this room, under /p/<code>/referrals/."""

from django.urls import path

from yarrow.referrals.views import persons, project

app_name = "referrals"
urlpatterns = [
    path("", project.list_open, name="list_open"),
    path("reminders/", project.set_reminders, name="set_reminders"),
    path("of/<uuid:person_id>/", persons.show_referrals, name="show_referrals"),
    path("of/<uuid:person_id>/offer/", persons.offer_referral, name="offer_referral"),
    path("of/<uuid:person_id>/told/", persons.signpost, name="signpost"),
    path("of/<uuid:person_id>/<uuid:referral_id>/", persons.show_referral, name="show_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/send/", persons.send_referral, name="send_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/asked/", persons.ask_again, name="ask_again"),
    path("of/<uuid:person_id>/<uuid:referral_id>/back/", persons.put_back, name="put_back"),
    path("of/<uuid:person_id>/<uuid:referral_id>/mine/", persons.follow_referral, name="follow_referral"),
    path("of/<uuid:person_id>/<uuid:referral_id>/prepare/", persons.add_preparation, name="add_preparation"),
    path(
        "of/<uuid:person_id>/<uuid:referral_id>/is/<slug:act>/", persons.move_referral, name="move_referral"
    ),
]
