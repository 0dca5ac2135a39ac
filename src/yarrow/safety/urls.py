"""Addresses of this room, under /p/<code>/reports/."""

from django.urls import path

from yarrow.safety.views import acting, challenges, doors, handing, matching, reports, taking

CHALLENGE = "challenges/<uuid:challenge_id>/"

app_name = "safety"
urlpatterns = [
    # Reports at the desk.
    path("", reports.list_reports, name="list_reports"),
    path("open/", reports.open_reports, name="open_reports"),
    path("new/", taking.add_report, name="add_report"),
    path("<uuid:report_id>/", reports.show_report, name="show_report"),
    path("<uuid:report_id>/kept/", taking.show_left, name="show_left"),
    path("<uuid:report_id>/goes/", acting.choose, name="choose"),
    path("<uuid:report_id>/reply/", acting.reply, name="reply"),
    path("<uuid:report_id>/right/", acting.correct_report, name="correct_report"),
    path("<uuid:report_id>/reporter/", acting.join_reporters, name="join_reporters"),
    path("<uuid:report_id>/reporter/apart/", acting.part_reporter, name="part_reporter"),
    path("<uuid:report_id>/words/", handing.hand_phrase, name="hand_phrase"),
    path("<uuid:report_id>/erase/", handing.erase_report, name="erase_report"),
    # Whether reports are about one person.
    path("matches/", matching.list_matches, name="list_matches"),
    path("matches/compare/", matching.compare_waiting, name="compare_waiting"),
    path("matches/decide/", matching.decide, name="decide"),
    path("<uuid:report_id>/compare/", matching.compare_report, name="compare_report"),
    path("<uuid:report_id>/find/", matching.find_reports, name="find_reports"),
    path("person/<uuid:offender_id>/", matching.show_cluster, name="show_cluster"),
    # The public page.
    path("door/", doors.show_door, name="show_door"),
    # Challenges of what a record says.
    path("challenges/", challenges.list_challenges, name="list_challenges"),
    path("challenges/page/<slug:how>/", challenges.set_challenges, name="set_challenges"),
    path(CHALLENGE, challenges.show_challenge, name="show_challenge"),
    path(f"{CHALLENGE}answered/", challenges.answer_challenge, name="answer_challenge"),
    path(f"{CHALLENGE}<uuid:report_id>/", challenges.decide_challenge, name="decide_challenge"),
]
