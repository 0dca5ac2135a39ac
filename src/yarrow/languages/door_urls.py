"""What everybody may know of the languages."""

from django.urls import path

from yarrow.languages import views

app_name = "drafts"
urlpatterns = [path("", views.explain_drafts, name="explain_drafts")]
