"""Addresses of this room, under /p/<code>/community/."""

from django.urls import path

from yarrow.community.views import around, complaints, policing, trainings

app_name = "community"
urlpatterns = [
    path("", around.show_around, name="show_around"),
    path("events/", around.list_events, name="list_events"),
    path("events/new/", around.add_event, name="add_event"),
    path("events/<uuid:event_id>/change/", around.change_event, name="change_event"),
    path("events/<uuid:event_id>/remove/", around.remove_event, name="remove_event"),
    path("complaints/", complaints.list_complaints, name="list_complaints"),
    path("complaints/new/", complaints.add_complaint, name="add_complaint"),
    path("complaints/trend/", complaints.show_complaint_trend, name="show_complaint_trend"),
    path("complaints/<uuid:complaint_id>/", complaints.show_complaint, name="show_complaint"),
    path("complaints/<uuid:complaint_id>/done/", complaints.add_step, name="add_step"),
    path("policing/", policing.list_agreements, name="list_agreements"),
    path("policing/new/", policing.add_agreement, name="add_agreement"),
    path("policing/trend/", policing.show_policing_trend, name="show_policing_trend"),
    path("policing/points/<uuid:point_id>/end/", policing.end_point, name="end_point"),
    path("policing/told/<uuid:breach_id>/", policing.show_breach, name="show_breach"),
    path("policing/told/<uuid:breach_id>/raised/", policing.raise_breach, name="raise_breach"),
    path("policing/told/<uuid:breach_id>/answered/", policing.answer_breach, name="answer_breach"),
    path("policing/told/<uuid:breach_id>/closed/", policing.close_breach, name="close_breach"),
    path("policing/<uuid:agreement_id>/", policing.show_agreement, name="show_agreement"),
    path("policing/<uuid:agreement_id>/change/", policing.change_agreement, name="change_agreement"),
    path("policing/<uuid:agreement_id>/point/", policing.add_point, name="add_point"),
    path("policing/<uuid:agreement_id>/told/", policing.report_breach, name="report_breach"),
    path("training/", trainings.list_trainings, name="list_trainings"),
    path("training/new/", trainings.add_training, name="add_training"),
    path("training/answers/", trainings.show_training_answers, name="show_training_answers"),
    path("training/sentences/", trainings.list_statements, name="list_statements"),
    path("training/sentences/<uuid:statement_id>/end/", trainings.end_statement, name="end_statement"),
    path("training/<uuid:training_id>/", trainings.show_training, name="show_training"),
    path("training/<uuid:training_id>/change/", trainings.change_training, name="change_training"),
    path("training/<uuid:training_id>/counts/", trainings.count_answers, name="count_answers"),
    path("training/<uuid:training_id>/sheet/", trainings.add_answers, name="add_answers"),
]
