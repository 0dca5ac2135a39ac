"""Pages of a project's evaluation, under /p/<code>/activity/."""

from django.urls import path

from yarrow.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.show_activity, name="show_activity"),
]
