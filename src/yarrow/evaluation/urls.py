"""Pages of a project's evaluation: activity, releases, grants."""

from django.urls import path

from yarrow.evaluation.views import activity, grants, proposing, releases

app_name = "evaluation"
urlpatterns = [
    path("activity/", activity.show_activity, name="show_activity"),
    path("releases/", releases.list_releases, name="list_releases"),
    path("releases/new/", proposing.propose_release, name="propose_release"),
    path("releases/distance/", proposing.propose_distance, name="propose_distance"),
    path("releases/reports/", proposing.propose_reports, name="propose_reports"),
    path("releases/referrals/", proposing.propose_referrals, name="propose_referrals"),
    path("releases/survey/<uuid:survey_id>/", proposing.propose_survey, name="propose_survey"),
    path("releases/<uuid:release_id>/", releases.show_release, name="show_release"),
    path("releases/<uuid:release_id>/publish/", releases.publish_release, name="publish_release"),
    path("releases/<uuid:release_id>/withdraw/", releases.withdraw_release, name="withdraw_release"),
    path("releases/<uuid:release_id>/drop/", releases.drop_release, name="drop_release"),
    path("releases/<uuid:release_id>/file.<slug:kind>", releases.fetch_release, name="fetch_release"),
    path("grants/", grants.list_grants, name="list_grants"),
    path("grants/new/", grants.add_grant, name="add_grant"),
    path("grants/<uuid:grant_id>/", grants.show_grant, name="show_grant"),
    path("grants/<uuid:grant_id>/change/", grants.change_grant, name="change_grant"),
    path("grants/<uuid:grant_id>/line/", grants.add_line, name="add_line"),
    path("grants/<uuid:grant_id>/line/<uuid:line_id>/", grants.change_line, name="change_line"),
    path("grants/<uuid:grant_id>/line/<uuid:line_id>/remove/", grants.remove_line, name="remove_line"),
    path("grants/<uuid:grant_id>/return/", grants.propose_return, name="propose_return"),
]
