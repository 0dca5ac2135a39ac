"""Addresses of members' pages. They name no project and say nothing of what stands there."""

from django.urls import path

from yarrow.pocket import member_checks, member_pages, member_settings

app_name = "members"
urlpatterns = [
    path("<slug:door>/", member_pages.enter, name="enter"),
    path("<slug:door>/begin/", member_pages.begin, name="begin"),
    path("<slug:door>/ways/", member_settings.ways_page, name="ways"),
    path("<slug:door>/choices/", member_settings.choices, name="choices"),
    path("<slug:door>/check/", member_checks.check, name="check"),
    path("<slug:door>/leave/", member_pages.leave, name="leave"),
    path("<slug:door>/out/", member_pages.out, name="out"),
]
