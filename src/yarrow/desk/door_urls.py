"""Addresses outside any project."""

from django.urls import path

from yarrow.desk.views import door

app_name = "door"
urlpatterns = [
    path("health/", door.show_health, name="show_health"),
    path("theme/", door.choose_theme, name="choose_theme"),
    path("language/", door.choose_language, name="choose_language"),
    path("go/<path:to>", door.go_on, name="go_on"),
    path("keep.js", door.show_keeper, name="show_keeper"),
    path("in/<uuid:device_id>/", door.receive_entry, name="receive_entry"),
]
