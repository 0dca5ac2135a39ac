"""The room's addresses, under /p/<project>/agencies/."""

from django.urls import path

from yarrow.agencies.views import directory, feeds

app_name = "agencies"
urlpatterns = [
    path("", directory.list_services, name="list_services"),
    path("all/", directory.list_agencies, name="list_agencies"),
    path("new/", directory.add_agency, name="add_agency"),
    path("file/", feeds.give_directory, name="give_directory"),
    path("feeds/", feeds.list_feeds, name="list_feeds"),
    path("feeds/new/", feeds.add_feed, name="add_feed"),
    path("feeds/<uuid:feed_id>/", feeds.show_feed, name="show_feed"),
    path("feeds/<uuid:feed_id>/change/", feeds.change_feed, name="change_feed"),
    path("feeds/<uuid:feed_id>/bring/", feeds.bring_file, name="bring_file"),
    path("feeds/<uuid:feed_id>/readings/<uuid:run_id>/", feeds.show_run, name="show_run"),
    path("services/<uuid:service_id>/", directory.show_service, name="show_service"),
    path("services/<uuid:service_id>/change/", directory.change_service, name="change_service"),
    path("services/<uuid:service_id>/learned/", directory.note_fact, name="note_fact"),
    path("<uuid:agency_id>/", directory.show_agency, name="show_agency"),
    path("<uuid:agency_id>/change/", directory.change_agency, name="change_agency"),
    path("<uuid:agency_id>/services/new/", directory.add_service, name="add_service"),
]
