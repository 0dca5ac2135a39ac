"""The room's addresses, under /p/<project>/surveys/. Those who answer come through `yarrow.pocket`."""

from django.urls import path

from yarrow.surveys.views import arranging, paper, results

app_name = "surveys"
urlpatterns = [
    path("", arranging.list_surveys, name="list_surveys"),
    path("new/<uuid:version_id>/", arranging.open_survey, name="open_survey"),
    path("<uuid:survey_id>/", arranging.show_survey, name="show_survey"),
    path("<uuid:survey_id>/link/", arranging.renew_link, name="renew_link"),
    path("<uuid:survey_id>/close/", arranging.close_survey, name="close_survey"),
    path("<uuid:survey_id>/poster/", paper.print_poster, name="print_poster"),
    path("<uuid:survey_id>/sheet/", paper.print_sheet, name="print_sheet"),
    path("<uuid:survey_id>/type/", paper.type_answers, name="type_answers"),
    path("<uuid:survey_id>/results/", results.show_results, name="show_results"),
    path("<uuid:survey_id>/words/", results.show_words, name="show_words"),
]
