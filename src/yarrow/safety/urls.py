"""Addresses of this room, under /p/<code>/reports/."""

from django.urls import path

from yarrow.safety.views import challenges, doors

CHALLENGE = "challenges/<uuid:challenge_id>/"

app_name = "safety"
urlpatterns = [
    path("challenges/", challenges.list_challenges, name="list_challenges"),
    path("challenges/page/<slug:how>/", challenges.set_challenges, name="set_challenges"),
    path(CHALLENGE, challenges.show_challenge, name="show_challenge"),
    path(f"{CHALLENGE}answered/", challenges.answer_challenge, name="answer_challenge"),
    path(f"{CHALLENGE}<uuid:report_id>/", challenges.decide_challenge, name="decide_challenge"),
    # The public page.
    path("door/", doors.show_door, name="show_door"),
]
