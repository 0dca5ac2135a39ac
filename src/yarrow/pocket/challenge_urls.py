"""The address where anybody challenges what a project keeps. It names no project, and is not where people report."""

from django.urls import path

from yarrow.pocket import challenging

app_name = "challenges"
urlpatterns = [path("<slug:door>/", challenging.challenge, name="challenge")]
