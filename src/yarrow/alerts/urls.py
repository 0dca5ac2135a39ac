"""The room's addresses, under /p/<project>/alerts/."""

from django.urls import path

from yarrow.alerts.views import checks

app_name = "alerts"
urlpatterns = [
    path("check/", checks.check_number, name="check_number"),
    path("check/numbers/", checks.accept_identifiers, name="accept_identifiers"),
    path("check/numbers/accept/", checks.accept_identifier, name="accept_identifier"),
    path("check/numbers/anew/", checks.tag_anew, name="tag_anew"),
    path("check/numbers/<uuid:released_id>/back/", checks.take_back_identifier, name="take_back_identifier"),
]
