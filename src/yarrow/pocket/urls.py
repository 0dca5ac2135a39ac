"""Addresses of this door. They name no project and say nothing of what is asked."""

from django.urls import path

from yarrow.pocket import views

app_name = "pocket"
urlpatterns = [
    path("away/", views.leave, name="leave"),
    path("<slug:door>/", views.answer, name="answer"),
    path("<slug:door>/t/", views.answer_on_tablet, name="answer_on_tablet"),
]
