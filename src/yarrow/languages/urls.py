"""Pages about languages within a project, under /p/<code>/languages/."""

from django.urls import path

from yarrow.languages import views

app_name = "languages"
urlpatterns = [
    path("", views.list_languages, name="list_languages"),
    path("<slug:language>/", views.read_messages, name="read_messages"),
    path("<slug:language>/sign/", views.sign_off, name="sign_off"),
    path("<slug:language>/withdraw/", views.withdraw_sign_off, name="withdraw_sign_off"),
]
