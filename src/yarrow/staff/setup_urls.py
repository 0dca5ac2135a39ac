"""First-run set-up."""

from django.urls import path

from yarrow.staff.views import setup

app_name = "setup"
urlpatterns = [
    path("", setup.enter_code, name="enter_code"),
    path("project/", setup.describe_project, name="describe_project"),
    path("holder/", setup.make_first_holder, name="make_first_holder"),
]
