"""Addresses of this room, under /p/<code>/reports/."""

from django.urls import path

from yarrow.safety.views import doors

app_name = "safety"
urlpatterns = [
    # The public page.
    path("door/", doors.show_door, name="show_door"),
]
